#include "report/network.h"

#include <fmt/format.h>

#include <algorithm>

namespace flatcrm::report {

namespace {

void ask_for_values(Needs& needs, const std::string& suffix, const std::string& span) {
  needs.columns.push_back(
      {"value" + suffix, "customers", fmt::format("if(orders({0}) > 0, value({0}))", span)});
  needs.columns.push_back({"network" + suffix, "customers", fmt::format("network_value({})", span)});
}

/// A: those that at least 80 % of all who ordered stand strictly below; C: those that less than 40 % do.
std::vector<std::uint8_t> tiers_of(const std::vector<std::int64_t>& values) {
  std::vector<std::int64_t> sorted;
  for (std::int64_t value : values)
    if (value != core::no_number) sorted.push_back(value);
  std::sort(sorted.begin(), sorted.end());
  auto count = static_cast<std::ptrdiff_t>(sorted.size());
  std::vector<std::uint8_t> tiers(values.size(), no_tier);
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (values[row] == core::no_number) continue;
    auto below = std::lower_bound(sorted.begin(), sorted.end(), values[row]) - sorted.begin();
    tiers[row] = below * 5 >= count * 4 ? best_tier : below * 5 >= count * 2 ? std::uint8_t{1} : lowest_tier;
  }
  return tiers;
}

NetworkState state_of(const Data& data, const std::string& suffix, const segment::Community& community,
                      int depth) {
  NetworkState state{&data.values("value" + suffix), &data.values("network" + suffix)};
  for (std::size_t row = 0; row < data.rows("customers"); ++row)
    state.values.push_back(state.value->values.number(row));
  state.tier = tiers_of(state.values);
  std::vector<bool> top(state.tier.size()), lowest(state.tier.size());
  for (std::size_t row = 0; row < state.tier.size(); ++row) {
    top[row] = state.tier[row] == best_tier;
    lowest[row] = state.tier[row] == lowest_tier;
  }
  state.guarded = segment::guard(community, top, lowest, state.values, depth);
  return state;
}

/// The ends of the links of a kind.
Pairs links_of(const segment::Community& community, std::string_view kind) {
  Pairs pairs;
  for (const segment::Community::Edge& edge : community.edges)
    if (community.kinds[edge.kind]->name == kind) pairs.emplace_back(edge.from, edge.to);
  return pairs;
}

/// All kinds of link that the book has; the guard's own wishes are those of segments/value.yaml.
segment::GuardWishes every_kind(const book::Config& config) {
  segment::GuardWishes wishes;
  wishes.kinds.clear();
  for (const book::LinkKind& kind : config.link_kinds) wishes.kinds.push_back(kind.name);
  return wishes;
}

segment::GuardWishes guard_wishes(const Input& input) {
  std::optional<segment::Saved> saved = input.saved ? input.saved("value") : std::nullopt;
  segment::GuardWishes wishes = saved && saved->tiering ? saved->tiering->guard : segment::GuardWishes{};
  // A book may have named kinds of its own, without those that the guard looks at by default.
  std::erase_if(wishes.kinds,
                [&](const std::string& kind) { return input.config.link_kind(kind) == nullptr; });
  return wishes;
}

}  // namespace

Needs network_needs(const Parameters& parameters) {
  Needs needs{.tables = {customers_request(), segment::community_request()}};
  ask_for_values(needs, "", span_of(parameters));
  if (std::optional<Period> earlier = before(parameters))
    ask_for_values(needs, "_before", span_of(so_far(*earlier, parameters.as_of)));
  return needs;
}

Network network_of(const Input& input) {
  const Data& data = input.data;
  const auto& ids = data.ids("customers");
  segment::Community all = segment::read_community(data.table("links"), ids, input.config,
                                                   every_kind(input.config), input.parameters.threads);
  segment::GuardWishes wishes = guard_wishes(input);
  segment::Community guarding = segment::only_kinds(all, wishes.kinds);
  Pairs households = links_of(all, "household"), referrals = links_of(all, "referral");
  Network network{.input = input,
                  .community = std::move(all),
                  .households = Households(households, ids.size()),
                  .referrals = Referrals(referrals, ids.size()),
                  .now = state_of(data, "", guarding, wishes.depth)};
  network.selected.resize(ids.size());
  for (std::uint32_t row : data.selected()) network.selected[row] = true;
  if (before(input.parameters)) network.earlier = state_of(data, "_before", guarding, wishes.depth);
  return network;
}

core::Int128 sum_of(const NetworkState& state, const std::vector<std::uint32_t>& rows) {
  core::Int128 sum = 0;
  for (std::uint32_t row : rows) sum += state.own(row);
  return sum;
}

GuardedMembers guarded_of(const Network& network, const NetworkState& state) {
  GuardedMembers list;
  for (const segment::GuardedMember& member : state.guarded.members)
    if (network.selected[member.customer]) list.push_back(&member);
  return list;
}

core::Int128 at_stake(const NetworkState& state, const GuardedMembers& members) {
  std::vector<bool> counted(state.tier.size());
  std::vector<std::uint32_t> tops;
  for (const segment::GuardedMember* member : members) {
    if (counted[member->top()]) continue;
    counted[member->top()] = true;
    tops.push_back(member->top());
  }
  return sum_of(state, tops);
}

}  // namespace flatcrm::report
