// How often customers will buy who may leave after any purchase without telling: the BG/NBD model.
//
//   std::vector<BuyingGroup> groups = {{.repeats = 2, .last = 213, .age = 272, .customers = 1}, ...};
//   BgNbdFit fit = fit_bg_nbd(groups, threads);          // the 1/10 sample of CDNOW, 39 weeks:
//   fit.model                                            // r 0.243, alpha 4.414, a 0.793, b 2.426
//   fit.log_likelihood                                   // -9582.4
//   fit.model.alive(2, 213, 272)                         // the chance that such a customer still buys
//   fit.model.expected(2, 213, 272, 273)                 // orders to expect of it in the next 273 days
//
// Shape   customers are born with their first order; `repeats` are the days with an order after that one, `last` the days
//         from the first to the last order (0 without repeats), `age` those from the first to the end of observation.
// Units   alpha and the likelihood are in weeks, whatever the days that they are made from. A model estimates: its numbers
//         are doubles, and no book money.
// Errors  none: a fit that can't settle (nobody came back, or everybody the same way) has `settled` false.
// Threads the sum over customers is made in fixed pieces, so that the result does not depend on their number.
// Source  Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science 24 (2005), equations 6 to 10.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace flatcrm::query {

/// Customers who have bought the same way.
struct BuyingGroup {
  std::int32_t repeats = 0, last = 0, age = 0;
  std::int64_t customers = 1;
  auto operator<=>(const BuyingGroup&) const = default;
};

struct BgNbd {
  double r = 1, alpha = 1, a = 1, b = 1;

  /// Of a customer seen so: still there, and not gone since the last order.
  double alive(std::int32_t repeats, std::int32_t last, std::int32_t age) const;
  /// Orders in the next days of a customer seen so.
  double expected(std::int32_t repeats, std::int32_t last, std::int32_t age, std::int32_t days) const;
  /// What expected() would be of a customer known to be alive: it depends on two of three.
  double expected_alive(std::int32_t repeats, std::int32_t age, std::int32_t days) const;
  /// Repeat orders of a new customer within days of the first one.
  double expected_of_new(std::int32_t days) const;
  /// The chances that a new customer has 0, 1, ... repeat orders within days; the last one is of all that are more.
  std::vector<double> chances(std::int32_t days, std::size_t size) const;
};

struct BgNbdFit {
  BgNbd model{};
  double log_likelihood = 0;
  bool settled = false;
  int steps = 0;
};

inline constexpr double days_a_week = 7;

/// Merges equal groups; they are in order then.
std::vector<BuyingGroup> grouped(std::vector<BuyingGroup> customers);
/// Of groups in any order; those of one kind may stand in several, which only takes time.
BgNbdFit fit_bg_nbd(std::span<const BuyingGroup> groups, int threads);
/// The logarithm of the likelihood, in weeks.
double log_likelihood(const BgNbd& model, std::span<const BuyingGroup> groups, int threads);

}  // namespace flatcrm::query
