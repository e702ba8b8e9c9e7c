#include "report/period.h"

#include <fmt/format.h>

#include "core/error.h"

namespace flatcrm::report {

namespace {

using core::Date;

constexpr core::Civil first_day{1, 1, 1};

[[noreturn]] void refuse(std::string_view text) {
  throw Error(Code::usage, fmt::format("no period '{}'", text), {},
              "write 2017, 2017-Q3, 2017-11, 2017-W46 or 2017-11-22");
}

/// The number that the text is, or -1.
int number(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return -1;
    value = 10 * value + (c - '0');
  }
  return text.empty() ? -1 : value;
}

Period months(int year, int month, int count) {
  Date first = core::to_date({year, month, 1});
  // The day after the last one of year 9999 can't be had, so the last day is sought from the last month's first.
  Date last_month = core::add_months(first, count - 1);
  core::Civil civil = core::to_civil(last_month);
  int day = 31;
  while (!core::is_valid({civil.year, civil.month, day})) --day;
  return {first, core::to_date({civil.year, civil.month, day})};
}

std::optional<Period> week(int year, int number) {
  Date fourth = core::to_date({year, 1, 4});  // always in week 1
  Date monday{fourth.days - core::weekday(fourth) + 1 + 7 * (number - 1)};
  if (number < 1 || core::iso_week(monday) != core::Week{year, number}) return std::nullopt;
  return Period{monday, {monday.days + 6}};
}

bool is_month_start(Date day) {
  return core::to_civil(day).day == 1;
}

bool is_month_end(Date day) {
  core::Civil civil = core::to_civil(day);
  return !core::is_valid({civil.year, civil.month, civil.day + 1});
}

}  // namespace

Period parse_period(std::string_view text) {
  int year = text.size() < 4 ? -1 : number(text.substr(0, 4));
  if (year < 1 || year > 9998) refuse(text);
  std::string_view rest = text.substr(4);
  if (rest.empty()) return months(year, 1, 12);
  if (rest[0] != '-') refuse(text);
  rest.remove_prefix(1);
  if (rest.size() == 2 && (rest[0] == 'Q' || rest[0] == 'q')) {
    int quarter = number(rest.substr(1));
    if (quarter >= 1 && quarter <= 4) return months(year, 3 * quarter - 2, 3);
  }
  if (rest.size() == 3 && (rest[0] == 'W' || rest[0] == 'w')) {
    if (std::optional<Period> period = week(year, number(rest.substr(1)))) return *period;
  }
  if (rest.size() == 2) {
    int month = number(rest);
    if (month >= 1 && month <= 12) return months(year, month, 1);
  }
  if (std::optional<Date> day = core::parse_date(text)) return {*day, *day};
  refuse(text);
}

std::optional<Period> period_before(const Period& period) {
  int days = period.last.days - period.first.days + 1;
  if (period.first.days - days - 31 < core::to_date(first_day).days) return std::nullopt;
  if (is_month_start(period.first) && is_month_end(period.last)) {
    int count = core::month_number(period.last) - core::month_number(period.first) + 1;
    core::Civil start = core::to_civil(core::add_months(period.first, -count));
    return months(start.year, start.month, count);
  }
  return Period{{period.first.days - days}, {period.last.days - days}};
}

std::string print(const Period& period) {
  if (period.first == period.last) return core::print(period.first);
  if (period.first == core::to_date(first_day)) return fmt::format("up to {}", core::print(period.last));
  return fmt::format("{} to {}", core::print(period.first), core::print(period.last));
}

std::optional<Period> make_period(std::optional<Date> from, std::optional<Date> to, std::string_view period,
                                  Date as_of) {
  if (!period.empty()) {
    if (from.has_value() || to.has_value()) {
      throw Error(Code::usage, "--period and --from or --to exclude each other");
    }
    return parse_period(period);
  }
  if (!from.has_value() && !to.has_value()) return std::nullopt;
  Period made{from.value_or(core::to_date(first_day)), to.value_or(as_of)};
  if (made.last < made.first) {
    throw Error(Code::usage, fmt::format("the period ends on {}, before it starts on {}",
                                         core::print(made.last), core::print(made.first)));
  }
  return made;
}

}  // namespace flatcrm::report
