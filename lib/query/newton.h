// The highest point of a smooth function of a few positive parameters.
//
//   Maximum<2> top = maximize<2>(log_likelihood, {1, 1});
//   top.converged     top.point     top.value
//
// Shape   Newton's method in the logarithms of the parameters, damped where the function is not concave and whenever a
//         step would lead down; a parameter at an end of its range that would leave it stands still. Deterministic.
// Source  Nocedal and Wright, Numerical Optimization (2006), chapters 3 and 10.3 (Levenberg and Marquardt).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace flatcrm::query {

/// A value with its first and second derivatives by the parameters.
template <std::size_t N>
struct Derivatives {
  double value = 0;
  std::array<double, N> gradient{};
  std::array<std::array<double, N>, N> hessian{};

  void operator+=(const Derivatives& other) {
    value += other.value;
    for (std::size_t i = 0; i < N; ++i) {
      gradient[i] += other.gradient[i];
      for (std::size_t j = 0; j < N; ++j) hessian[i][j] += other.hessian[i][j];
    }
  }
};

template <std::size_t N>
struct Maximum {
  std::array<double, N> point{};
  double value = 0;
  int steps = 0;
  bool converged = false;  // within the range: no parameter at an end of it
};

/// Parameters stay within these.
inline constexpr double least_parameter = 1e-6, largest_parameter = 1e6;

namespace newton {

/// The function in the logarithms.
template <std::size_t N>
Derivatives<N> in_logarithms(Derivatives<N> at, const std::array<double, N>& point) {
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j) at.hessian[i][j] *= point[i] * point[j];
  for (std::size_t i = 0; i < N; ++i) {
    at.gradient[i] *= point[i];
    at.hessian[i][i] += at.gradient[i];
  }
  return at;
}

template <std::size_t N>
using Matrix = std::array<std::array<double, N>, N>;

/// damping - hessian over the free parameters, where a fixed one has a row and a column of the identity.
template <std::size_t N>
Matrix<N> damped(const Derivatives<N>& at, const std::array<bool, N>& fixed, double damping) {
  Matrix<N> damped{};
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = 0; j < N; ++j)
      if (!fixed[i] && !fixed[j]) damped[i][j] = -at.hessian[i][j];
    damped[i][i] = fixed[i] ? 1 : damped[i][i] + damping;
  }
  return damped;
}

/// Cholesky's lower factor in place of the matrix; false where that is not positive definite.
template <std::size_t N>
bool factorize(Matrix<N>& matrix) {
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= matrix[i][k] * matrix[j][k];
      if (i == j && !(sum > 1e-300)) return false;
      matrix[i][j] = i == j ? std::sqrt(sum) : sum / matrix[j][j];
    }
  }
  return true;
}

/// Solves (damping - hessian) step = gradient over the free parameters; false where that is not positive definite.
template <std::size_t N>
bool solve(const Derivatives<N>& at, const std::array<bool, N>& fixed, double damping,
           std::array<double, N>& step) {
  Matrix<N> lower = damped<N>(at, fixed, damping);
  if (!factorize<N>(lower)) return false;
  for (std::size_t i = 0; i < N; ++i) {
    double sum = fixed[i] ? 0 : at.gradient[i];
    for (std::size_t k = 0; k < i; ++k) sum -= lower[i][k] * step[k];
    step[i] = sum / lower[i][i];
  }
  for (std::size_t i = N; i-- > 0;) {
    for (std::size_t k = i + 1; k < N; ++k) step[i] -= lower[k][i] * step[k];
    step[i] /= lower[i][i];
  }
  return true;
}

template <std::size_t N>
double product(const std::array<double, N>& left, const std::array<double, N>& right) {
  double sum = 0;
  for (std::size_t i = 0; i < N; ++i) sum += left[i] * right[i];
  return sum;
}

/// One step from `point`, no parameter by more than a factor of e squared.
template <std::size_t N>
std::array<double, N> moved(const std::array<double, N>& point, const std::array<double, N>& step) {
  double longest = 0;
  for (double part : step) longest = std::max(longest, std::abs(part));
  double scale = longest > 2 ? 2 / longest : 1;
  std::array<double, N> next{};
  for (std::size_t i = 0; i < N; ++i)
    next[i] = std::clamp(point[i] * std::exp(scale * step[i]), least_parameter, largest_parameter);
  return next;
}

template <std::size_t N>
std::array<bool, N> at_an_end(const std::array<double, N>& point, const std::array<double, N>& gradient) {
  std::array<bool, N> fixed{};
  for (std::size_t i = 0; i < N; ++i)
    fixed[i] = (point[i] <= least_parameter && gradient[i] <= 0) ||
               (point[i] >= largest_parameter && gradient[i] >= 0);
  return fixed;
}

}  // namespace newton

/// `function(point)` gives Derivatives by the parameters. Requires: all of `start` within the range.
template <std::size_t N, typename Function>
Maximum<N> maximize(const Function& function, const std::array<double, N>& start) {
  constexpr int most_steps = 500;
  Maximum<N> best{.point = start};
  Derivatives<N> here = newton::in_logarithms<N>(function(start), start);
  best.value = here.value;
  double damping = 1e-3 * (1 + std::abs(here.value));
  for (; best.steps < most_steps && damping < 1e300; ++best.steps) {
    std::array<bool, N> fixed = newton::at_an_end<N>(best.point, here.gradient);
    std::array<double, N> step{};
    if (!newton::solve<N>(here, fixed, damping, step)) {
      damping = damping * 10 + 1e-9;
      continue;
    }
    // What is still to be won: below what a sum of this size can show.
    double gain = newton::product<N>(here.gradient, step) / 2;
    if (gain < 1e-10 + 1e-15 * std::abs(here.value)) {
      bool free = std::none_of(fixed.begin(), fixed.end(), [](bool one) { return one; });
      best.converged = free;
      if (damping == 0 || !free) break;
      damping = damping < 1e-12 ? 0 : damping / 1000;
      continue;
    }
    std::array<double, N> next = newton::moved<N>(best.point, step);
    Derivatives<N> there = newton::in_logarithms<N>(function(next), next);
    if (!(there.value > here.value)) {
      damping = damping * 10 + 1e-9;
      continue;
    }
    best.point = next;
    best.value = there.value;
    here = there;
    damping = damping < 1e-12 ? 0 : damping / 10;
  }
  return best;
}

}  // namespace flatcrm::query
