#include "query/bg_nbd.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "io/threads.h"
#include "query/counting_sort.h"
#include "query/newton.h"

namespace flatcrm::query {

namespace {

enum Parameter : std::size_t { r_at, alpha_at, a_at, b_at };
using Sums = Derivatives<4>;

void set(Sums& sums, std::size_t i, std::size_t j, double value) {
  sums.hessian[i][j] += value;
  if (i != j) sums.hessian[j][i] += value;
}

/// sum of ln(p + k), 1/(p + k) and 1/(p + k)^2 over k < x: a gamma function's ratio with its derivatives.
struct Rising {
  double logarithm = 0, first = 0, second = 0;
  void add(double value, double weight) {
    double inverse = 1 / value;
    logarithm += weight * std::log(value);
    first += weight * inverse;
    second += weight * inverse * inverse;
  }
};

/// ln(alpha + weeks) and 1/(alpha + weeks) of every number of days.
struct DayTable {
  std::vector<double> logarithm, inverse;
  DayTable(double alpha, std::int32_t days) {
    for (std::int32_t day = 0; day <= days; ++day) {
      double value = alpha + day / days_a_week;
      logarithm.push_back(std::log(value));
      inverse.push_back(1 / value);
    }
  }
};

/// What does not depend on when the orders were: the factors A1 and A2 but for the times.
Sums sums_of_repeats(const BgNbd& model, const std::vector<double>& customers_with) {
  // Customers with at least k + 1 repeats have the factor of k.
  Rising r, b, both;
  double customers = 0;
  for (double count : customers_with) customers += count;
  double more = customers;
  for (std::size_t k = 0; k + 1 < customers_with.size(); ++k) {
    more -= customers_with[k];
    auto step = static_cast<double>(k);
    r.add(model.r + step, more);
    b.add(model.b + step, more);
    both.add(model.a + model.b + step, more);
  }
  Sums sums;
  double log_alpha = std::log(model.alpha);
  sums.value = r.logarithm + b.logarithm - both.logarithm + customers * model.r * log_alpha;
  sums.gradient = {r.first + customers * log_alpha, customers * model.r / model.alpha, -both.first,
                   b.first - both.first};
  set(sums, r_at, r_at, -r.second);
  set(sums, r_at, alpha_at, customers / model.alpha);
  set(sums, alpha_at, alpha_at, -customers * model.r / (model.alpha * model.alpha));
  set(sums, a_at, a_at, both.second);
  set(sums, a_at, b_at, both.second);
  set(sums, b_at, b_at, both.second - b.second);
  return sums;
}

/// Adds ln(A3 + A4) of a group.
void add_times(Sums& sums, const BgNbd& model, const DayTable& days, const BuyingGroup& group) {
  auto n = static_cast<double>(group.customers);
  auto age = static_cast<std::size_t>(group.age), last = static_cast<std::size_t>(group.last);
  double s = model.r + group.repeats, log_age = days.logarithm[age], inverse_age = days.inverse[age];
  sums.value -= n * s * log_age;
  sums.gradient[r_at] -= n * log_age;
  sums.gradient[alpha_at] -= n * s * inverse_age;
  sums.hessian[r_at][alpha_at] -= n * inverse_age;
  sums.hessian[alpha_at][alpha_at] += n * s * inverse_age * inverse_age;
  if (group.repeats == 0) return;
  // u is the logarithm of the odds that the customer left after the last order.
  double inverse_last = days.inverse[last], inverse_b = 1 / (model.b + group.repeats - 1);
  double between = log_age - days.logarithm[last], inverses = inverse_age - inverse_last;
  double odds = model.a * inverse_b * std::exp(s * between);
  double gone = std::isinf(odds) ? 1 : odds / (1 + odds);
  sums.value += n * (std::isinf(odds) ? std::log(model.a * inverse_b) + s * between : std::log1p(odds));
  double u_r = between, u_alpha = s * inverses, u_a = 1 / model.a, u_b = -inverse_b;
  double first = n * gone, second = first * (1 - gone);
  sums.gradient[r_at] += first * u_r;
  sums.gradient[alpha_at] += first * u_alpha;
  sums.gradient[a_at] += first * u_a;
  sums.gradient[b_at] += first * u_b;
  auto& h = sums.hessian;
  h[r_at][r_at] += second * u_r * u_r;
  h[r_at][alpha_at] += second * u_r * u_alpha + first * inverses;
  h[r_at][a_at] += second * u_r * u_a;
  h[r_at][b_at] += second * u_r * u_b;
  h[alpha_at][alpha_at] +=
      second * u_alpha * u_alpha - first * s * (inverse_age * inverse_age - inverse_last * inverse_last);
  h[alpha_at][a_at] += second * u_alpha * u_a;
  h[alpha_at][b_at] += second * u_alpha * u_b;
  h[a_at][a_at] += second * u_a * u_a - first * u_a * u_a;
  h[a_at][b_at] += second * u_a * u_b;
  h[b_at][b_at] += second * u_b * u_b + first * inverse_b * inverse_b;
}

class Likelihood {
 public:
  Likelihood(std::span<const BuyingGroup> groups, int threads) : groups_(groups), threads_(threads) {
    for (const BuyingGroup& group : groups) {
      last_day_ = std::max({last_day_, group.age, group.last});
      auto repeats = static_cast<std::size_t>(group.repeats);
      if (customers_with_.size() <= repeats) customers_with_.resize(repeats + 1);
      customers_with_[repeats] += static_cast<double>(group.customers);
    }
  }

  Sums operator()(const std::array<double, 4>& at) const {
    BgNbd model{at[r_at], at[alpha_at], at[a_at], at[b_at]};
    DayTable days(model.alpha, last_day_);
    constexpr std::size_t piece_size = 4096;
    std::vector<Sums> pieces((groups_.size() + piece_size - 1) / piece_size);
    io::parallel_for(pieces.size(), threads_, [&](std::size_t piece) {
      std::size_t end = std::min((piece + 1) * piece_size, groups_.size());
      Sums sums;
      for (std::size_t i = piece * piece_size; i < end; ++i) add_times(sums, model, days, groups_[i]);
      pieces[piece] = sums;
    });
    Sums all;
    for (const Sums& piece : pieces) all += piece;
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t j = 0; j < i; ++j) all.hessian[i][j] = all.hessian[j][i];
    all += sums_of_repeats(model, customers_with_);
    return all;
  }

 private:
  std::span<const BuyingGroup> groups_;
  int threads_;
  std::int32_t last_day_ = 0;
  std::vector<double> customers_with_;  // each number of repeats
};

}  // namespace

std::vector<BuyingGroup> grouped(std::vector<BuyingGroup> customers) {
  counting_sort(customers, [](const BuyingGroup& one) { return one.age; });
  counting_sort(customers, [](const BuyingGroup& one) { return one.last; });
  counting_sort(customers, [](const BuyingGroup& one) { return one.repeats; });
  auto same = [](const BuyingGroup& one, const BuyingGroup& other) {
    return one.repeats == other.repeats && one.last == other.last && one.age == other.age;
  };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < customers.size(); ++i) {
    if (kept > 0 && same(customers[kept - 1], customers[i]))
      customers[kept - 1].customers += customers[i].customers;
    else
      customers[kept++] = customers[i];
  }
  customers.resize(kept);
  return customers;
}

BgNbdFit fit_bg_nbd(std::span<const BuyingGroup> groups, int threads) {
  double customers = 0, repeats = 0, weeks = 0;
  for (const BuyingGroup& group : groups) {
    auto n = static_cast<double>(group.customers);
    customers += n;
    repeats += n * group.repeats;
    weeks += n * group.age / days_a_week;
  }
  BgNbdFit fit;
  if (repeats == 0 || weeks == 0) return fit;
  double mean_weeks = std::clamp(weeks / customers, 0.1, 1e4);
  Maximum<4> top = maximize<4>(Likelihood(groups, threads), {0.5, mean_weeks / 2, 1, 2});
  fit.model = {top.point[r_at], top.point[alpha_at], top.point[a_at], top.point[b_at]};
  fit.log_likelihood = top.value;
  fit.settled = top.converged;
  fit.steps = top.steps;
  return fit;
}

double log_likelihood(const BgNbd& model, std::span<const BuyingGroup> groups, int threads) {
  return Likelihood(groups, threads)({model.r, model.alpha, model.a, model.b}).value;
}

double BgNbd::alive(std::int32_t repeats, std::int32_t last, std::int32_t age) const {
  if (repeats == 0) return 1;  // the model lets nobody go before the first repeat
  double between = std::log((alpha + age / days_a_week) / (alpha + last / days_a_week));
  return 1 / (1 + a / (b + repeats - 1) * std::exp((r + repeats) * between));
}

// Equation 10 of the paper is a hypergeometric series whose terms cancel for large r and at a = 1. Summed another way, all terms are
// positive: of k orders at the customer's rate (a negative binomial number) the first comes for sure, and each one after it where the
// customer has stayed through all before.
double BgNbd::expected_alive(std::int32_t repeats, std::int32_t age, std::int32_t days) const {
  if (days <= 0) return 0;
  constexpr double large = 1e200;
  double seen = alpha + age / days_a_week, weeks = days / days_a_week, z = weeks / (seen + weeks);
  double shape = r + repeats, most_likely = shape * weeks / seen;
  double weight = 1, logarithm = shape * std::log(seen / (seen + weeks));  // of k orders
  double stayed = 1, of_them = 0, sum = 0;
  for (double k = 0;; ++k) {
    double term = weight * of_them;
    sum += term;
    if (k > most_likely && sum > 0 && term <= 1e-14 * (1 - z) * sum) break;
    of_them += stayed;
    stayed *= (b + repeats + k) / (a + b + repeats + k);
    weight *= z * (shape + k) / (k + 1);
    if (weight < large) continue;
    weight /= large;
    sum /= large;
    logarithm += std::log(large);
  }
  return std::exp(logarithm + std::log(sum));
}

double BgNbd::expected(std::int32_t repeats, std::int32_t last, std::int32_t age, std::int32_t days) const {
  return expected_alive(repeats, age, days) * alive(repeats, last, age);
}

double BgNbd::expected_of_new(std::int32_t days) const {
  return expected_alive(0, 0, days);
}

std::vector<double> BgNbd::chances(std::int32_t days, std::size_t size) const {
  double weeks = days / days_a_week, z = weeks / (alpha + weeks);
  std::vector<double> list;
  double bought = std::pow(alpha / (alpha + weeks), r);  // the chance of x orders at the rate alone
  double stayed = 1, left_now = a / (a + b), below = 0, sum = 0;
  for (std::size_t x = 0; x + 1 < size; ++x) {
    auto count = static_cast<double>(x);
    double chance = stayed * bought + (x > 0 ? left_now * (1 - below) : 0);
    list.push_back(chance);
    sum += chance;
    below += bought;
    if (x > 0) left_now *= (b + count - 1) / (a + b + count);
    stayed *= (b + count) / (a + b + count);
    bought *= (r + count) / (count + 1) * z;
  }
  list.push_back(std::max(0.0, 1 - sum));
  return list;
}

}  // namespace flatcrm::query
