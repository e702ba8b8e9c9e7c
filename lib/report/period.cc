#include "report/period.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "query/type.h"

namespace flatcrm::report {

namespace {

using core::Date;

constexpr core::Civil first_day{1, 1, 1};

[[noreturn]] void refuse(std::string_view text) {
  throw Error(Code::usage, fmt::format("no period '{}'", core::visible(text)), {},
              "write 2017, 2017-Q3, 2017-11, 2017-W46, FY2017, \"last month\", 90d or 2017-11-22");
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

bool is_month_start(Date day) {
  return core::to_civil(day).day == 1;
}

bool is_month_end(Date day) {
  core::Civil civil = core::to_civil(day);
  return !core::is_valid({civil.year, civil.month, civil.day + 1});
}

/// The last days up to and with today: 90d, 12m.
std::optional<Period> last_days(std::string_view text, Date today) {
  std::optional<query::Duration> duration = query::parse_duration(text);
  if (!duration || (duration->months == 0 && duration->seconds < query::seconds_a_day)) return std::nullopt;
  if (duration->months == 0)
    return Period{{today.days + 1 - static_cast<std::int32_t>(duration->seconds / query::seconds_a_day)},
                  today};
  if (duration->months > core::month_number(today) - core::month_number(core::to_date(first_day)) - 12)
    return std::nullopt;
  return Period{{core::add_months(today, -duration->months).days + 1}, today};
}

}  // namespace

core::Date first_of_all_days() {
  return core::to_date(first_day);
}

Period parse_period(std::string_view text, const query::Calendar& calendar) {
  std::string word(text);
  if (word.size() > 5 && word[4] == '-' && (word[5] == 'q' || word[5] == 'w'))
    word[5] = static_cast<char>(word[5] - 'a' + 'A');
  if (std::optional<query::Days> days = query::parse_period(word, calendar)) return {days->first, days->last};
  if (std::optional<Date> day = core::parse_date(word)) return {*day, *day};
  if (std::optional<Period> last = last_days(word, calendar.today)) return *last;
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
                                  const query::Calendar& calendar) {
  if (!period.empty()) {
    if (from.has_value() || to.has_value()) {
      throw Error(Code::usage, "--period and --from or --to exclude each other");
    }
    return report::parse_period(period, calendar);
  }
  if (!from.has_value() && !to.has_value()) return std::nullopt;
  Period made{from.value_or(core::to_date(first_day)), to.value_or(calendar.today)};
  if (made.last < made.first) {
    throw Error(Code::usage, fmt::format("the period ends on {}, before it starts on {}",
                                         core::print(made.last), core::print(made.first)));
  }
  return made;
}

}  // namespace flatcrm::report
