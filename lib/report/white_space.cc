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
  keep_telling(count_pairs());
  for (std::size_t customer = 0; customer < customer_rows(); ++customer)
    for (std::size_t brand = 0; brand < brands; ++brand)
      prospect_count_ += reason(customer, brand) == nullptr ? 0 : 1;
}

/// Each brand with each other one, itself included: who buys both, and for how much.
std::vector<BrandPair> WhiteSpace::count_pairs() {
  std::vector<BrandPair> all(brands_ * brands_);
  std::vector<std::size_t> bought;
  for (std::size_t customer = 0; customer < customer_rows(); ++customer) {
    bought.clear();
    for (std::size_t brand = 0; brand < brands_; ++brand)
      if (buys(customer, brand)) bought.push_back(brand);
    customers_ += bought.empty() ? 0 : 1;
    for (std::size_t with : bought)
      for (std::size_t without : bought) {
        BrandPair& pair = all[with * brands_ + without];
        ++pair.both;
        pair.value += values_[customer * brands_ + without];
      }
  }
  return all;
}

/// Those whose brands go together more often than by chance.
void WhiteSpace::keep_telling(std::vector<BrandPair> all) {
  auto buyers_of = [&](std::size_t brand) { return all[brand * brands_ + brand].both; };
  for (std::size_t i = 0; i < all.size(); ++i) {
    BrandPair& pair = all[i];
    pair.with = static_cast<std::uint32_t>(i / brands_);
    pair.without = static_cast<std::uint32_t>(i % brands_);
    pair.buyers = buyers_of(pair.with);
    pair.others = buyers_of(pair.without);
    bool lifts = Int128{pair.both} * customers_ > Int128{pair.buyers} * pair.others;
    if (pair.with == pair.without || pair.both < 2 || !lifts) continue;
    reasons_[pair.without].push_back(pair);
    if (pair.lacking() > 0) pairs_.push_back(pair);
  }
  std::sort(pairs_.begin(), pairs_.end(), is_larger);
  for (auto& list : reasons_) std::sort(list.begin(), list.end(), is_likelier);
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
  for (const BrandPair& pair : order) {
    std::size_t begin = list.size();
    for (std::size_t customer = 0; customer < customer_rows(); ++customer) {
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
