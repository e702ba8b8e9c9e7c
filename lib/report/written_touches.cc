#include "report/written_touches.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace flatcrm::report {

namespace {

constexpr int least_span_days = 28;
constexpr std::int64_t weekday_percent = 60, month_end_percent = 40;

using Places = std::vector<std::uint32_t>;

/// Calls `see` with each run of places whose keys are equal.
template <typename Key, typename See>
void each_run(Places& places, Key key, See see) {
  std::sort(places.begin(), places.end(), [&](std::uint32_t one, std::uint32_t other) {
    return std::tuple(key(one), one) < std::tuple(key(other), other);
  });
  for (std::size_t begin = 0, end = 0; begin < places.size(); begin = end) {
    while (end < places.size() && key(places[end]) == key(places[begin])) ++end;
    see(std::span<const std::uint32_t>(places).subspan(begin, end - begin));
  }
}

/// When one writer's touches were.
struct Habit {
  std::int64_t touches = 0, ends_of_months = 0;
  std::array<std::int64_t, 8> by_weekday{};
  core::Date first{core::no_date}, last{core::no_date};

  void add(core::Date day) {
    ++touches;
    ++by_weekday[static_cast<std::size_t>(core::weekday(day))];
    ends_of_months += ends_month(day) ? 1 : 0;
    if (first == core::no_date || day < first) first = day;
    if (last == core::no_date || day > last) last = day;
  }
  bool is_known() const {
    return touches >= least_of_writer && last.days - first.days + 1 >= least_span_days;
  }
  bool bunches_at(core::Date day) const {
    if (!is_known()) return false;
    std::int64_t same = by_weekday[static_cast<std::size_t>(core::weekday(day))];
    return same * 100 >= touches * weekday_percent ||
           (ends_month(day) && ends_of_months * 100 >= touches * month_end_percent);
  }
};

}  // namespace

bool ends_month(core::Date day) {
  constexpr int last_days = 3;
  return core::month_number({day.days + last_days}) != core::month_number(day);
}

WrittenTouches::WrittenTouches(std::span<const WrittenTouch> touches) {
  Places all, texts;
  std::vector<Habit> habits;
  for (std::uint32_t place = 0; place < touches.size(); ++place) {
    const WrittenTouch& touch = touches[place];
    all.push_back(place);
    if (touch.text != 0) texts.push_back(place);
    if (touch.writer >= habits.size()) habits.resize(touch.writer + 1);
    habits[touch.writer].add(touch.day);
  }
  with_text = static_cast<std::int64_t>(texts.size());
  each_run(
      texts, [&](std::uint32_t place) { return std::pair(touches[place].writer, touches[place].text); },
      [&](std::span<const std::uint32_t> run) {
        if (static_cast<std::int64_t>(run.size()) >= least_copies)
          copied.insert(copied.end(), run.begin(), run.end());
      });
  each_run(
      all, [&](std::uint32_t place) { return std::pair(touches[place].writer, touches[place].day.days); },
      [&](std::span<const std::uint32_t> run) {
        const WrittenTouch& first = touches[run.front()];
        if (static_cast<std::int64_t>(run.size()) > most_a_day || habits[first.writer].bunches_at(first.day))
          bunched.insert(bunched.end(), run.begin(), run.end());
      });
  std::sort(copied.begin(), copied.end());
  std::sort(bunched.begin(), bunched.end());
}

}  // namespace flatcrm::report
