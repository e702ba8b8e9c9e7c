// The models of `report clv` alone, on a summary that is made already: what clv_compare.py holds against lifetimes.
//
//   bench_query_lifetime SUMMARY THREADS      // lines of "repeats last age mean", days and money; prints the seconds and the parameters
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "query/lifetime.h"

int main(int count, char** arguments) {
  using namespace flatcrm::query;
  if (count != 3) return 2;
  std::FILE* file = std::fopen(arguments[1], "r");
  if (file == nullptr) return 1;
  std::vector<Buyer> buyers;
  Buyer one;
  while (std::fscanf(file, "%d %d %d %lf", &one.seen.repeats, &one.seen.last, &one.seen.age, &one.mean) == 4)
    buyers.push_back(one);
  std::fclose(file);
  int threads = std::atoi(arguments[2]);
  auto begin = std::chrono::steady_clock::now();
  LifetimeModel model = fit_lifetime(buyers, threads);
  std::vector<Estimate> estimates = estimate(model, buyers, 365, threads);
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  double orders = 0;
  for (const Estimate& estimate : estimates) orders += estimate.orders;
  const BgNbd& of = model.orders.model;
  const GammaGamma& spend = model.spend.model;
  std::printf("%.3f %.3f %.3f %.3f %.3f %.3f %.3f %.3f %.1f\n", seconds.count(), of.r, of.alpha, of.a, of.b,
              spend.p, spend.q, spend.gamma, orders);
  return 0;
}
