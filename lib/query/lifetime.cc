#include "query/lifetime.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "io/threads.h"
#include "query/counting_sort.h"

namespace flatcrm::query {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double correlation(std::span<const Spend> spends) {
  if (spends.size() < 3) return nothing;
  double orders = 0, means = 0;
  for (const Spend& one : spends) {
    orders += one.orders;
    means += one.mean;
  }
  auto n = static_cast<double>(spends.size());
  orders /= n;
  means /= n;
  double both = 0, of_orders = 0, of_means = 0;
  for (const Spend& one : spends) {
    double x = one.orders - orders, y = one.mean - means;
    both += x * y;
    of_orders += x * x;
    of_means += y * y;
  }
  return of_orders == 0 || of_means == 0 ? nothing : both / std::sqrt(of_orders * of_means);
}

/// Orders to expect of the living, once for each pair of repeats and age that there is.
class ExpectedOrders {
 public:
  ExpectedOrders(const BgNbd& model, std::span<const Buyer> buyers, std::int32_t days, int threads) {
    for (const Buyer& buyer : buyers) pairs_.emplace_back(buyer.seen.age, buyer.seen.repeats);
    counting_sort(pairs_, [](const auto& pair) { return pair.second; });
    counting_sort(pairs_, [](const auto& pair) { return pair.first; });
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
    values_.resize(pairs_.size());
    constexpr std::size_t piece_size = 256;
    io::parallel_for((pairs_.size() + piece_size - 1) / piece_size, threads, [&](std::size_t piece) {
      std::size_t end = std::min((piece + 1) * piece_size, pairs_.size());
      for (std::size_t i = piece * piece_size; i < end; ++i)
        values_[i] = model.expected_alive(pairs_[i].second, pairs_[i].first, days);
    });
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      auto age = static_cast<std::size_t>(pairs_[i].first);
      begins_.resize(std::max(begins_.size(), age + 1), i);
    }
  }
  double of(const BuyingGroup& seen) const {
    auto from = pairs_.begin() + static_cast<std::ptrdiff_t>(begins_[static_cast<std::size_t>(seen.age)]);
    auto at = std::lower_bound(from, pairs_.end(), std::pair(seen.age, seen.repeats));
    return values_[static_cast<std::size_t>(at - pairs_.begin())];
  }

 private:
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs_;  // age and repeats
  std::vector<double> values_;
  std::vector<std::size_t> begins_;  // of each age: no pair of it stands before
};

}  // namespace

LifetimeModel fit_lifetime(std::span<const Buyer> buyers, int threads) {
  LifetimeModel model;
  std::vector<BuyingGroup> groups;
  std::vector<Spend> spends;
  groups.reserve(buyers.size());
  for (const Buyer& buyer : buyers) {
    groups.push_back(buyer.seen);
    model.customers += buyer.seen.customers;
    if (buyer.seen.repeats == 0) continue;
    model.repeaters += buyer.seen.customers;
    if (buyer.mean > 0) spends.push_back({buyer.seen.repeats, buyer.mean});
  }
  model.spenders = static_cast<std::int64_t>(spends.size());
  model.usable = model.repeaters > 0;
  model.has_spend = spends.size() > 1;
  model.orders = fit_bg_nbd(grouped(std::move(groups)), threads);
  model.spend = fit_gamma_gamma(spends, threads);
  model.correlation = correlation(spends);
  return model;
}

std::vector<Estimate> estimate(const LifetimeModel& model, std::span<const Buyer> buyers, std::int32_t days,
                               int threads) {
  const BgNbd& orders = model.orders.model;
  ExpectedOrders expected(orders, buyers, days, threads);
  std::vector<Estimate> estimates(buyers.size());
  constexpr std::size_t piece_size = 16384;
  io::parallel_for((buyers.size() + piece_size - 1) / piece_size, threads, [&](std::size_t piece) {
    std::size_t end = std::min((piece + 1) * piece_size, buyers.size());
    for (std::size_t i = piece * piece_size; i < end; ++i) {
      const Buyer& buyer = buyers[i];
      Estimate& into = estimates[i];
      into.alive = orders.alive(buyer.seen.repeats, buyer.seen.last, buyer.seen.age);
      into.orders = into.alive * expected.of(buyer.seen);
      into.mean = model.has_spend ? model.spend.model.expected(buyer.seen.repeats, std::max(buyer.mean, 0.0))
                                  : nothing;
      into.value = into.orders * into.mean;
    }
  });
  return estimates;
}

}  // namespace flatcrm::query
