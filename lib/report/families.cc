#include "report/families.h"

#include <algorithm>
#include <numeric>

namespace flatcrm::report {

namespace {

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t one) {
  while (parent[one] != one) {
    parent[one] = parent[parent[one]];
    one = parent[one];
  }
  return one;
}

}  // namespace

Households::Households(const Pairs& links, std::size_t customers) {
  std::vector<std::uint32_t> parent(customers);
  std::iota(parent.begin(), parent.end(), 0U);
  for (const auto& [one, other] : links) {
    std::uint32_t left = root_of(parent, one), right = root_of(parent, other);
    parent[std::max(left, right)] = std::min(left, right);
  }
  std::vector<std::uint32_t> in;
  for (const auto& [one, other] : links) in.insert(in.end(), {one, other});
  std::sort(in.begin(), in.end());
  in.erase(std::unique(in.begin(), in.end()), in.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_root;
  for (std::uint32_t one : in) by_root.emplace_back(root_of(parent, one), one);
  std::sort(by_root.begin(), by_root.end());
  for (std::size_t i = 0; i < by_root.size(); ++i) {
    if (i == 0 || by_root[i].first != by_root[i - 1].first) all_.emplace_back();
    all_.back().push_back(by_root[i].second);
  }
}

Referrals::Referrals(const Pairs& links, std::size_t customers) : begins_(customers + 1) {
  Pairs sorted;
  for (const auto& [one, other] : links)
    if (one != other) sorted.emplace_back(one, other);
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (const auto& [one, other] : sorted) {
    ++begins_[one + 1];
    to_.push_back(other);
  }
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
}

std::vector<std::uint32_t> Referrals::referrers() const {
  std::vector<std::uint32_t> list;
  for (std::uint32_t one = 0; one + 1 < begins_.size(); ++one)
    if (begins_[one + 1] > begins_[one]) list.push_back(one);
  return list;
}

std::vector<std::uint32_t> Referrals::directly(std::uint32_t customer) const {
  auto at = [&](std::size_t i) { return to_.begin() + static_cast<std::ptrdiff_t>(begins_[i]); };
  return {at(customer), at(customer + std::size_t{1})};
}

std::vector<std::uint32_t> Referrals::brought(std::uint32_t customer) const {
  std::vector<std::uint32_t> list = directly(customer), open = list;
  while (!open.empty()) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t one : open)
      for (std::uint32_t other : directly(one)) found.push_back(other);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    open.clear();
    for (std::uint32_t one : found)
      if (one != customer && !std::binary_search(list.begin(), list.end(), one)) open.push_back(one);
    list.insert(list.end(), open.begin(), open.end());
    std::sort(list.begin(), list.end());
  }
  return list;
}

std::int64_t Referrals::referred() const {
  std::vector<std::uint32_t> list = to_;
  std::sort(list.begin(), list.end());
  return std::unique(list.begin(), list.end()) - list.begin();
}

}  // namespace flatcrm::report
