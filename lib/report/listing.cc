#include "report/listing.h"

#include <fmt/format.h>

#include "query/numbers.h"
#include "query/type.h"

namespace flatcrm::report {

namespace {

constexpr int shown_digits =
    2;  // of amounts and quotients with more: what is exact beyond is noise to a reader

core::Decimal shortened(std::int64_t value, int scale, int digits) {
  if (scale <= digits) return {value, static_cast<std::uint8_t>(scale)};
  return {query::rescale(value, scale, digits), static_cast<std::uint8_t>(digits)};
}

/// A number without the zeros that only its column's scale gives it.
core::Decimal plain(std::int64_t value, int scale) {
  while (scale > 0 && value % 10 == 0) {
    value /= 10;
    --scale;
  }
  return {value, static_cast<std::uint8_t>(scale)};
}

Kind kind_of_column(const query::Type& type) {
  if (type.list) return Kind::text;
  switch (type.kind) {
    case query::Kind::integer:
      return Kind::integer;
    case query::Kind::decimal:
      return Kind::decimal;
    case query::Kind::money:
      return Kind::money;
    case query::Kind::date:
      return Kind::date;
    case query::Kind::duration:
    case query::Kind::months:
      return Kind::days;
    default:
      return Kind::text;
  }
}

Cell days_cell(std::int64_t value, int scale) {
  core::Decimal seconds{query::rescale(value, scale, 0), 0};
  bool whole = seconds.mantissa % query::seconds_a_day == 0;
  return Days{whole ? core::Decimal{seconds.mantissa / query::seconds_a_day, 0}
                    : core::divide(seconds, {query::seconds_a_day, 0}, shown_digits)};
}

Cell number_cell(const segment::ListColumn& column, std::size_t row, const std::string& currency) {
  std::int64_t value = column.values.number(row);
  if (value == core::no_number) return {};
  int scale = column.values.scale;
  switch (column.type.kind) {
    case query::Kind::integer:
      return query::rescale(value, scale, 0);
    case query::Kind::money:
      return Money{shortened(value, scale, shown_digits), currency};
    case query::Kind::date:
      return core::Date{static_cast<std::int32_t>(value)};
    case query::Kind::date_time:
      return query::has_time(value) ? Cell(std::string()) : Cell(query::day_of(value));
    case query::Kind::duration:
    case query::Kind::months:
      return days_cell(value, scale);
    default:
      return plain(value, scale);
  }
}

std::string instant_text(std::int64_t value) {
  if (!query::has_time(value)) return core::print(query::day_of(value));
  // The offset is where encode() puts it: the day as its writer saw it tells the rest.
  std::int64_t offset = ((value >> 1) & 0x7FF) - 1024;
  return core::print(core::DateTime{query::seconds_of(value), static_cast<std::int16_t>(offset)});
}

}  // namespace

Cell cell_of(const segment::Listing& listing, const segment::ListColumn& column, std::size_t row,
             const std::string& currency) {
  if (column.original != 0) {
    auto original = listing.engine->original(column.original - 1, listing.records[row]);
    if (!original) return {};
    return Money{original->amount, original->currency.empty() ? currency : std::string(original->currency)};
  }
  switch (column.values.form) {
    case query::Vector::Form::truth: {
      query::Truth truth = column.values.truth(row);
      if (truth == query::Truth::unknown) return {};
      return std::string(truth == query::Truth::yes ? "true" : "false");
    }
    case query::Vector::Form::number:
      if (column.type.kind == query::Kind::date_time && column.values.number(row) != core::no_number)
        return instant_text(column.values.number(row));
      return number_cell(column, row, currency);
    default: {
      std::string_view text = column.values.text(row);
      if (text.empty()) return {};
      return std::string(text);
    }
  }
}

Document listing_document(const segment::Listing& listing, const book::Config& config,
                          const std::string& title) {
  Document document{.name = "segment", .title = title};
  Section& section = document.add("");
  bool groups = listing.records.empty() && listing.rows > 0;
  Table table{.name = groups ? "groups" : "records"};
  for (const segment::ListColumn& column : listing.columns) {
    Column heading{column.name, column.name, kind_of_column(column.type)};
    if (heading.kind == Kind::money && column.original == 0) heading.currency = config.currency;
    table.columns.push_back(std::move(heading));
  }
  for (std::size_t row = 0; row < listing.rows; ++row) {
    Row cells;
    for (const segment::ListColumn& column : listing.columns)
      cells.push_back(cell_of(listing, column, row, config.currency));
    table.rows.push_back(std::move(cells));
  }
  if (listing.rows < listing.selected && !groups)
    table.note = fmt::format("{} of {} records", listing.rows, listing.selected);
  section.tables.push_back(std::move(table));
  return document;
}

}  // namespace flatcrm::report
