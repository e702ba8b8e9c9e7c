#include "core/decimal.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "core/error.h"

using namespace flatcrm::core;

namespace {

/// School arithmetic on strings of digits: slow, and with no limit to reach.
class Digits {
 public:
  explicit Digits(std::string text) : text_(std::move(text)) {
    std::size_t first = text_.find_first_not_of('0');
    text_ = first == std::string::npos ? "0" : text_.substr(first);
  }
  const std::string& text() const { return text_; }
  bool less(const Digits& other) const {
    return text_.size() != other.text_.size() ? text_.size() < other.text_.size() : text_ < other.text_;
  }
  Digits plus(const Digits& other) const {
    std::string out;
    int carry = 0;
    for (std::size_t i = 0; i < std::max(text_.size(), other.text_.size()) || carry != 0; ++i) {
      int sum = at(i) + other.at(i) + carry;
      out += static_cast<char>('0' + sum % 10);
      carry = sum / 10;
    }
    std::reverse(out.begin(), out.end());
    return Digits(out);
  }
  /// Requires: not less than other.
  Digits minus(const Digits& other) const {
    std::string out;
    int borrow = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      int difference = at(i) - other.at(i) - borrow;
      borrow = difference < 0 ? 1 : 0;
      out += static_cast<char>('0' + difference + 10 * borrow);
    }
    std::reverse(out.begin(), out.end());
    return Digits(out);
  }
  Digits times(const Digits& other) const {
    Digits product("0");
    for (char digit : other.text_) {
      product = Digits(product.text_ + "0");
      for (char i = '0'; i < digit; ++i) product = product.plus(*this);
    }
    return product;
  }
  Digits shifted(int zeros) const {
    return Digits(text_ + std::string(static_cast<std::size_t>(zeros), '0'));
  }
  bool odd() const { return (text_.back() - '0') % 2 == 1; }

 private:
  int at(std::size_t from_right) const {
    return from_right < text_.size() ? text_[text_.size() - 1 - from_right] - '0' : 0;
  }
  std::string text_;
};

/// Quotient rounded half to even, by long division.
Digits quotient(const Digits& dividend, const Digits& divisor) {
  std::string out;
  Digits rest("0");
  for (char digit : dividend.text()) {
    rest = Digits(rest.text() + digit);
    char count = '0';
    for (; !rest.less(divisor); ++count) rest = rest.minus(divisor);
    out += count;
  }
  Digits whole(out);
  Digits twice = rest.plus(rest);
  bool tie = twice.text() == divisor.text();
  bool up = divisor.less(twice) || (tie && whole.odd());
  return up ? whole.plus(Digits("1")) : whole;
}

/// The digits with sign and point, as print() writes them.
std::string spelled(bool negative, const Digits& digits, int scale) {
  std::string out = digits.text();
  auto places = static_cast<std::size_t>(scale);
  if (out.size() <= places) out.insert(0, places + 1 - out.size(), '0');
  if (scale > 0) out.insert(out.size() - places, 1, '.');
  return negative && digits.text() != "0" ? "-" + out : out;
}

class Numbers {
 public:
  Decimal next() {
    std::int64_t mantissa = static_cast<std::int64_t>(random_() % 1'000'000'000'000'000'000U);
    for (auto cut = random_() % 18; cut > 0; --cut) mantissa /= 10;
    if (random_() % 4 == 0) mantissa = mantissa / 100 * 100 + 50;  // ties and trailing zeros
    mantissa %= 1'000'000'000'000'000'000;
    return {random_() % 2 == 0 ? mantissa : -mantissa, static_cast<std::uint8_t>(random_() % 19)};
  }
  int scale() { return static_cast<int>(random_() % 19); }

 private:
  std::mt19937_64 random_{7};
};

Digits digits(Decimal value) {
  return Digits(std::to_string(value.mantissa < 0 ? -value.mantissa : value.mantissa));
}

/// What the work prints, or "limit".
template <typename Work>
std::string outcome(Work work) {
  try {
    return print(work());
  } catch (const Error&) {
    return "limit";
  }
}

std::string within_limit(bool negative, const Digits& value, int scale) {
  return value.text().size() > 18 ? "limit" : spelled(negative, value, scale);
}

}  // namespace

TEST_CASE("print and parse are each other's reverse") {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    Decimal value = numbers.next();
    CHECK(print(value) == spelled(value.mantissa < 0, digits(value), value.scale));
    Decimal again = parse_decimal(print(value)).value();
    CHECK(again.mantissa == value.mantissa);
    CHECK(again.scale == value.scale);
  }
}

TEST_CASE("rounding agrees with long division") {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    Decimal value = numbers.next();
    int scale = numbers.scale();
    Digits expected = scale >= value.scale
                          ? digits(value).shifted(scale - value.scale)
                          : quotient(digits(value), Digits("1").shifted(value.scale - scale));
    CHECK(outcome([&] { return round(value, scale); }) == within_limit(value.mantissa < 0, expected, scale));
  }
}

TEST_CASE("quotients agree with long division") {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    Decimal dividend = numbers.next(), divisor = numbers.next();
    if (divisor.mantissa == 0) continue;
    int scale = numbers.scale();
    Digits above = digits(dividend).shifted(scale + divisor.scale);
    Digits below = digits(divisor).shifted(dividend.scale);
    bool negative = (dividend.mantissa < 0) != (divisor.mantissa < 0);
    std::string expected = within_limit(negative, quotient(above, below), scale);
    CHECK(outcome([&] { return divide(dividend, divisor, scale); }) == expected);
  }
}

TEST_CASE("products agree with school multiplication") {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    Decimal left = numbers.next(), right = numbers.next();
    std::string expected = digits(left).times(digits(right)).text();
    int scale = left.scale + right.scale;
    while ((scale > 18 || expected.size() > 18) && scale > 0 && expected.back() == '0') {
      if (expected.size() > 1) expected.pop_back();
      --scale;
    }
    bool negative = (left.mantissa < 0) != (right.mantissa < 0);
    std::string wanted = scale > 18 ? "limit" : within_limit(negative, Digits(expected), scale);
    CHECK(outcome([&] { return multiply(left, right); }) == wanted);
  }
}

TEST_CASE("order agrees with the sign of the difference") {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    Decimal left = numbers.next(), right = numbers.next();
    if (i % 5 == 0)
      right = {left.mantissa / 10, static_cast<std::uint8_t>(left.scale == 0 ? 0 : left.scale - 1)};
    Digits one = digits(left).shifted(right.scale), other = digits(right).shifted(left.scale);
    bool left_negative = left.mantissa < 0, right_negative = right.mantissa < 0;
    bool less = left_negative != right_negative ? left_negative && (one.text() != "0" || other.text() != "0")
                : left_negative                 ? other.less(one)
                                                : one.less(other);
    CHECK((compare(left, right) < 0) == less);
    CHECK((compare(right, left) > 0) == less);
  }
}

TEST_CASE("a sum does not depend on the order of what is added") {
  Numbers numbers;
  for (int round = 0; round < 200; ++round) {
    std::vector<Decimal> values(40);
    for (Decimal& value : values) value = numbers.next();
    Digits positive("0"), negative("0");
    Sum forward, backward, halves[2];
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i].scale = static_cast<std::uint8_t>(values[i].scale % 5);
      Digits at_scale_18 = digits(values[i]).shifted(18 - values[i].scale);
      (values[i].mantissa < 0 ? negative : positive) =
          (values[i].mantissa < 0 ? negative : positive).plus(at_scale_18);
      forward.add(values[i]);
      halves[i % 2].add(values[i]);
    }
    for (std::size_t i = values.size(); i-- > 0;) backward.add(values[i]);
    halves[0].add(halves[1]);
    std::string total = outcome([&] { return forward.total(); });
    CHECK(total == outcome([&] { return backward.total(); }));
    CHECK(total == outcome([&] { return halves[0].total(); }));
    if (total == "limit") continue;
    bool below = positive.less(negative);
    Digits difference = below ? negative.minus(positive) : positive.minus(negative);
    std::string exact = spelled(below, difference, 18);
    if (total.find('.') == std::string::npos) total += '.';
    total.resize(exact.size(), '0');
    CHECK(total == exact);
  }
}
