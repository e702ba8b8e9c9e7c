// What is said of an aim agrees with its definition in fractions, and does not depend on which way is better.
#include "report/pace.h"

#include <doctest/doctest.h>

#include <array>
#include <random>

using namespace flatcrm;
using namespace flatcrm::report;

namespace {

/// Numbers of at most 10^7 with two digits: fractions of them fit a long double's 64 bits of mantissa exactly enough to
/// compare, and products fit 64 bits.
struct Case {
  std::int64_t baseline, target, now;  // hundredths
  int start, due, day;
};

core::Decimal hundredths(std::int64_t value) {
  return {value, 2};
}

Pace pace_of_case(const Case& one) {
  Aim aim{hundredths(one.baseline), hundredths(one.target), {one.start}, {one.due}};
  return pace_of(aim, hundredths(one.now), hundredths(one.now), {one.day}, 2);
}

Case random_case(std::mt19937& random) {
  auto below = [&](int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random); };
  int size = below(3) == 0 ? 50 : 10'000'000;
  auto number = [&] { return std::int64_t{below(2 * size) - size}; };
  Case one{number(), number(), number(), 20'000 + below(50), 0, 0};
  one.due = one.start + below(400);
  one.day = one.start + below(600);
  if (one.target == one.baseline) ++one.target;
  if (below(5) == 0) one.now = one.target;
  if (below(5) == 0 && one.due > one.start &&
      one.day <= one.due)  // exactly on the line, where that is a hundredth
    one.now = one.baseline + (one.target - one.baseline) * (one.day - one.start) / (one.due - one.start);
  return one;
}

/// By the definition, in integers.
Outlook defined(const Case& one) {
  bool more = one.target > one.baseline;
  bool reached = more ? one.now >= one.target : one.now <= one.target;
  if (reached) return Outlook::met;
  if (one.day > one.due) return Outlook::missed;
  std::int64_t all = one.due - one.start, gone = one.day - one.start;
  if (all == 0) return Outlook::at_risk;
  // (now - baseline) / (target - baseline) >= gone / all, multiplied by what is positive.
  std::int64_t wanted = std::abs(one.target - one.baseline) * gone;
  std::int64_t made = (more ? one.now - one.baseline : one.baseline - one.now) * all;
  return made >= wanted ? Outlook::on_pace : Outlook::at_risk;
}

long double as_number(const std::optional<core::Decimal>& value) {
  long double number = static_cast<long double>(value->mantissa);
  for (int i = 0; i < value->scale; ++i) number /= 10;
  return number;
}

}  // namespace

TEST_CASE("an outlook is what its definition says, and its figures are near their fractions") {
  std::mt19937 random(7);
  std::array<int, outlooks> seen{};
  for (int i = 0; i < 20'000; ++i) {
    Case one = random_case(random);
    CAPTURE(one.baseline);
    CAPTURE(one.target);
    CAPTURE(one.now);
    CAPTURE(one.day - one.start);
    CAPTURE(one.due - one.start);
    Pace pace = pace_of_case(one);
    REQUIRE(pace.outlook == defined(one));
    ++seen[static_cast<std::size_t>(pace.outlook)];
    long double progress = 100.0L * static_cast<long double>(one.now - one.baseline) /
                           static_cast<long double>(one.target - one.baseline);
    CHECK(std::abs(static_cast<double>(as_number(pace.progress) - progress)) <= 0.00501);
    bool past = one.day > one.due;
    long double all = one.due - one.start, gone = past ? all : one.day - one.start;
    if (all == 0) all = gone = 1;
    long double expected = (static_cast<long double>(one.baseline) +
                            static_cast<long double>(one.target - one.baseline) * gone / all) /
                           100;
    CHECK(std::abs(static_cast<double>(as_number(pace.expected) - expected)) <= 0.00501);
    if (gone == 0) {
      CHECK(!pace.forecast.has_value());
      continue;
    }
    long double forecast = (static_cast<long double>(one.baseline) +
                            static_cast<long double>(one.now - one.baseline) * all / gone) /
                           100;
    CHECK(std::abs(static_cast<double>(as_number(pace.forecast) - forecast)) <= 0.00501);
  }
  for (Outlook outlook : {Outlook::met, Outlook::on_pace, Outlook::at_risk, Outlook::missed})
    CHECK(seen[static_cast<std::size_t>(outlook)] > 500);
}

TEST_CASE("a goal that wants less is one that wants more, seen in a mirror") {
  std::mt19937 random(8);
  for (int i = 0; i < 5'000; ++i) {
    Case one = random_case(random), mirrored = one;
    mirrored.baseline = -one.baseline;
    mirrored.target = -one.target;
    mirrored.now = -one.now;
    Pace pace = pace_of_case(one), other = pace_of_case(mirrored);
    CHECK(pace.outlook == other.outlook);
    CHECK(core::print(*pace.progress) == core::print(*other.progress));
    CHECK(pace.expected->mantissa == -other.expected->mantissa);
    if (pace.forecast) CHECK(pace.forecast->mantissa == -other.forecast->mantissa);
  }
}
