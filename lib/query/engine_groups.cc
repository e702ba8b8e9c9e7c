// Aggregates over groups of one collection's records.
#include "query/aggregate.h"
#include "query/engine_state.h"

namespace flatcrm::query {

namespace {

bool is_chosen_text(const Tree& tree, const GroupValue& group) {
  return group.value != no_node && tree[group.value].type.is_text() && group.function != Function::distinct &&
         group.function != Function::count;
}

}  // namespace

void Engine::group(const std::string& collection, std::span<const std::uint32_t> rows,
                   std::span<const std::uint32_t> group_of, std::size_t groups) {
  State& state = *state_;
  std::vector<std::uint32_t> slot_of(groups);
  for (std::size_t i = 0; i < groups; ++i) slot_of[i] = static_cast<std::uint32_t>(i + 1);
  const std::string& log = state.book.schemas().of(collection).log_date();
  state.group_results.clear();
  for (const GroupValue& group : state.tree.groups) {
    Rows picked;
    picked.count = rows.size();
    picked.picked = rows.data();
    Vector condition, value;
    if (group.where != no_node) condition = state.evaluate(group.where, picked);
    if (group.value != no_node) value = state.evaluate(group.value, picked);
    bool text = is_chosen_text(state.tree, group);
    bool ordered = (group.function == Function::first || group.function == Function::last) && !log.empty() &&
                   state.table(collection).has(log);
    const std::vector<core::Date>* days = ordered ? &state.table(collection).dates(log).days : nullptr;
    for (bool collect : {false, true}) {
      Accumulator into(group.function, groups + 1, text ? &value : nullptr, 1, collect);
      AggregatePairs pairs;
      pairs.scale = value.scale;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (group.where != no_node && condition.truth(i) != Truth::yes) continue;
        pairs.slots.push_back(group_of[i] + 1);
        pairs.values.push_back(text || group.value == no_node ? static_cast<std::int64_t>(i)
                                                              : into.number_of(value, i));
        if (days != nullptr) pairs.days.push_back((*days)[rows[i]].days);
      }
      into.add(pairs, 0, 1);
      if (into.is_disordered()) continue;
      state.group_results.push_back(into.finish(slot_of, groups));
      break;
    }
    // Chosen texts are views into `value`: they must last.
    if (text) {
      Vector& result = state.group_results.back();
      result.arena = std::make_shared<core::Arena>();
      for (std::string_view& one : result.own_texts) one = result.arena->keep(one);
    }
  }
}

Vector Engine::group_values(NodeId node, std::size_t groups) {
  return state_->evaluate(node, {0, groups});
}

}  // namespace flatcrm::query
