#include "query/bg_nbd.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "query/gamma_gamma.h"
#include "support/cdnow.h"

using namespace flatcrm;
using query::BgNbd;
using query::BuyingGroup;

TEST_CASE("The sample of CDNOW has the parameters of the paper, to the digits printed") {
  std::vector<CdnowCustomer> customers = cdnow_customers();
  if (customers.empty()) {
    MESSAGE("skipped: the sample of CDNOW is not here");
    return;
  }
  CHECK(customers.size() == 2357);
  std::vector<BuyingGroup> groups;
  std::vector<query::Spend> spends;
  for (const CdnowCustomer& one : customers) {
    groups.push_back({one.repeats, one.last, one.age});
    if (one.repeats > 0) spends.push_back({one.repeats, one.spent / one.repeats});
  }
  CHECK(spends.size() == 946);
  groups = query::grouped(std::move(groups));
  query::BgNbdFit orders = query::fit_bg_nbd(groups, 2);
  CHECK(orders.settled);
  auto printed = [](double value, double digits) { return std::round(value * digits) / digits; };
  CHECK(printed(orders.model.r, 1000) == 0.243);
  CHECK(printed(orders.model.alpha, 1000) == 4.414);
  CHECK(printed(orders.model.a, 1000) == 0.793);
  CHECK(printed(orders.model.b, 1000) == 2.426);
  CHECK(printed(orders.log_likelihood, 10) == -9582.4);
  // As the package lifetimes 0.11.3 finds them with its tolerance at 1e-10.
  CHECK(orders.model.r == doctest::Approx(0.2425945224).epsilon(1e-6));
  CHECK(orders.model.alpha == doctest::Approx(4.4136020190).epsilon(1e-6));
  CHECK(orders.model.a == doctest::Approx(0.7929220172).epsilon(1e-6));
  CHECK(orders.model.b == doctest::Approx(2.4259067769).epsilon(1e-6));

  query::GammaGammaFit spend = query::fit_gamma_gamma(spends, 2);
  CHECK(spend.settled);
  CHECK(printed(spend.model.p, 100) == 6.25);
  CHECK(printed(spend.model.q, 100) == 3.74);
  CHECK(printed(spend.model.gamma, 100) == 15.44);

  for (int threads : {1, 3}) {
    query::BgNbdFit again = query::fit_bg_nbd(groups, threads);
    CHECK(again.model.r == orders.model.r);
    CHECK(again.log_likelihood == orders.log_likelihood);
    CHECK(query::fit_gamma_gamma(spends, threads).model.gamma == spend.model.gamma);
  }
}

TEST_CASE("Chances and expectations are those of another program") {
  struct Case {
    BgNbd model;
    std::int32_t repeats, last, age, days;
    double alive, expected, of_new;  // by lifetimes 0.11.3
  };
  const BgNbd paper{0.243, 4.414, 0.793, 2.426}, fickle{0.9, 12, 1.5, 0.7}, faithful{2.5, 3, 0.2, 5};
  for (const Case& one : {Case{paper, 0, 0, 272, 273, 1, 0.195109665, 1.196723193},
                          Case{paper, 2, 213, 272, 273, 0.726589722, 1.226115806, 1.196723193},
                          Case{paper, 29, 260, 272, 30, 0.921660670, 2.576169744, 0.208608063},
                          Case{paper, 1, 7, 700, 365, 0.071735700, 0.040547834, 1.448601268},
                          Case{paper, 5, 600, 700, 3650, 0.789328615, 10.174551790, 4.980725096},
                          Case{fickle, 2, 213, 272, 273, 0.401237195, 0.591969023, 1.046582615},
                          Case{fickle, 29, 260, 272, 30, 0.872826968, 2.070496118, 0.262653326},
                          Case{fickle, 5, 600, 700, 3650, 0.583470327, 4.123593770, 1.919860098},
                          Case{faithful, 0, 0, 272, 273, 1, 2.212141962, 24.216071392},
                          Case{faithful, 29, 260, 272, 30, 0.977875145, 3.124346048, 3.319721902},
                          Case{faithful, 5, 600, 700, 3650, 0.936246343, 28.993155640, 208.643039103}}) {
    CAPTURE(one.repeats);
    CHECK(one.model.alive(one.repeats, one.last, one.age) == doctest::Approx(one.alive).epsilon(1e-7));
    CHECK(one.model.expected(one.repeats, one.last, one.age, one.days) ==
          doctest::Approx(one.expected).epsilon(1e-7));
    CHECK(one.model.expected_of_new(one.days) == doctest::Approx(one.of_new).epsilon(1e-7));
  }
  // At the end of the range: a Poisson process of one rate for all, whom nobody leaves.
  BgNbd steady{1e6, 1e6, 1e-6, 1e6};
  CHECK(steady.expected(52, 364, 365, 364) == doctest::Approx(52).epsilon(0.001));
  CHECK(BgNbd{0.2, 4, 0.8, 2.4}.expected(3000, 3640, 3650, 365) > 100);
  // a = 1 divides by nothing, and lies between its neighbours.
  BgNbd one{0.5, 5, 1, 2}, below{0.5, 5, 1 - 1e-6, 2}, above{0.5, 5, 1 + 1e-6, 2};
  CHECK(one.expected_of_new(700) < below.expected_of_new(700));
  CHECK(one.expected_of_new(700) > above.expected_of_new(700));
  CHECK(one.expected(3, 100, 200, 0) == 0);
}

TEST_CASE("The chances of 0, 1, ... orders add up, and agree with customers drawn by the model's own story") {
  const BgNbd model{0.8, 6, 0.9, 2.4};
  constexpr int drawn = 200'000, days = 300, size = 8;
  std::mt19937 random(7);
  std::gamma_distribution<double> rate(model.r, 1 / model.alpha), left(model.a), stayed(model.b);
  std::uniform_real_distribution<double> uniform;
  std::vector<double> seen(size);
  double orders = 0;
  for (int i = 0; i < drawn; ++i) {
    double lambda = rate(random), x = left(random), y = stayed(random), chance = x / (x + y), weeks = 0;
    std::size_t count = 0;
    for (;;) {
      weeks += -std::log(1 - uniform(random)) / lambda;
      if (!(weeks <= days / query::days_a_week)) break;
      ++count;
      if (uniform(random) < chance) break;
    }
    ++seen[std::min<std::size_t>(count, size - 1)];
    orders += static_cast<double>(count);
  }
  std::vector<double> chances = model.chances(days, size);
  double sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    CAPTURE(i);
    sum += chances[i];
    double tolerance = 4 * std::sqrt(chances[i] / drawn);
    CHECK(std::abs(seen[i] / drawn - chances[i]) < tolerance);
  }
  CHECK(sum == doctest::Approx(1));
  CHECK(orders / drawn == doctest::Approx(model.expected_of_new(days)).epsilon(0.02));
}

TEST_CASE("A fit stands where every step away is down, also for few customers and for odd ones") {
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    std::vector<BuyingGroup> groups;
    auto size = static_cast<int>(random() % 60 + 5);
    for (int i = 0; i < size; ++i) {
      auto age = static_cast<std::int32_t>(random() % 900 + 1);
      auto repeats = static_cast<std::int32_t>(random() % 4 == 0 ? random() % 12 : 0);
      repeats = std::min(repeats, age);
      groups.push_back({repeats,
                        repeats == 0 ? 0
                                     : repeats + static_cast<std::int32_t>(
                                                     random() % static_cast<unsigned>(age - repeats + 1)),
                        age});
    }
    groups.push_back({3, 40, 100});
    query::BgNbdFit fit = query::fit_bg_nbd(groups, 1);
    CAPTURE(round);
    CHECK(std::isfinite(fit.log_likelihood));
    for (double BgNbd::*parameter : {&BgNbd::r, &BgNbd::alpha, &BgNbd::a, &BgNbd::b}) {
      for (double factor : {0.99, 1.01}) {
        BgNbd beside = fit.model;
        beside.*parameter *= factor;
        if (fit.settled) CHECK(query::log_likelihood(beside, groups, 1) <= fit.log_likelihood + 1e-9);
      }
    }
  }
}

TEST_CASE("Who can't be fitted is not: nobody came back") {
  std::vector<BuyingGroup> never{{0, 0, 100, 40}, {0, 0, 0, 2}};
  CHECK_FALSE(query::fit_bg_nbd(never, 1).settled);
  CHECK_FALSE(query::fit_bg_nbd({}, 1).settled);
  CHECK_FALSE(query::fit_gamma_gamma({}, 1).settled);
  std::vector<query::Spend> same(20, {3, 49.90});
  query::GammaGammaFit subscription = query::fit_gamma_gamma(same, 1);
  CHECK(subscription.model.expected(3, 49.90) == doctest::Approx(49.90).epsilon(0.001));
}

TEST_CASE("Groups are merged, and weights are customers") {
  std::vector<BuyingGroup> merged = query::grouped({{1, 5, 9}, {0, 0, 9, 2}, {1, 5, 9, 3}, {1, 5, 10}});
  REQUIRE(merged.size() == 3);
  CHECK(merged[0] == BuyingGroup{0, 0, 9, 2});
  CHECK(merged[1] == BuyingGroup{1, 5, 9, 4});
  const BgNbd model{0.5, 5, 1, 2};
  std::vector<BuyingGroup> each{{1, 5, 9}, {1, 5, 9}, {1, 5, 9}}, together{{1, 5, 9, 3}};
  CHECK(query::log_likelihood(model, each, 1) ==
        doctest::Approx(query::log_likelihood(model, together, 1)).epsilon(1e-12));
}
