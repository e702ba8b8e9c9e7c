// Customers who belong together: households, and trees of who brought whom.
//
//   Households({{3, 7}, {9, 7}}, 20).all() == {{3, 7, 9}}        // links, and how many customers there are
//
//   Referrals referrals({{3, 7}, {7, 9}}, 20);                    // who brought whom
//   referrals.directly(3) == {7}
//   referrals.brought(3) == {7, 9}                                // by way of others too; nobody twice, and never himself
//
// Shape   a household is all who are linked by any number of steps. In a circle of referrals each is brought by the others.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace flatcrm::report {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

class Households {
 public:
  Households(const Pairs& links, std::size_t customers);
  /// With at least two members; ascending by their first one.
  const std::vector<std::vector<std::uint32_t>>& all() const { return all_; }

 private:
  std::vector<std::vector<std::uint32_t>> all_;
};

class Referrals {
 public:
  Referrals(const Pairs& links, std::size_t customers);
  /// Who brought anybody, ascending.
  std::vector<std::uint32_t> referrers() const;
  std::vector<std::uint32_t> directly(std::uint32_t customer) const;
  std::vector<std::uint32_t> brought(std::uint32_t customer) const;
  std::int64_t referred() const;  // customers who were brought

 private:
  std::vector<std::size_t> begins_;
  std::vector<std::uint32_t> to_;  // by who brought them, ascending and once
};

}  // namespace flatcrm::report
