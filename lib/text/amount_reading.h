// One value taken for an amount: its figures and marks, before anyone knows which mark is the decimal one.
//
//   AmountReading reading = read_amount("-CHF 1'234.50", "");
//   reading.valid      reading.negative      reading.currency == "CHF"      reading.figures() == "1'234.50"
//   reading.print(DecimalMark::point, out) == true, out == "-1234.50"
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "text/amount.h"

namespace flatcrm::text {

class AmountReading {
 public:
  bool valid = false;
  bool negative = false;
  std::string_view currency;

  /// Digits as ASCII; marks as '.', ',', '\'' for what only groups, ';' for what is only a decimal mark.
  std::string_view figures() const { return {figures_.data(), size_}; }
  bool add(char figure) {
    if (size_ == figures_.size()) return false;
    figures_[size_++] = figure;
    return true;
  }
  void remove_last() { --size_; }

  /// The longest text that print() makes.
  static constexpr std::size_t longest = 48;
  /// Canonical under a decimal mark: how many bytes, or 0 when the figures don't fit the mark.
  std::size_t print(DecimalMark mark, char* out) const;

 private:
  std::array<char, 40> figures_{};
  std::size_t size_ = 0;
};

AmountReading read_amount(std::string_view value, std::string_view home);

/// currency_code(), where signs of several currencies mean `home`.
std::string_view currency_of(std::string_view text, std::string_view home);

}  // namespace flatcrm::text
