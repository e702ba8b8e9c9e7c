// Values of a query as cells of a document.
//
//   Values values{type, engine.whole("customers", node), rows};
//   values.number(7)      its number as it is, or nothing        values.cell(7, "EUR")   Money{12.50, "EUR"}
//
// Units   cells of amounts and quotients are rounded to two digits, half to even; durations are days.
#pragma once

#include <optional>
#include <string>

#include "core/date.h"
#include "core/decimal.h"
#include "query/type.h"
#include "query/vector.h"
#include "report/document.h"

namespace flatcrm::report {

struct Values {
  query::Type type{};
  query::Vector values{};
  std::size_t rows = 0;

  std::optional<core::Decimal> number(std::size_t row) const;
  /// Of a date or a date_time; no_date where missing.
  core::Date day(std::size_t row) const;
  /// Of a duration: whole days, rounded down; nothing where missing.
  std::optional<std::int64_t> days(std::size_t row) const;
  /// Of text, codes and references; "" where missing.
  std::string_view text(std::size_t row) const { return values.text(row); }
  bool is_true(std::size_t row) const { return values.truth(row) == query::Truth::yes; }
  Cell cell(std::size_t row, const std::string& currency) const;
};

/// The kind of column that cells of a type make.
Kind kind_of(const query::Type& type);
Cell cell_of(const query::Type& type, const query::Vector& values, std::size_t row,
             const std::string& currency);

}  // namespace flatcrm::report
