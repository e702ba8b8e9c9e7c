// Amounts of a column, whose decimal mark is decided from all of its values and never cell by cell.
//
//   AmountColumn column;
//   column.add("1.234 €");  column.add("12,50 €");
//   AmountDecision decision = column.decide();       // decimal comma: "12,50" can't be a group of thousands
//   decision.format.parse("1.234 €", arena)          // number "1234", currency "EUR"
//
//   AmountColumn other;  other.add("1.234");
//   other.decide().state == AmountState::ambiguous       // ask, show decision.examples
//
// What is read: 1234.5  1.234,50  1,234.50  1'234.50  1 234,50 (also no-break and thin spaces)  12,34,567.89
// -5  5-  (12.00) +5  .5  and other decimal digits (Arabic-Indic, full width); a currency in front or behind
// as a sign or an ISO 4217 code; 60% and 12,5 %.
// Shape   number as core::parse_decimal takes it: [-]digits[.digits], the decimals as written ("1234.50"), at
//         most 18 digits.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"

namespace flatcrm::text {

enum class DecimalMark : unsigned char { point, comma };

/// "point" or ".", "comma" or ",", or nothing.
std::optional<DecimalMark> parse_decimal_mark(std::string_view name);

struct Amount {
  std::string_view number;  // canonical, part of the value or in the arena; the value as it came when not ok
  std::string_view currency;  // ISO 4217, "%" of a share, or "" when none was written; valid for good
  bool ok = false;
};

/// How the values of one column are read. Small, copyable, safe to share by threads.
class AmountFormat {
 public:
  Amount parse(std::string_view value, core::Arena& arena) const;

  DecimalMark mark = DecimalMark::point;
  /// What the signs of several currencies mean ("$", "¥", "kr", "£"): this one where it has that sign, else
  /// USD, JPY, SEK, GBP. Three letters or empty.
  std::array<char, 3> home{};
  void set_home(std::string_view currency);
};

enum class AmountState : unsigned char {
  decided,        // also where nothing had to be decided
  ambiguous,      // either mark fits every value
  contradictory,  // neither mark fits every value
};

struct AmountDecision {
  AmountState state = AmountState::decided;
  AmountFormat format;                // usable when decided
  std::vector<std::string> examples;  // when not decided: one or two values that show why
  std::size_t values = 0;             // that were not empty
  std::size_t unreadable = 0;         // of these, those that are an amount under neither mark
};

class AmountColumn {
 public:
  void add(std::string_view value);
  /// Adds what `later` saw: a piece of the same column that stands behind this one.
  void merge(const AmountColumn& later);
  AmountDecision decide(std::optional<DecimalMark> given = {}) const;

 private:
  struct Seen {
    std::size_t count = 0;
    std::string first;
  };
  std::size_t values_ = 0;
  std::size_t plain_ = 0;      // no mark at all
  std::array<Seen, 4> marks_;  // by the set of marks that fit: none, point, comma, either
  std::string second_either_;
};

/// "EUR" for "€", "eur", "Euro"; "" when not known. The ISO codes are those of ISO 4217 (2022).
std::string_view currency_code(std::string_view sign_or_code);

}  // namespace flatcrm::text
