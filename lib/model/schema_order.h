// Where a concrete path stands in a schema's order, step by step.
//
//   order_of(schema, "addresses.2.city")   // {rank of addresses}, {2}, {rank of addresses.*.city}
//
// Two paths compare as their steps do: list numbers before keys, declared keys by rank, custom ones behind
// them by name.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/schema.h"

namespace flatcrm::model {

inline constexpr std::uint32_t custom_rank = 0xFFFF;

struct OrderStep {
  bool key = false;
  std::uint32_t rank = 0;  // of the first field below it, or the list number
  std::string_view text;

  auto operator<=>(const OrderStep&) const = default;
};

/// The views point into `path`.
std::vector<OrderStep> order_of(const Schema& schema, std::string_view path);

/// Does a declared path ("addresses.*.city") stand for the concrete one?
bool matches(std::string_view declared, std::string_view path);

}  // namespace flatcrm::model
