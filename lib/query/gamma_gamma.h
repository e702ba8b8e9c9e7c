// What a customer's orders are worth on average, whatever the few that were seen: the Gamma-Gamma model of spend.
//
//   GammaGammaFit fit = fit_gamma_gamma({{.orders = 2, .mean = 22.35}, ...}, threads);
//   fit.model                                  // p 6.25, q 3.74, gamma 15.44 for the repeat orders of CDNOW
//   fit.model.expected(2, 22.35)               // 24.66: drawn towards the mean of all
//   fit.model.mean()                           // of a customer who was not seen to repeat; NaN where q <= 1
//
// Shape   customers with at least one order and a mean above 0; others have no place in the likelihood.
// Units   gamma in those of the mean. A model estimates: its numbers are doubles, and no book money.
// Errors  none: a fit that can't settle (fewer than two customers, all of one mean) has `settled` false.
// Threads as fit_bg_nbd.
// Source  Fader, Hardie and Lee, RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, Journal of Marketing Research
//         42 (2005), appendix; Fader and Hardie, The Gamma-Gamma Model of Monetary Value (2013), equations 1a and 5.
#pragma once

#include <cstdint>
#include <span>

namespace flatcrm::query {

struct Spend {
  std::int32_t orders = 0;
  double mean = 0;
};

struct GammaGamma {
  double p = 1, q = 1, gamma = 1;

  /// The mean of a customer's orders to come; NaN where the model has none (p orders + q <= 1).
  double expected(std::int32_t orders, double seen_mean) const;
  double mean() const { return expected(0, 0); }
};

struct GammaGammaFit {
  GammaGamma model{};
  double log_likelihood = 0;
  bool settled = false;
  int steps = 0;
};

GammaGammaFit fit_gamma_gamma(std::span<const Spend> customers, int threads);

}  // namespace flatcrm::query
