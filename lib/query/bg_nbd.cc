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

/// A sum of logarithms as the logarithm of a product, taken only when that grows large: a multiplication costs a tenth of a logarithm.
class LogSum {
 public:
  /// Requires: factor >= 1.
  void multiply(double factor) {
    constexpr double large = 1e100;
    if (factor > large) {
      logarithm_ += std::log(factor);
      return;
    }
    product_ *= factor;
    if (product_ <= large) return;
    logarithm_ += std::log(product_);
    product_ = 1;
  }
  double total() const { return logarithm_ + std::log(product_); }

 private:
  double product_ = 1, logarithm_ = 0;
};

/// ln(A3 + A4) of groups with one number of repeats: what depends on that alone is multiplied once for all of them.
class TimesOfRepeats {
 public:
  TimesOfRepeats(const BgNbd& model, const DayTable& days, std::int32_t repeats)
      : model_(model),
        days_(days),
        repeats_(repeats),
        s_(model.r + repeats),
        inverse_b_(1 / (model.b + repeats - 1)) {}

  std::int32_t repeats() const { return repeats_; }

  void add(const BuyingGroup& group) {
    auto n = static_cast<double>(group.customers);
    auto age = static_cast<std::size_t>(group.age);
    double log_age = days_.logarithm[age], inverse_age = days_.inverse[age];
    log_ages_ += n * log_age;
    inverse_ages_ += n * inverse_age;
    inverse_ages_squared_ += n * inverse_age * inverse_age;
    if (repeats_ > 0) add_odds(group, n, log_age, inverse_age);
  }

  void finish(Sums& sums) const {
    sums.value += value_ + stays_.total() - s_ * log_ages_;
    sums.gradient[r_at] -= log_ages_;
    sums.gradient[alpha_at] -= s_ * inverse_ages_;
    set(sums, r_at, alpha_at, -inverse_ages_);
    set(sums, alpha_at, alpha_at, s_ * inverse_ages_squared_);
    if (repeats_ == 0) return;
    // u, the logarithm of the odds, has these derivatives by a and b; those by r and alpha are in the sums.
    double u_a = 1 / model_.a, u_b = -inverse_b_;
    sums.gradient[r_at] += first_r_;
    sums.gradient[alpha_at] += s_ * first_inverses_;
    sums.gradient[a_at] += first_ * u_a;
    sums.gradient[b_at] += first_ * u_b;
    set(sums, r_at, r_at, second_rr_);
    set(sums, r_at, alpha_at, s_ * second_r_inverses_ + first_inverses_);
    set(sums, r_at, a_at, second_r_ * u_a);
    set(sums, r_at, b_at, second_r_ * u_b);
    set(sums, alpha_at, alpha_at, s_ * s_ * second_inverses_squared_ - s_ * first_squares_);
    set(sums, alpha_at, a_at, s_ * second_inverses_ * u_a);
    set(sums, alpha_at, b_at, s_ * second_inverses_ * u_b);
    set(sums, a_at, a_at, (second_ - first_) * u_a * u_a);
    set(sums, a_at, b_at, second_ * u_a * u_b);
    set(sums, b_at, b_at, (second_ + first_) * u_b * u_b);
  }

 private:
  /// The odds that a customer left after the last order.
  void add_odds(const BuyingGroup& group, double n, double log_age, double inverse_age) {
    auto last = static_cast<std::size_t>(group.last);
    double inverse_last = days_.inverse[last];
    double between = log_age - days_.logarithm[last], inverses = inverse_age - inverse_last;
    double odds = model_.a * inverse_b_ * std::exp(s_ * between);
    double gone = std::isinf(odds) ? 1 : odds / (1 + odds);
    if (std::isinf(odds))
      value_ += n * (std::log(model_.a * inverse_b_) + s_ * between);
    else if (group.customers == 1)
      stays_.multiply(1 + odds);
    else
      value_ += n * std::log1p(odds);
    double first = n * gone, second = first * (1 - gone);
    first_ += first;
    first_r_ += first * between;
    first_inverses_ += first * inverses;
    first_squares_ += first * inverses * (inverse_age + inverse_last);
    second_ += second;
    second_r_ += second * between;
    second_inverses_ += second * inverses;
    second_rr_ += second * between * between;
    second_r_inverses_ += second * between * inverses;
    second_inverses_squared_ += second * inverses * inverses;
  }

  const BgNbd& model_;
  const DayTable& days_;
  std::int32_t repeats_;
  double s_, inverse_b_;
  double value_ = 0, log_ages_ = 0, inverse_ages_ = 0, inverse_ages_squared_ = 0;
  LogSum stays_;  // of 1 + the odds of single customers
  double first_ = 0, first_r_ = 0, first_inverses_ = 0, first_squares_ = 0, second_ = 0, second_r_ = 0,
         second_inverses_ = 0, second_rr_ = 0, second_r_inverses_ = 0, second_inverses_squared_ = 0;
};

Sums times_of(std::span<const BuyingGroup> groups, const BgNbd& model, const DayTable& days) {
  Sums sums;
  for (std::size_t i = 0; i < groups.size();) {
    TimesOfRepeats run(model, days, groups[i].repeats);
    for (; i < groups.size() && groups[i].repeats == run.repeats(); ++i) run.add(groups[i]);
    run.finish(sums);
  }
  return sums;
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
      pieces[piece] = times_of(groups_.subspan(piece * piece_size, end - piece * piece_size), model, days);
    });
    Sums all;
    for (const Sums& piece : pieces) all += piece;
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
