// Matches digits against the patterns of phone metadata, much faster than a general regular expression.
//
//   DigitPattern pattern("0|(1[2-4]\\d?)");
//   pattern.matches("134") == true
//   pattern.find_prefix("0301")  ->  ends 1, size 1
//   pattern.find_prefix("1345")  ->  ends 2: "13" and "134" both match, and which one counts is left open
//   DigitPattern("a+").is_known() == false
//
// Syntax  digits, \d, [0-9] classes, groups, |, ?, {n}, {n,m} and $; any other makes the pattern unknown.
// States are worked out when first met, so that a pattern serves one thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace flatcrm::text {

class DigitPattern {
 public:
  explicit DigitPattern(std::string_view pattern);

  bool is_known() const { return known_; }
  bool is_empty() const { return empty_; }

  /// From the first digit to the last. Requires: is_known(), and digits only.
  bool matches(std::string_view digits);

  struct Prefix {
    int ends = 0;          // how many beginnings of the digits match: 0, 1, or 2 for several
    std::size_t size = 0;  // of the one that matches
  };
  Prefix find_prefix(std::string_view digits);

 private:
  friend class DigitPatternParser;
  using Index = std::int32_t;
  static constexpr Index none = -1;
  static constexpr Index unknown = -2;

  /// A step of the pattern: takes one of `digits` on the way to `next`, or nothing on the ways of `free`.
  struct Step {
    std::uint16_t digits = 0;  // a bit each
    Index next = none;
    std::vector<Index> free;
    bool at_end_only = false;  // the free ways are open behind the last digit only
    bool accepts = false;
  };
  struct State {
    std::vector<Index> steps;
    std::array<Index, 10> next;
    bool accepts = false;
    bool accepts_at_end = false;
  };

  void close(std::vector<Index>& steps, bool at_end) const;
  Index state_of(std::vector<Index> steps);
  Index follow(Index state, char digit);

  std::vector<Step> steps_;
  std::vector<State> states_;
  std::map<std::vector<Index>, Index> found_;
  Index start_ = none;
  bool known_ = false;
  bool empty_ = false;
};

}  // namespace flatcrm::text
