#include "report/part_sum.h"

#include <doctest/doctest.h>

#include "core/error.h"

namespace flatcrm {
namespace {

std::string total_of(const report::PartSum& sum) {
  return core::print(sum.total());
}

TEST_CASE("a part is taken of the sum and not of each amount") {
  report::PartSum sum;
  for (int i = 0; i < 3000; ++i) sum.add({1, 2}, {1, 3});  // 3000 * 0.01 / 3
  CHECK(total_of(sum) == "10.000000");
  sum.add({-100'00, 2}, {1, 8});
  CHECK(total_of(sum) == "-2.500000");
  CHECK_FALSE(report::PartSum{}.is_known());
  CHECK(total_of({}) == "0");
}

TEST_CASE("a percentage is a part, whatever digits it has") {
  CHECK(report::part_of_percent({455, 1}) == report::Part{455, 1000});
  CHECK(report::part_of_percent({30, 0}) == report::Part{30, 100});
  report::PartSum sum;
  sum.add({1000, 2}, report::part_of_percent({333333, 4}));
  CHECK(total_of(sum) == "3.333330");
}

TEST_CASE("a quotient is rounded half to even, negative or not") {
  CHECK(core::print(report::times({5, 0}, {1}, {2}, 0)) == "2");
  CHECK(core::print(report::times({7, 0}, {1}, {2}, 0)) == "4");
  CHECK(core::print(report::times({-5, 0}, {1}, {2}, 0)) == "-2");
  CHECK(core::print(report::times({-7, 0}, {1}, {2}, 0)) == "-4");
  CHECK(core::print(report::times({-7, 0}, {1}, {3}, 2)) == "-2.33");
  CHECK(core::print(report::times({1234567, 6}, {1}, {1}, 2)) == "1.23");
}

TEST_CASE("what stands above and below is taken out before it could overflow") {
  std::int64_t million = 1'000'000;
  CHECK(core::print(report::times({900'000'000'000'000, 2}, {million, million, million},
                                  {million, million, million}, 2)) == "9000000000000.00");
  CHECK_THROWS_WITH_AS(report::times({900'000'000'000'000'000, 0}, {million, million, million}, {7}, 2),
                       "amounts are too large to be added up", Error);
}

}  // namespace
}  // namespace flatcrm
