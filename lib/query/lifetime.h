// What customers are still worth: the model of how often they order with that of what an order is worth.
//
//   std::vector<Buyer> buyers = {{.seen = {.repeats = 2, .last = 213, .age = 272}, .mean = 22.35}, ...};
//   LifetimeModel model = fit_lifetime(buyers, threads);
//   std::vector<Estimate> worth = estimate(model, buyers, 365, threads);
//   worth[0].alive     worth[0].orders     worth[0].mean     worth[0].value     // orders times mean
//
// Shape   mean: of the repeat orders, as the papers have it; 0 and less, and who has no repeat order, take no part in the spend model.
// Units   means and values in one currency; days. All of it estimates: doubles, and no book money.
// Errors  none: `usable` and `has_spend` say whether there is a model at all, `settled` whether its parameters are a true maximum.
// Source  Fader, Hardie and Lee, RFM and CLV, Journal of Marketing Research 42 (2005), with BG/NBD in place of Pareto/NBD.
#pragma once

#include <span>
#include <vector>

#include "query/bg_nbd.h"
#include "query/gamma_gamma.h"

namespace flatcrm::query {

struct Buyer {
  BuyingGroup seen{};  // of one customer
  double mean = 0;
};

struct LifetimeModel {
  BgNbdFit orders{};
  GammaGammaFit spend{};
  std::int64_t customers = 0, repeaters = 0, spenders = 0;
  double correlation =
      0;  // of repeats and mean over the spenders, which the spend model takes for none; NaN for fewer than 3
  bool usable = false;     // somebody came back
  bool has_spend = false;  // and at least two spent
};

struct Estimate {
  double alive = 0, orders = 0;
  double mean = 0, value = 0;  // NaN without a spend model, or where it has no mean
};

LifetimeModel fit_lifetime(std::span<const Buyer> buyers, int threads);
/// Of each buyer. Requires: model.usable.
std::vector<Estimate> estimate(const LifetimeModel& model, std::span<const Buyer> buyers, std::int32_t days,
                               int threads);

}  // namespace flatcrm::query
