// Who buys one thing and not another that its like do buy.
//
//   WhiteSpace space(values, brands);        // values[customer * brands + brand], net
//   space.pairs()[0]                         // who buys `with` of whom so many buy `without`, the dearest chance first
//   space.prospects(10)                      // the customers behind it
//
// Shape   a customer buys a brand where the value is above 0. A pair counts where at least two customers buy both, and buyers of the one
//         buy the other more often than customers do on average (lift above 1). For each brand that a customer lacks, the pair with the
//         highest confidence is the reason.
// Units   values in mantissas; sums and comparisons are exact.
// Source  confidence and lift: Agrawal, Imielinski and Swami, Mining Association Rules (1993); Brin et al., Dynamic Itemset Counting (1997).
#pragma once

#include <cstdint>
#include <vector>

#include "core/decimal.h"

namespace flatcrm::report {

struct BrandPair {
  std::uint32_t with = 0, without = 0;
  std::int64_t buyers = 0;  // of `with`
  std::int64_t both = 0;    // of them who buy `without` too
  std::int64_t others = 0;  // who buy `without` at all
  core::Int128 value = 0;   // of `without`, of those who buy both
  std::int64_t lacking() const { return buyers - both; }
};

struct Prospect {
  std::uint32_t customer = 0;
  BrandPair because{};
};

class WhiteSpace {
 public:
  /// Requires: values.size() is a multiple of brands.
  WhiteSpace(const std::vector<std::int64_t>& values, std::size_t brands);

  std::int64_t customers() const { return customers_; }  // who buy anything
  /// The most to be had from those who lack it first.
  const std::vector<BrandPair>& pairs() const { return pairs_; }
  /// The most to be had from one customer first, then by what the customer buys already; all of them for a limit of 0.
  std::vector<Prospect> prospects(std::size_t limit) const;
  std::int64_t prospect_count() const { return prospect_count_; }

 private:
  bool buys(std::size_t customer, std::size_t brand) const { return values_[customer * brands_ + brand] > 0; }
  std::size_t customer_rows() const { return brands_ == 0 ? 0 : values_.size() / brands_; }
  std::vector<BrandPair> count_pairs();
  void keep_telling(std::vector<BrandPair> all);
  const BrandPair* reason(std::size_t customer, std::size_t brand) const;

  const std::vector<std::int64_t>& values_;
  std::size_t brands_;
  std::int64_t customers_ = 0, prospect_count_ = 0;
  std::vector<BrandPair> pairs_;
  std::vector<std::vector<BrandPair>> reasons_;  // of each brand, by confidence
};

}  // namespace flatcrm::report
