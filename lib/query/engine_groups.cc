// Aggregates over groups of one collection's records.
#include <algorithm>
#include <numeric>
#include <optional>

#include "io/threads.h"
#include "query/aggregate.h"
#include "query/engine_state.h"

namespace flatcrm::query {

namespace {

bool is_chosen_text(const Tree& tree, const GroupValue& group) {
  return group.value != no_node && tree[group.value].type.is_text() && group.function != Function::distinct &&
         group.function != Function::count;
}

/// Records, and the group of each.
struct Groups {
  std::span<const std::uint32_t> rows, group_of;
  std::size_t count = 0;
};

}  // namespace

/// One aggregate over groups under way: runs of records are brought to pairs on all threads, and added up in their order.
class Engine::State::GroupSum {
 public:
  GroupSum(State& state, const std::string& collection, const GroupValue& group, const Groups& groups)
      : state_(state), group_(group), groups_(groups) {
    const std::string& log = state.book.schemas().of(collection).log_date();
    bool ordered = (group.function == Function::first || group.function == Function::last) && !log.empty() &&
                   state.table(collection).has(log);
    if (ordered) days_ = &state.table(collection).dates(log).days;
    Rows all;
    all.count = groups.rows.size();
    all.picked = groups.rows.data();
    if (is_chosen_text(state.tree, group)) texts_ = state.in_runs(group.value, all);
  }

  Vector add_up() {
    std::optional<Vector> sum = try_add(false);
    if (!sum) sum = try_add(true);
    // Chosen texts are views into those of all records: they must last.
    if (texts_) {
      sum->arena = std::make_shared<core::Arena>();
      for (std::string_view& one : sum->own_texts) one = sum->arena->keep(one);
    }
    return *std::move(sum);
  }

 private:
  std::optional<Vector> try_add(bool collect) {
    Accumulator into(group_.function, groups_.count + 1, texts_ ? &*texts_ : nullptr, 1, collect);
    constexpr std::size_t runs_a_round = 64;
    std::vector<AggregatePairs> pairs(runs_a_round);
    std::size_t runs = (groups_.rows.size() + run_size - 1) / run_size;
    for (std::size_t begin = 0; begin < runs; begin += runs_a_round) {
      std::size_t some = std::min(runs_a_round, runs - begin);
      io::parallel_for(some, state_.options.threads,
                       [&](std::size_t run) { fill((begin + run) * run_size, into, pairs[run]); });
      for (std::size_t run = 0; run < some; ++run) into.add(pairs[run], 0, 1);
    }
    if (into.is_disordered()) return std::nullopt;
    std::vector<std::uint32_t> slot_of(groups_.count);
    std::iota(slot_of.begin(), slot_of.end(), 1U);
    return into.finish(slot_of, groups_.count);
  }

  void fill(std::size_t begin, const Accumulator& into, AggregatePairs& pairs) const {
    Rows run;
    run.count = std::min(run_size, groups_.rows.size() - begin);
    run.picked = groups_.rows.data() + begin;
    Vector condition, value;
    bool valued = group_.value != no_node && !texts_;
    if (group_.where != no_node) condition = state_.evaluate(group_.where, run);
    if (valued) value = state_.evaluate(group_.value, run);
    pairs.clear();
    pairs.scale = value.scale;
    for (std::size_t i = 0; i < run.count; ++i) {
      if (group_.where != no_node && condition.truth(i) != Truth::yes) continue;
      if (days_ != nullptr && (*days_)[groups_.rows[begin + i]] == core::no_date) continue;
      pairs.slots.push_back(groups_.group_of[begin + i] + 1);
      pairs.values.push_back(valued ? into.number_of(value, i) : static_cast<std::int64_t>(begin + i));
      if (days_ != nullptr) pairs.days.push_back((*days_)[groups_.rows[begin + i]].days);
    }
  }

  State& state_;
  const GroupValue& group_;
  const Groups& groups_;
  const std::vector<core::Date>* days_ = nullptr;
  std::optional<Vector> texts_;  // of all records, where one of them is chosen
};

void Engine::group(const std::string& collection, std::span<const std::uint32_t> rows,
                   std::span<const std::uint32_t> group_of, std::size_t groups) {
  Groups all{rows, group_of, groups};
  state_->group_results.clear();
  for (const GroupValue& group : state_->tree.groups)
    state_->group_results.push_back(State::GroupSum(*state_, collection, group, all).add_up());
}

Vector Engine::group_values(NodeId node, std::size_t groups) {
  return state_->evaluate(node, {0, groups});
}

}  // namespace flatcrm::query
