// Customers with what links them, their values and their tiers: what the report on the community is made from.
//
//   Network network = network_of(input);               // Requires: network_needs(parameters)
//   network.now.own(row)                               // what the customer brought in the period
//   network.now.tier[row] == best_tier                 // A: the best 20 %, B: up to 60 %, C: the rest of those who ordered
//   network.now.guarded.members                        // of tier C, with a way into tier A
//   network.households.all()      network.referrals.brought(row)
//
// Shape   the guard looks at the kinds of link, and to the depth, that segments/value.yaml says, where the book has one.
// Units   values in mantissas at scale(), in the report's currency.
#pragma once

#include <optional>
#include <vector>

#include "report/amounts.h"
#include "report/customer_names.h"
#include "report/families.h"
#include "report/report.h"
#include "segment/guard.h"

namespace flatcrm::report {

inline constexpr std::string_view tier_names[] = {"A", "B", "C"};
inline constexpr std::uint8_t best_tier = 0, lowest_tier = 2, no_tier = 3;

/// Values of one period with what follows from them.
struct NetworkState {
  const Values *value, *network;
  std::vector<std::int64_t> values{};  // no_number for who has not ordered
  std::vector<std::uint8_t> tier{};
  segment::Guarded guarded{};

  core::Int128 own(std::uint32_t row) const { return values[row] == core::no_number ? 0 : values[row]; }
};

/// Customers with what links them.
struct Network {
  const Input& input;
  segment::Community community;
  Households households;
  Referrals referrals;
  std::vector<bool> selected{};
  NetworkState now;
  std::optional<NetworkState> earlier{};

  int scale() const { return now.value->values.scale; }
  Cell money(core::Int128 sum) const { return money_cell(sum, scale(), input.currency()); }
  Cell network_money(std::uint32_t row) const {
    return money_cell(now.network->values.number(row), now.network->values.scale, input.currency());
  }
  Reference customer(std::uint32_t row) const { return customer_reference(input, row); }
  std::string name(std::uint32_t row) const {
    Reference one = customer(row);
    return one.label.empty() ? one.id : one.label;
  }
  std::size_t limit() const { return input.parameters.limit; }
};

Needs network_needs(const Parameters& parameters);
Network network_of(const Input& input);

core::Int128 sum_of(const NetworkState& state, const std::vector<std::uint32_t>& rows);

using GuardedMembers = std::vector<const segment::GuardedMember*>;
/// Of the selected customers.
GuardedMembers guarded_of(const Network& network, const NetworkState& state);
/// The value of those whom they are linked to, each once.
core::Int128 at_stake(const NetworkState& state, const GuardedMembers& members);

}  // namespace flatcrm::report
