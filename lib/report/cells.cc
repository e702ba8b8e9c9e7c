#include "report/cells.h"

#include "query/numbers.h"

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

Cell days_cell(std::int64_t value, int scale) {
  core::Decimal seconds{query::rescale(value, scale, 0), 0};
  bool whole = seconds.mantissa % query::seconds_a_day == 0;
  return Days{whole ? core::Decimal{seconds.mantissa / query::seconds_a_day, 0}
                    : core::divide(seconds, {query::seconds_a_day, 0}, shown_digits)};
}

Cell number_cell(const query::Type& type, const query::Vector& values, std::size_t row,
                 const std::string& currency) {
  std::int64_t value = values.number(row);
  if (value == core::no_number) return {};
  int scale = values.scale;
  switch (type.kind) {
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

Kind kind_of(const query::Type& type) {
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

Cell cell_of(const query::Type& type, const query::Vector& values, std::size_t row,
             const std::string& currency) {
  switch (values.form) {
    case query::Vector::Form::truth: {
      query::Truth truth = values.truth(row);
      if (truth == query::Truth::unknown) return {};
      return std::string(truth == query::Truth::yes ? "true" : "false");
    }
    case query::Vector::Form::number:
      if (type.kind == query::Kind::date_time && values.number(row) != core::no_number)
        return instant_text(values.number(row));
      return number_cell(type, values, row, currency);
    default: {
      std::string_view text = values.text(row);
      if (text.empty()) return {};
      return std::string(text);
    }
  }
}

std::optional<core::Decimal> Values::number(std::size_t row) const {
  std::int64_t value = values.number(row);
  if (value == core::no_number) return std::nullopt;
  return core::Decimal{value, static_cast<std::uint8_t>(values.scale)};
}

core::Date Values::day(std::size_t row) const {
  std::int64_t value = values.number(row);
  if (value == core::no_number) return core::no_date;
  return type.kind == query::Kind::date_time ? query::day_of(value)
                                             : core::Date{static_cast<std::int32_t>(value)};
}

std::optional<std::int64_t> Values::days(std::size_t row) const {
  std::int64_t value = values.number(row);
  if (value == core::no_number) return std::nullopt;
  std::int64_t seconds = query::rescale(value, values.scale, 0);
  std::int64_t days = seconds / query::seconds_a_day;
  return seconds % query::seconds_a_day < 0 ? days - 1 : days;
}

Cell Values::cell(std::size_t row, const std::string& currency) const {
  return cell_of(type, values, row, currency);
}

}  // namespace flatcrm::report
