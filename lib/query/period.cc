#include "query/period.h"

#include <array>
#include <charconv>

namespace flatcrm::query {

namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// So many whole months from a first of a month on.
Days months_from(core::Date first, int months) {
  return {first, {core::add_months(first, months).days - 1}};
}

core::Date first_of_month(int year, int month) {
  return core::to_date({year, month, 1});
}

std::optional<Days> week_of(int year, int week) {
  if (week < 1 || week > 53) return std::nullopt;
  core::Date fourth = core::to_date({year, 1, 4});  // is always in the first week
  core::Date monday{fourth.days - (core::weekday(fourth) - 1) + 7 * (week - 1)};
  if (core::iso_week(monday) != core::Week{year, week}) return std::nullopt;
  return Days{monday, {monday.days + 6}};
}

core::Date fiscal_start(int year, int fiscal_month) {
  return fiscal_month == 1 ? first_of_month(year, 1) : first_of_month(year - 1, fiscal_month);
}

/// "2026", "2026-Q3", "2026-11", "2026-W12", without what stands before the year.
std::optional<Days> absolute(std::string_view text, bool fiscal, int fiscal_month) {
  std::optional<int> year = number(text.substr(0, 4));
  if (text.size() < 4 || !year || *year < 2 || *year > 9998) return std::nullopt;
  core::Date start = fiscal ? fiscal_start(*year, fiscal_month) : first_of_month(*year, 1);
  if (text.size() == 4) return months_from(start, 12);
  std::string_view rest = text.substr(5);
  if (text[4] != '-' || rest.empty()) return std::nullopt;
  if (rest[0] == 'Q') {
    std::optional<int> quarter = number(rest.substr(1));
    if (rest.size() != 2 || !quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
    return months_from(core::add_months(start, 3 * (*quarter - 1)), 3);
  }
  if (fiscal) return std::nullopt;
  if (rest[0] == 'W') {
    std::optional<int> week = number(rest.substr(1));
    return rest.size() == 3 && week ? week_of(*year, *week) : std::nullopt;
  }
  std::optional<int> month = number(rest);
  if (rest.size() != 2 || !month || *month < 1 || *month > 12) return std::nullopt;
  return months_from(first_of_month(*year, *month), 1);
}

/// "last month": which unit, and how many units from the present one.
std::optional<Days> relative(std::string_view text, const Calendar& calendar) {
  constexpr std::array<std::pair<std::string_view, int>, 3> words{
      {{"last ", -1}, {"this ", 0}, {"next ", 1}}};
  for (const auto& [word, steps] : words) {
    if (!text.starts_with(word)) continue;
    std::string_view unit = text.substr(word.size());
    core::Date today = calendar.today;
    core::Civil civil = core::to_civil(today);
    if (unit == "day") return Days{{today.days + steps}, {today.days + steps}};
    if (unit == "week") {
      core::Date monday{today.days - core::weekday(today) + 1 + 7 * steps};
      return Days{monday, {monday.days + 6}};
    }
    core::Date month = first_of_month(civil.year, civil.month);
    if (unit == "month") return months_from(core::add_months(month, steps), 1);
    bool fiscal = unit.starts_with("fiscal ");
    if (fiscal) unit.remove_prefix(7);
    int into = (civil.month - (fiscal ? calendar.fiscal_month : 1) + 12) % 12;
    if (unit == "quarter") return months_from(core::add_months(month, 3 * steps - into % 3), 3);
    if (unit == "year") return months_from(core::add_months(month, 12 * steps - into), 12);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Days> parse_period(std::string_view text, const Calendar& calendar) {
  if (std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    std::optional<core::Date> first = core::parse_date(text.substr(0, dots)),
                              last = core::parse_date(text.substr(dots + 2));
    return first && last && *first <= *last ? std::optional(Days{*first, *last}) : std::nullopt;
  }
  if (text.starts_with("FY")) return absolute(text.substr(2), true, calendar.fiscal_month);
  if (std::optional<Days> days = relative(text, calendar)) return days;
  return absolute(text, false, 1);
}

std::optional<Duration> parse_duration(std::string_view text) {
  std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  std::optional<int> count = number(text.substr(0, digits));
  constexpr int most = 100'000;  // years of any unit, and no overflow
  if (!count || *count > most) return std::nullopt;
  std::string_view unit = text.substr(digits);
  constexpr int most_months = 12 * 9999;
  if (unit == "m" || unit == "y") {
    int months = unit == "m" ? *count : *count * 12;
    return months > most_months ? std::nullopt : std::optional(Duration{months, 0});
  }
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units{
      {{"d", seconds_a_day}, {"w", 7 * seconds_a_day}, {"h", 3600}, {"min", 60}, {"s", 1}}};
  for (const auto& [name, seconds] : units) {
    if (unit == name) return Duration{0, *count * seconds};
  }
  return std::nullopt;
}

}  // namespace flatcrm::query
