// Which numbers or words an expression can have, so that a comparison that is always or never true is an error.
//
//   range_of(tree, quintile_node)        {1, 5, "a quintile"}
//   range_of(tree, count_node)           {0, nothing, "a count"}
//   range_of(tree, amount_node)          nothing: any number
//   texts_of(tree, lifecycle_node)       lead, prospect, new, active, lapsing, lost
//   never_or_always({1, 5}, ">", {5, 0})     Verdict::never        5 is one of the numbers, but none is larger
//   never_or_always({1, 5}, "<", {6, 0})     Verdict::always
//   never_or_always({1, 5}, ">", {3, 0})     Verdict::depends
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.h"
#include "query/tree.h"

namespace flatcrm::query {

/// Numbers from `least` to `most`, where there is one.
struct Range {
  std::int64_t least = 0;
  std::optional<std::int64_t> most{};
  std::string_view what = "what stands here";
  bool below_most = false;  // it comes close to `most`, and never there
  bool whole = true;

  /// "1 to 5", "0 or more".
  std::string in_words() const;
};

std::optional<Range> range_of(const Tree& tree, NodeId id);

/// The only words that a text can be, each once; nothing where it may be any.
std::optional<std::vector<std::string_view>> texts_of(const Tree& tree, NodeId id);

enum class Verdict : std::uint8_t { depends, never, always };

/// Of a number in the range that is compared with a constant.
Verdict never_or_always(const Range& range, std::string_view sign, core::Decimal constant);

}  // namespace flatcrm::query
