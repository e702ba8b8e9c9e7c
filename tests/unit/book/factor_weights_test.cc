#include "book/factor_weights.h"

#include <doctest/doctest.h>

#include "core/error.h"
#include "support/memory_book.h"

using namespace flatcrm;

namespace {

book::FactorWeights weights_of(const std::string& settings) {
  test::MemoryBook memory({{"flatcrm.yaml", "format: 1\n" + settings}});
  return book::factor_weights(memory.open());
}

std::string error_of(const std::string& settings) {
  try {
    weights_of(settings);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the weights of the factors are 100 percent, of which technology has 15") {
  core::Sum sum;
  for (core::Decimal weight : weights_of("").percent) sum.add(weight);
  CHECK(core::print(sum.total()) == "100");
  CHECK(core::print(weights_of("").percent[4]) == "15");
  book::FactorWeights set =
      weights_of("scorecard:\n  weights: {customer: 40, strategy: 10, people: 17.5, process: 17.5}\n");
  CHECK(core::print(set.percent[0]) == "40");
  CHECK(core::print(set.percent[2]) == "17.5");
  CHECK(core::print(set.percent[4]) == "15");
  CHECK(core::print(weights_of("scorecard:\n  weights: {customer: 0, people: 45}\n").percent[2]) == "45");
  CHECK(core::print(weights_of("scorecard:\n  weights: {technology: 15.00}\n").percent[0]) == "25");
}

TEST_CASE("opening a book says what is wrong with the weights, and where") {
  CHECK(
      error_of("scorecard:\n  weights: {customer: 40}\n") ==
      "flatcrm.yaml:3:12: the weights of the scorecard add up to 115 %, not to 100 %; they are now customer "
      "40, strategy 20, people 20, process 20, technology 15");
  CHECK(error_of("scorecard:\n  weights:\n    technology: 20\n") ==
        "flatcrm.yaml:4:17: technology weighs 15 % in every book, not 20 %; leave it out, and let the other "
        "four add up to 85");
  CHECK(error_of("scorecard:\n  weights: {custmer: 25}\n").find("did you mean 'customer'?") !=
        std::string::npos);
  CHECK(error_of("scorecard:\n  weights: {people: -1}\n").find("'-1' is no weight") != std::string::npos);
  CHECK(error_of("scorecard:\n  weights: {people: much}\n").find("'much' is no weight") != std::string::npos);
  CHECK(error_of("scorecard:\n  weights: 25\n").find("'factor: percent'") != std::string::npos);
}
