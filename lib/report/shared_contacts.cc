#include "report/shared_contacts.h"

#include <algorithm>

#include "model/dictionary.h"

namespace flatcrm::report {

namespace {

constexpr std::size_t most_of_family = 32;

using Pair = std::pair<std::uint32_t, std::uint32_t>;

Pair ordered(std::uint32_t one, std::uint32_t other) {
  return {std::min(one, other), std::max(one, other)};
}

}  // namespace

SharedContacts::SharedContacts(const std::vector<Contact>& contacts, Pairs known) {
  for (Pair& pair : known) pair = ordered(pair.first, pair.second);
  std::sort(known.begin(), known.end());
  model::Dictionary values;
  std::vector<Pair> holders;  // value, row
  for (const Contact& contact : contacts)
    if (!contact.value.empty()) holders.emplace_back(values.code(contact.value), contact.row);
  std::sort(holders.begin(), holders.end());
  holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
  for (std::size_t begin = 0, end = 0; begin < holders.size(); begin = end) {
    while (end < holders.size() && holders[end].first == holders[begin].first) ++end;
    bool crowd = end - begin > most_of_family;
    for (std::size_t i = begin; i < end && end - begin > 1; ++i) {
      auto is_stranger = [&](const Pair& other) {
        return other.second != holders[i].second &&
               !std::binary_search(known.begin(), known.end(), ordered(holders[i].second, other.second));
      };
      if (crowd || std::any_of(holders.begin() + static_cast<std::ptrdiff_t>(begin),
                               holders.begin() + static_cast<std::ptrdiff_t>(end), is_stranger))
        rows.push_back(holders[i].second);
    }
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

}  // namespace flatcrm::report
