#include "query/functions.h"

namespace flatcrm::query {

const std::vector<FunctionInfo>& functions() {
  static const std::vector<FunctionInfo> all{
      {"lower", "lower(TEXT)", Takes::text, Op::lower, Kind::text, false, 1, 1, 0, "small letters"},
      {"upper", "upper(TEXT)", Takes::text, Op::upper, Kind::text, false, 1, 1, 0, "capital letters"},
      {"fold", "fold(TEXT)", Takes::text, Op::fold, Kind::text, false, 1, 1, 0,
       "without case and accents: fold(name) = fold(\"Müller\")"},
      {"length", "length(TEXT)", Takes::text, Op::length, Kind::integer, false, 1, 1, 0, "characters"},
      {"domain", "domain(TEXT)", Takes::text, Op::domain, Kind::text, false, 1, 1, 0,
       "what stands behind the @ of an address, in small letters"},
      {"number", "number(TEXT)", Takes::readable, Op::to_number, Kind::decimal, false, 1, 1, 0,
       "the number that a text spells, missing where it spells none"},
      {"date", "date(TEXT)", Takes::readable, Op::to_date, Kind::date, false, 1, 1, 0,
       "the day that a text spells as 2026-11-22, missing where it spells none"},
      {"money", "money(VALUE)", Takes::amount, Op::to_money, Kind::money, false, 1, 1, 0,
       "a number, or a text that spells one, as an amount in the currency of the book"},
      {"year", "year(DAY)", Takes::day, Op::year, Kind::integer, false, 1, 1, 0, ""},
      {"quarter", "quarter(DAY)", Takes::day, Op::quarter, Kind::integer, false, 1, 1, 0, "1 to 4"},
      {"month", "month(DAY)", Takes::day, Op::month, Kind::integer, false, 1, 1, 0, "1 to 12"},
      {"week", "week(DAY)", Takes::day, Op::week, Kind::integer, false, 1, 1, 0, "1 to 53, of ISO 8601"},
      {"weekday", "weekday(DAY)", Takes::day, Op::weekday, Kind::integer, false, 1, 1, 0,
       "1 Monday to 7 Sunday"},
      {"day", "day(TIME)", Takes::day, Op::to_day, Kind::date, false, 1, 1, 0,
       "the day of a time, as its writer saw it"},
      {"age", "age(DAY)", Takes::day, Op::age, Kind::integer, false, 1, 1, 0, "whole years up to today"},
      {"days", "days(DURATION)", Takes::duration, Op::divide, Kind::decimal, false, 1, 1, seconds_a_day,
       "as a number"},
      {"hours", "hours(DURATION)", Takes::duration, Op::divide, Kind::decimal, false, 1, 1, 3600,
       "as a number"},
      {"abs", "abs(NUMBER)", Takes::number, Op::absolute, Kind::decimal, true, 1, 1, 0, "without its sign"},
      {"round", "round(NUMBER, DIGITS)", Takes::number, Op::rounded, Kind::decimal, true, 1, 2, 0,
       "half to even; to whole ones without DIGITS"},
      {"floor", "floor(NUMBER)", Takes::number, Op::floor_of, Kind::decimal, true, 1, 1, 0,
       "the next whole one below"},
  };
  return all;
}

const FunctionInfo* find_function(std::string_view name) {
  for (const FunctionInfo& function : functions())
    if (function.name == name) return &function;
  return nullptr;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names{
      "count",          "sum",    "min",     "max", "avg",      "median",   "first",      "last",
      "distinct",       "any",    "all",     "if",  "coalesce", "quintile", "percentile", "forecast_orders",
      "forecast_value", "linked", "segment", "tag"};
  for (const FunctionInfo& function : functions()) names.push_back(function.name);
  return names;
}

bool takes(const FunctionInfo& function, const Type& type) {
  if (type.list) return false;
  switch (function.takes) {
    case Takes::text:
      return type.is_text();
    case Takes::day:
      return type.kind == Kind::date;
    case Takes::number:
      return type.is_number() || type.kind == Kind::money || type.kind == Kind::duration;
    case Takes::duration:
      return type.kind == Kind::duration;
    case Takes::readable:
      return type.is_text() || (type.is_number() && function.op == Op::to_number);
    case Takes::amount:
      return type.is_text() || type.is_number() || type.kind == Kind::money;
  }
  return false;
}

std::string_view describe_takes(const FunctionInfo& function) {
  switch (function.takes) {
    case Takes::text:
    case Takes::readable:
      return "text";
    case Takes::day:
      return "a day";
    case Takes::number:
      return "a number, an amount or a duration";
    case Takes::duration:
      return "a duration";
    case Takes::amount:
      return "a number or text";
  }
  return "";
}

}  // namespace flatcrm::query
