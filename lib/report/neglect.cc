#include "report/neglect.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/measures.h"

namespace flatcrm::report {

namespace {

/// Queries of a day that is not today take the span up to it.
std::string up_to(core::Date day) {
  return span_of(Period{first_of_all_days(), day});
}

core::Decimal times(core::Decimal left, core::Decimal right) {
  return core::round(core::multiply(left, right), table_digits);
}

/// Silence on a day: since when, and for how many days; -1 where nothing says.
struct Silence {
  core::Date heard = core::no_date, since = core::no_date;
  std::int64_t days = -1;
};

class Silences {
 public:
  Silences(const Input& input, core::Date day, const char* heard)
      : day_(day),
        heard_(input.data.values(heard)),
        acquired_(input.data.values("neglect.acquired")),
        first_order_(input.data.values("neglect.first_order")) {}

  Silence of(std::size_t row) const {
    Silence silence{heard_.day(row)};
    // The first that is known and has come by the day.
    for (core::Date since : {silence.heard, acquired_.day(row), first_order_.day(row)})
      if (silence.since == core::no_date && since != core::no_date && since <= day_) silence.since = since;
    if (silence.since != core::no_date) silence.days = day_.days - silence.since.days;
    return silence;
  }

 private:
  core::Date day_;
  const Values &heard_, &acquired_, &first_order_;
};

void count(NeglectCount& into, const Silence& silence, int allowed) {
  ++into.owed;
  into.never += silence.heard == core::no_date ? 1 : 0;
  if (silence.days < 0) return;
  into.neglected += silence.days > allowed ? 1 : 0;
  into.a_year += silence.days >= days_of_a_year ? 1 : 0;
  into.longest = std::max(into.longest, silence.days);
}

NeglectedOne entry(std::uint32_t row, std::size_t tier, const Silence& silence, int allowed,
                   const Input& input) {
  NeglectedOne one{
      .row = row, .tier = tier, .heard = silence.heard, .since = silence.since, .days = silence.days};
  one.waiting_since = input.data.values("neglect.waiting").day(row);
  one.complaints = input.data.values("neglect.complaints").number(row).value_or(core::Decimal{}).mantissa;
  one.overdue = core::divide({silence.days, 0}, {std::max(allowed, 1), 0}, table_digits);
  core::Decimal below = input.data.values("neglect.below").number(row).value_or(core::Decimal{0, 0});
  core::Decimal share = core::divide(below, {100, 0}, 4);
  core::Sum weight;
  weight.add(core::Decimal{1, 0});
  weight.add(share);
  one.urgency = times(one.overdue, weight.total());
  if (one.complaints > 0) one.urgency = times(one.urgency, {2, 0});
  return one;
}

}  // namespace

void ask_neglect(Needs& needs, core::Date day, std::optional<core::Date> earlier) {
  needs.tiers = true;
  auto ask = [&](const char* name, std::string query) {
    needs.columns.push_back({name, "customers", std::move(query)});
  };
  ask("neglect.heard", fmt::format("last_word({})", up_to(day)));
  if (earlier) ask("neglect.heard_before", fmt::format("last_word({})", up_to(*earlier)));
  ask("neglect.acquired", "acquired");
  ask("neglect.first_order", "first_order");
  ask("neglect.waiting", "waiting_since");
  ask("neglect.complaints", "unanswered_complaints");
  ask("neglect.below", "percentile(value)");
  ask("neglect.barred", "do_not_contact = true");
  ask("neglect.owed",
      "(status is empty or status != former) and (orders > 0 or open_deals > 0 or status in (active, lapsed) "
      "or "
      "waiting_since is not empty)");
}

Neglect find_neglect(const Input& input, core::Date day, std::optional<core::Date> earlier) {
  const Data& data = input.data;
  const PolicyTiers& tiers = data.tiers();
  const Values &owed = data.values("neglect.owed"), &barred = data.values("neglect.barred");
  Silences silences(input, day, "neglect.heard");
  std::optional<Silences> silences_before;
  Neglect found;
  if (earlier) {
    silences_before.emplace(input, *earlier, "neglect.heard_before");
    found.before.emplace();
  }
  found.by_tier.resize(tiers.tiers.size());
  found.owed.assign(owed.rows, 0);
  found.days_of.assign(owed.rows, -1);
  for (std::uint32_t row : data.selected()) {
    if (!owed.is_true(row)) continue;
    if (barred.is_true(row)) {
      ++found.barred;
      continue;
    }
    std::size_t tier = tiers.of(row);
    int allowed = tiers.tiers[tier].days;
    Silence silence = silences.of(row);
    found.owed[row] = 1;
    found.days_of[row] = silence.days;
    count(found.now, silence, allowed);
    count(found.by_tier[tier], silence, allowed);
    if (silences_before) count(*found.before, silences_before->of(row), allowed);
    found.undated += silence.days < 0 ? 1 : 0;
    if (silence.days > allowed) found.list.push_back(entry(row, tier, silence, allowed, input));
  }
  std::stable_sort(found.list.begin(), found.list.end(),
                   [](const NeglectedOne& left, const NeglectedOne& right) {
                     std::strong_ordering by = core::compare(left.urgency, right.urgency);
                     return by == 0 ? left.days > right.days : by > 0;
                   });
  return found;
}

}  // namespace flatcrm::report
