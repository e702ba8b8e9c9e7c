#include "core/decimal.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm::core;

namespace {

Decimal number(std::string_view text) {
  return parse_decimal(text).value();
}

std::string rounded(std::string_view text, int scale) {
  return print(round(number(text), scale));
}

std::string quotient(std::string_view left, std::string_view right, int scale) {
  return print(divide(number(left), number(right), scale));
}

std::string product(std::string_view left, std::string_view right) {
  return print(multiply(number(left), number(right)));
}

template <typename Work>
bool is_over_limit(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code() == Code::limit;
  }
  return false;
}

}  // namespace

TEST_CASE("a decimal prints as it was written") {
  for (const char* text : {"0", "1.50", "-0.05", "4821.50", "999999999999999999", "0.000000000000000001",
                           "-12", "0.00", "0.999999999999999999", "-123456789.012345678"}) {
    CHECK(print(number(text)) == text);
  }
  CHECK(print(number("+7")) == "7");
  CHECK(print(number("007.10")) == "7.10");
  CHECK(print(number("-0.00")) == "0.00");
}

TEST_CASE("what is no decimal is nothing") {
  for (const char* text :
       {"", "-", "+", ".", "1.", ".5", "1e3", "1,000", "1 000", " 1", "1 ", "1.2.3", "--1", "0x10", "NaN",
        "1000000000000000000", "9999999999999999999999", "0.0000000000000000001", "1.000000000000000000"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_decimal(text));
  }
}

TEST_CASE("decimals compare by value, whatever their scale") {
  CHECK(number("1.50") == number("1.5"));
  CHECK(compare(number("-1"), number("-0.999999999999999999")) < 0);
  CHECK(compare(number("999999999999999999"), number("0.999999999999999999")) > 0);
  CHECK(compare(number("-999999999999999999"), number("0.000000000000000001")) < 0);
}

TEST_CASE("rounding goes half to even and pads with zeros") {
  CHECK(rounded("4821.505", 2) == "4821.50");
  CHECK(rounded("4821.515", 2) == "4821.52");
  CHECK(rounded("4821.5050001", 2) == "4821.51");
  CHECK(rounded("-2.5", 0) == "-2");
  CHECK(rounded("-3.5", 0) == "-4");
  CHECK(rounded("-0.4", 0) == "0");
  CHECK(rounded("1.5", 3) == "1.500");
  CHECK(rounded("999999999999999.999", 0) == "1000000000000000");
  CHECK(is_over_limit([] { round(number("99999999999999999"), 2); }));
}

TEST_CASE("rescaling never loses a digit") {
  CHECK(print(rescale(number("1.50"), 1)) == "1.5");
  CHECK(print(rescale(number("1.5"), 2)) == "1.50");
  CHECK(is_over_limit([] { rescale(number("1.55"), 1); }));
  CHECK(is_over_limit([] { rescale(number("10"), 18); }));
}

TEST_CASE("a quotient is rounded once, from all of its digits") {
  CHECK(quotient("1", "3", 4) == "0.3333");
  CHECK(quotient("2", "3", 18) == "0.666666666666666667");
  CHECK(quotient("-1", "8", 2) == "-0.12");
  CHECK(quotient("3", "-8", 2) == "-0.38");
  CHECK(quotient("0.000000000000000001", "2", 18) == "0.000000000000000000");
  CHECK(quotient("0.000000000000000003", "2", 18) == "0.000000000000000002");
}

TEST_CASE("what needs more than 18 digits is an error, never a wrong figure") {
  CHECK(is_over_limit([] { divide(number("999999999999999999"), number("0.1"), 0); }));
  CHECK(is_over_limit([] { divide(number("1"), number("0.000000000000000001"), 18); }));
  CHECK(is_over_limit([] { multiply(number("1000000000"), number("1000000000")); }));
  CHECK(is_over_limit([] { multiply(number("0.0000000001"), number("0.000000001")); }));
}

TEST_CASE("a product is exact and keeps its zeros while they fit") {
  CHECK(product("1.50", "2") == "3.00");
  CHECK(product("-0.25", "0.04") == "-0.0100");
  CHECK(product("0.0000000005", "0.000000002") == "0.000000000000000001");
  CHECK(product("100000000.00000000", "10.0") == "1000000000.00000000");
}

TEST_CASE("a sum is exact over scales") {
  Sum sum;
  sum.add(number("4821.50"));
  sum.add(number("0.005"));
  CHECK(print(sum.total()) == "4821.505");
  Sum other;
  other.add(number("-4821.505"));
  sum.add(other);
  CHECK(print(sum.total()) == "0.000");
  CHECK(print(Sum{}.total()) == "0");
}

TEST_CASE("a sum may pass 18 digits on the way, but not as its total") {
  Sum sum;
  for (int i = 0; i < 1000; ++i) sum.add(number("999999999999999999"));
  CHECK(is_over_limit([&] { sum.total(); }));
  for (int i = 0; i < 999; ++i) sum.add(number("-999999999999999999"));
  CHECK(print(sum.total()) == "999999999999999999");
}

TEST_CASE("a sum that leaves 128 bits is an error and stays what it was") {
  Sum sum;
  sum.add(number("0.000000000000000001"));
  CHECK(is_over_limit([&] {
    for (int i = 0; i < 200; ++i) sum.add(number("999999999999999999"));
  }));
}
