#include "report/continuity.h"

#include <algorithm>

namespace flatcrm::report {

namespace {

constexpr int digits = 8;  // of one customer's share, of which the mean is taken

std::uint64_t key_of(std::uint32_t customer, std::uint32_t staff) {
  return (std::uint64_t{customer} << 32) | staff;
}

std::vector<std::uint64_t> keys_of(const model::Table& interactions, const Period& window) {
  const model::Codes &customers = interactions.codes("customer"), &staff = interactions.codes("staff"),
                     &kinds = interactions.codes("kind");
  const std::vector<core::Date>& days = interactions.dates("date").days;
  std::uint32_t survey = kinds.dictionary.find("survey");
  std::vector<std::uint64_t> keys;
  for (std::size_t row = 0; row < interactions.rows(); ++row) {
    bool counts = customers.codes[row] != 0 && staff.codes[row] != 0 && window.holds(days[row]) &&
                  (survey == 0 || kinds.codes[row] != survey);
    if (counts) keys.push_back(key_of(customers.codes[row], staff.codes[row]));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
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
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t end = i;
    while (end < keys.size() && keys[end] == keys[i]) ++end;
    auto count = static_cast<std::int64_t>(end - i);
    runs_.push_back({keys[i], count});
    auto customer = static_cast<std::uint32_t>(keys[i] >> 32), staff = static_cast<std::uint32_t>(keys[i]);
    if (customers.empty() || customers.back().customer != customer) {
      customers.emplace_back();
      customers.back().customer = customer;
    }
    CustomerContacts& of = customers.back();
    of.contacts += count;
    of.squares += core::Int128{count} * count;
    ++of.people;
    if (count > of.with_main) {
      of.with_main = count;
      of.main_staff = staff;
    }
    i = end;
  }
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
  std::uint64_t key = key_of(customer, staff);
  auto found = std::lower_bound(runs_.begin(), runs_.end(), key,
                                [](const Run& run, std::uint64_t wanted) { return run.key < wanted; });
  return found == runs_.end() || found->key != key ? 0 : found->count;
}

std::int64_t Continuity::contacts(std::uint32_t customer) const {
  auto found =
      std::lower_bound(customers.begin(), customers.end(), customer,
                       [](const CustomerContacts& of, std::uint32_t wanted) { return of.customer < wanted; });
  return found == customers.end() || found->customer != customer ? 0 : found->contacts;
}

}  // namespace flatcrm::report
