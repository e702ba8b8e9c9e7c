#include "query/gamma_gamma.h"

#include <algorithm>
#include <array>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "io/threads.h"
#include "query/newton.h"

namespace flatcrm::query {

namespace {

namespace math = boost::math;
using Plain = math::policies::policy<math::policies::promote_double<false>,
                                     math::policies::overflow_error<math::policies::ignore_error>>;

enum Parameter : std::size_t { p_at, q_at, gamma_at };
using Sums = Derivatives<3>;

/// What the customers of one number of orders have in common.
struct Likelihood {
  struct Class {
    double orders = 0, customers = 0, log_means = 0;
  };
  std::vector<Class> classes;
  std::vector<double> orders, totals;  // a customer each
  int threads = 1;

  Likelihood(std::span<const Spend> customers, int thread_count) : threads(thread_count) {
    std::vector<Class> by_orders;
    for (const Spend& one : customers) {
      auto at = static_cast<std::size_t>(one.orders);
      if (by_orders.size() <= at) by_orders.resize(at + 1);
      Class& its = by_orders[at];
      its.orders = one.orders;
      its.customers += 1;
      its.log_means += std::log(one.mean);
      orders.push_back(one.orders);
      totals.push_back(one.orders * one.mean);
    }
    for (const Class& its : by_orders)
      if (its.customers > 0) classes.push_back(its);
  }

  Sums operator()(const std::array<double, 3>& at) const;
  Sums of_class(const Class& its, double p, double q, double gamma) const;
  Sums of_customers(std::size_t begin, std::size_t end, double p, double q, double gamma) const;
};

Sums Likelihood::of_class(const Class& its, double p, double q, double gamma) const {
  Plain policy;
  double x = its.orders, n = its.customers, shape = p * x, both = shape + q, log_gamma = std::log(gamma);
  double first_both = math::digamma(both, policy), second_both = math::trigamma(both, policy);
  Sums sums;
  sums.value = n * (math::lgamma(both, policy) - math::lgamma(shape, policy) - math::lgamma(q, policy) +
                    q * log_gamma + shape * std::log(x)) +
               (shape - 1) * its.log_means;
  sums.gradient = {n * x * (first_both - math::digamma(shape, policy) + std::log(x)) + x * its.log_means,
                   n * (first_both - math::digamma(q, policy) + log_gamma), n * q / gamma};
  auto& h = sums.hessian;
  h[p_at][p_at] = n * x * x * (second_both - math::trigamma(shape, policy));
  h[p_at][q_at] = n * x * second_both;
  h[q_at][q_at] = n * (second_both - math::trigamma(q, policy));
  h[q_at][gamma_at] = n / gamma;
  h[gamma_at][gamma_at] = -n * q / (gamma * gamma);
  return sums;
}

/// - (p x + q) ln(gamma + total) of each.
Sums Likelihood::of_customers(std::size_t begin, std::size_t end, double p, double q, double gamma) const {
  Sums sums;
  auto& h = sums.hessian;
  for (std::size_t i = begin; i < end; ++i) {
    double x = orders[i], sum = gamma + totals[i], logarithm = std::log(sum), inverse = 1 / sum;
    double both = p * x + q;
    sums.value -= both * logarithm;
    sums.gradient[p_at] -= x * logarithm;
    sums.gradient[q_at] -= logarithm;
    sums.gradient[gamma_at] -= both * inverse;
    h[p_at][gamma_at] -= x * inverse;
    h[q_at][gamma_at] -= inverse;
    h[gamma_at][gamma_at] += both * inverse * inverse;
  }
  return sums;
}

Sums Likelihood::operator()(const std::array<double, 3>& at) const {
  auto [p, q, gamma] = at;
  constexpr std::size_t piece_size = 8192;
  std::vector<Sums> pieces((orders.size() + piece_size - 1) / piece_size);
  io::parallel_for(pieces.size(), threads, [&, p = p, q = q, gamma = gamma](std::size_t piece) {
    std::size_t begin = piece * piece_size;
    pieces[piece] = of_customers(begin, std::min(begin + piece_size, orders.size()), p, q, gamma);
  });
  Sums all;
  for (const Sums& piece : pieces) all += piece;
  for (const Class& its : classes) all += of_class(its, p, q, gamma);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < i; ++j) all.hessian[i][j] = all.hessian[j][i];
  return all;
}

}  // namespace

double GammaGamma::expected(std::int32_t orders, double seen_mean) const {
  double below = p * orders + q - 1;
  if (below <= 0) return std::numeric_limits<double>::quiet_NaN();
  return p * (gamma + orders * seen_mean) / below;
}

GammaGammaFit fit_gamma_gamma(std::span<const Spend> customers, int threads) {
  GammaGammaFit fit;
  if (customers.size() < 2) return fit;
  double sum = 0;
  for (const Spend& one : customers) sum += one.mean;
  double mean = sum / static_cast<double>(customers.size());
  // The unit of money must not matter: the fit is made in means.
  std::vector<Spend> scaled(customers.begin(), customers.end());
  double logarithms = 0;
  for (Spend& one : scaled) {
    one.mean /= mean;
    logarithms += std::log(mean);
  }
  Maximum<3> top = maximize<3>(Likelihood(scaled, threads), {2, 3, 1});
  fit.model = {top.point[p_at], top.point[q_at], top.point[gamma_at] * mean};
  fit.log_likelihood = top.value - logarithms;
  fit.settled = top.converged;
  fit.steps = top.steps;
  return fit;
}

}  // namespace flatcrm::query
