#include "report/white_space.h"

#include <algorithm>
#include <tuple>

namespace flatcrm::report {

namespace {

using core::Int128;

/// left.value / left.buyers against right's, in whole numbers.
bool is_dearer(const BrandPair& left, const BrandPair& right) {
  Int128 one = left.value * right.buyers, other = right.value * left.buyers;
  return one != other ? one > other
                      : std::tuple(left.with, left.without) < std::tuple(right.with, right.without);
}

/// By what all who lack it may bring: lacking * value / buyers.
bool is_larger(const BrandPair& left, const BrandPair& right) {
  Int128 one = left.value * left.lacking() * right.buyers,
         other = right.value * right.lacking() * left.buyers;
  return one != other ? one > other
                      : std::tuple(left.with, left.without) < std::tuple(right.with, right.without);
}

bool is_likelier(const BrandPair& left, const BrandPair& right) {
  Int128 one = Int128{left.both} * right.buyers, other = Int128{right.both} * left.buyers;
  return one != other ? one > other : left.with < right.with;
}

}  // namespace

WhiteSpace::WhiteSpace(const std::vector<std::int64_t>& values, std::size_t brands)
    : values_(values), brands_(brands), reasons_(brands) {
  std::vector<BrandPair> all(brands * brands);
  std::vector<std::int64_t> buyers(brands);
  std::vector<std::size_t> bought;
  std::size_t size = brands == 0 ? 0 : values.size() / brands;
  for (std::size_t customer = 0; customer < size; ++customer) {
    bought.clear();
    for (std::size_t brand = 0; brand < brands; ++brand)
      if (buys(customer, brand)) bought.push_back(brand);
    customers_ += bought.empty() ? 0 : 1;
    for (std::size_t with : bought) {
      ++buyers[with];
      for (std::size_t without : bought) {
        BrandPair& pair = all[with * brands + without];
        ++pair.both;
        pair.value += values[customer * brands + without];
      }
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    BrandPair& pair = all[i];
    pair.with = static_cast<std::uint32_t>(i / brands);
    pair.without = static_cast<std::uint32_t>(i % brands);
    pair.buyers = buyers[pair.with];
    pair.others = buyers[pair.without];
    bool lifts = Int128{pair.both} * customers_ > Int128{pair.buyers} * pair.others;
    if (pair.with == pair.without || pair.both < 2 || !lifts) continue;
    reasons_[pair.without].push_back(pair);
    if (pair.lacking() > 0) pairs_.push_back(pair);
  }
  std::sort(pairs_.begin(), pairs_.end(), is_larger);
  for (auto& list : reasons_) std::sort(list.begin(), list.end(), is_likelier);
  for (std::size_t customer = 0; customer < size; ++customer)
    for (std::size_t brand = 0; brand < brands; ++brand)
      prospect_count_ += reason(customer, brand) == nullptr ? 0 : 1;
}

const BrandPair* WhiteSpace::reason(std::size_t customer, std::size_t brand) const {
  if (reasons_[brand].empty() || buys(customer, brand)) return nullptr;
  for (const BrandPair& pair : reasons_[brand])
    if (buys(customer, pair.with)) return &pair;
  return nullptr;
}

std::vector<Prospect> WhiteSpace::prospects(std::size_t limit) const {
  std::vector<BrandPair> order = pairs_;
  std::sort(order.begin(), order.end(), is_dearer);
  std::vector<Prospect> list;
  std::size_t size = brands_ == 0 ? 0 : values_.size() / brands_;
  for (const BrandPair& pair : order) {
    std::size_t begin = list.size();
    for (std::size_t customer = 0; customer < size; ++customer) {
      const BrandPair* because = buys(customer, pair.with) ? reason(customer, pair.without) : nullptr;
      if (because != nullptr && because->with == pair.with)
        list.push_back({static_cast<std::uint32_t>(customer), pair});
    }
    std::stable_sort(list.begin() + static_cast<std::ptrdiff_t>(begin), list.end(),
                     [&](const Prospect& left, const Prospect& right) {
                       return values_[left.customer * brands_ + pair.with] >
                              values_[right.customer * brands_ + pair.with];
                     });
    if (limit != 0 && list.size() >= limit) {
      list.resize(limit);
      break;
    }
  }
  return list;
}

}  // namespace flatcrm::report
