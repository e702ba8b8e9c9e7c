#include "report/continuity.h"

#include <algorithm>

namespace flatcrm::report {

namespace {

constexpr int digits = 8;  // of one customer's share, of which the mean is taken

std::uint64_t key_of(std::uint32_t customer, std::uint32_t staff) {
  return (std::uint64_t{customer} << 32) | staff;
}

/// Counts of each customer and member of staff, ordered by counting rather than comparing: codes are dense.
std::vector<std::uint64_t> keys_of(const model::Table& interactions, const Period& window) {
  const model::Codes &customers = interactions.codes("customer"), &staff = interactions.codes("staff"),
                     &kinds = interactions.codes("kind");
  const std::vector<core::Date>& days = interactions.dates("date").days;
  std::uint32_t survey = kinds.dictionary.find("survey");
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> ends(customers.dictionary.size() + 1, 0);
  for (std::size_t row = 0; row < interactions.rows(); ++row) {
    bool counts = customers.codes[row] != 0 && staff.codes[row] != 0 && window.holds(days[row]) &&
                  (survey == 0 || kinds.codes[row] != survey);
    if (!counts) continue;
    keys.push_back(key_of(customers.codes[row], staff.codes[row]));
    ++ends[customers.codes[row] + 1];
  }
  for (std::size_t code = 1; code < ends.size(); ++code) ends[code] += ends[code - 1];
  std::vector<std::uint64_t> sorted(keys.size());
  std::vector<std::uint32_t> next = ends;
  for (std::uint64_t key : keys) sorted[next[key >> 32]++] = key;
  for (std::size_t code = 0; code + 1 < ends.size(); ++code)
    std::sort(sorted.begin() + ends[code], sorted.begin() + ends[code + 1]);
  return sorted;
}

std::optional<core::Decimal> mean_percent(const core::Sum& sum, std::int64_t count) {
  if (count == 0) return std::nullopt;
  core::Decimal total = core::round(sum.total(), 6);
  return core::divide(core::multiply(total, {100, 0}), {count, 0}, 2);
}

}  // namespace

core::Decimal CustomerContacts::share() const {
  return core::divide(core::multiply({with_main, 0}, {100, 0}), {contacts, 0}, 2);
}

Continuity::Continuity(const model::Table& interactions, const Period& window) {
  std::vector<std::uint64_t> keys = keys_of(interactions, window);
  const model::Dictionary& names = interactions.codes("staff").dictionary;
  place_of_.assign(interactions.codes("customer").dictionary.size(), 0);
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t end = i;
    while (end < keys.size() && keys[end] == keys[i]) ++end;
    auto count = static_cast<std::int64_t>(end - i);
    auto customer = static_cast<std::uint32_t>(keys[i] >> 32), staff = static_cast<std::uint32_t>(keys[i]);
    if (customers.empty() || customers.back().customer != customer) {
      customers.emplace_back();
      customers.back().customer = customer;
      place_of_[customer] = static_cast<std::uint32_t>(customers.size());
      first_run_.push_back(static_cast<std::uint32_t>(runs_.size()));
    }
    runs_.push_back({staff, static_cast<std::int32_t>(count)});
    CustomerContacts& of = customers.back();
    of.contacts += count;
    of.squares += core::Int128{count} * count;
    ++of.people;
    // Of two met as often the one whose id comes first, in whatever order the records stand.
    if (count > of.with_main || (count == of.with_main && names.text(staff) < names.text(of.main_staff))) {
      of.with_main = count;
      of.main_staff = staff;
    }
    i = end;
  }
  first_run_.push_back(static_cast<std::uint32_t>(runs_.size()));
}

std::optional<core::Decimal> Continuity::usual_provider() const {
  core::Sum sum;
  std::int64_t count = 0;
  for (const CustomerContacts& of : customers) {
    if (of.contacts < 2) continue;
    sum.add(core::divide({of.with_main, 0}, {of.contacts, 0}, digits));
    ++count;
  }
  return mean_percent(sum, count);
}

std::optional<core::Decimal> Continuity::continuity_of_care() const {
  core::Sum sum;
  std::int64_t count = 0;
  for (const CustomerContacts& of : customers) {
    if (of.contacts < 2) continue;
    auto pairs = static_cast<std::int64_t>(of.squares - of.contacts);
    sum.add(core::divide({pairs, 0}, {of.contacts * (of.contacts - 1), 0}, digits));
    ++count;
  }
  return mean_percent(sum, count);
}

std::int64_t Continuity::contacts(std::uint32_t customer, std::uint32_t staff) const {
  std::uint32_t place = customer < place_of_.size() ? place_of_[customer] : 0;
  if (place == 0) return 0;
  for (std::uint32_t run = first_run_[place - 1]; run < first_run_[place]; ++run)
    if (runs_[run].staff == staff) return runs_[run].count;
  return 0;
}

std::int64_t Continuity::contacts(std::uint32_t customer) const {
  std::uint32_t place = customer < place_of_.size() ? place_of_[customer] : 0;
  return place == 0 ? 0 : customers[place - 1].contacts;
}

}  // namespace flatcrm::report
