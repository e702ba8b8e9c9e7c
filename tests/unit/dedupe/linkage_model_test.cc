#include "dedupe/linkage_model.h"

#include <cmath>
#include <random>

#include <doctest/doctest.h>

using namespace flatcrm::dedupe;

namespace {

std::vector<Dimension> planted_dimensions() {
  auto one = [](const char* name) {
    return Dimension{
        name, {{"missing", 0, 0}, {"the same", .8, .1}, {"alike", .1, .1}, {"different", .1, .8}}, {}, 40};
  };
  return {one("a"), one("b"), one("c"), one("d")};
}

/// Pairs of one customer and by chance, drawn from known shares.
struct Planted {
  std::vector<Dimension> dimensions = planted_dimensions();
  std::array<double, 3> same{.9, .07, .03}, chance{.02, .03, .95};

  Evidence draw(int matches, int others) const {
    std::mt19937 random(11);
    auto level = [&](const std::array<double, 3>& shares) {
      double at = static_cast<double>(random() % 1'000'000) / 1e6;
      return at < shares[0] ? 1U : at < shares[0] + shares[1] ? 2U : 3U;
    };
    auto pattern = [&](const std::array<double, 3>& shares) {
      Pattern drawn = 0;
      for (std::size_t d = 0; d < dimensions.size(); ++d) drawn = with_level(drawn, d, level(shares));
      return drawn;
    };
    Evidence evidence;
    for (const Dimension& dimension : dimensions) evidence.dimensions.push_back(&dimension);
    evidence.agreements.assign(dimensions.size(), 0);
    KeyPatterns key;
    for (int i = 0; i < matches; ++i) key.patterns.push_back({pattern(same), 1, 1});
    for (int i = 0; i < others; ++i) key.patterns.push_back({pattern(chance), 1, 1});
    for (int i = 0; i < 50'000; ++i) evidence.random.push_back({pattern(chance), 1, 1});
    evidence.keys.push_back(std::move(key));
    evidence.pairs = 1e6;
    return evidence;
  }
};

}  // namespace

TEST_CASE("levels say which is missing") {
  Pattern pattern = with_level(0, 2, 1);
  CHECK(level_of(pattern, 2) == 1);
  CHECK(level_of(pattern, 0) == missing);
}

TEST_CASE("what was planted among many pairs is found again without a label") {
  Planted planted;
  LinkageModel model = learn(planted.draw(3000, 20'000));
  for (std::size_t d = 0; d < 4; ++d) {
    CHECK(model.share(Relation::same, d, 1) == doctest::Approx(.9).epsilon(.03));
    CHECK(model.share(Relation::same, d, 3) == doctest::Approx(.03).epsilon(.4));
    CHECK(model.share(Relation::chance, d, 1) == doctest::Approx(.02).epsilon(.1));
  }
  CHECK(std::exp2(model.prior(Relation::same)) == doctest::Approx(3000 / 1e6).epsilon(.1));
}

TEST_CASE("few pairs leave the presumption standing") {
  Planted planted;
  LinkageModel model = learn(planted.draw(0, 5));
  CHECK(model.share(Relation::same, 0, 1) == doctest::Approx(.8).epsilon(.1));
}

TEST_CASE("what is missing says nothing, and more agreement never counts less") {
  Planted planted;
  LinkageModel model = learn(planted.draw(1000, 10'000));
  Rarity none{};
  double nothing = model.score(0, none).bits;
  CHECK(nothing == doctest::Approx(model.score(0, none).bits));
  Pattern agreed = 0;
  for (std::size_t d = 0; d < 4; ++d) {
    Pattern more = with_level(agreed, d, 1);
    CHECK(model.score(more, none).bits > model.score(agreed, none).bits);
    agreed = more;
  }
  CHECK(model.score(agreed, none).relation == Relation::same);
}

TEST_CASE("probabilities and bits are one another's inverse") {
  for (double p : {.001, .5, .99}) CHECK(probability(bits_of(p)) == doctest::Approx(p));
  CHECK(parse_probability("0.99").value() == doctest::Approx(.99));
  CHECK_FALSE(parse_probability("2"));
  CHECK_FALSE(parse_probability("sure"));
}
