// Aggregates: one pass over a collection, its records going to their parents by dense numbers.
//
// A run of records is first brought to (slot, value) pairs, a slot being the code of the reference; then the pairs are added up, each
// thread taking the slots that are its own, in the order of the records: no lock, no merging, and the same result for any thread count.
#include <algorithm>
#include <array>

#include "core/id.h"
#include "io/threads.h"
#include "query/aggregate.h"
#include "query/engine_state.h"
#include "query/numbers.h"

namespace flatcrm::query {

namespace {

constexpr std::size_t runs_a_round = 64;

}  // namespace

/// One aggregate under way.
struct AggregateWork {
  const Aggregate* aggregate = nullptr;
  std::uint32_t index = 0;
  std::unique_ptr<Accumulator> into;
  std::vector<AggregatePairs> pairs;  // of each run of the round
};

void Engine::State::make_aggregates(const std::vector<std::uint32_t>& together, bool collect) {
  const Aggregate& first = tree.aggregates[together[0]];
  const CollectionData& data = collections.at(first.collection);
  const CollectionData& parents = collections.at(first.parent);
  const std::vector<std::uint32_t>& slots = columns[first.reference].codes->codes;
  const Join& parent = join(first.reference, first.parent);
  std::size_t slot_count = columns[first.reference].codes->dictionary.size();
  const std::string& log = book.schemas().of(first.collection).log_date();
  auto parts = static_cast<std::size_t>(std::max(options.threads, 1));
  std::vector<AggregateWork> work(together.size());
  std::vector<Vector> texts(together.size());  // of those that pick a text: all of them
  for (std::size_t i = 0; i < together.size(); ++i) {
    const Aggregate& aggregate = tree.aggregates[together[i]];
    work[i].aggregate = &aggregate;
    work[i].index = together[i];
    bool text = aggregate.value != no_node && tree[aggregate.value].type.is_text() &&
                aggregate.function != Function::distinct && aggregate.function != Function::count;
    if (text) texts[i] = whole(aggregate.collection, aggregate.value);
    work[i].into = std::make_unique<Accumulator>(aggregate.function, slot_count, text ? &texts[i] : nullptr,
                                                 parts, collect);
    work[i].pairs.resize(runs_a_round);
  }
  std::size_t runs = (data.rows + run_size - 1) / run_size;
  for (std::size_t begin = 0; begin < runs; begin += runs_a_round) {
    std::size_t some = std::min(runs_a_round, runs - begin);
    io::parallel_for(some, options.threads, [&](std::size_t run) {
      Rows rows{(begin + run) * run_size, std::min(run_size, data.rows - (begin + run) * run_size)};
      std::map<NodeId, Vector> conditions;
      for (AggregateWork& one : work) {
        AggregatePairs& pairs = one.pairs[run];
        pairs.clear();
        const Aggregate& aggregate = *one.aggregate;
        const Vector* condition = nullptr;
        if (aggregate.where != no_node) {
          auto known = conditions.find(aggregate.where);
          if (known == conditions.end())
            known = conditions.emplace(aggregate.where, evaluate(aggregate.where, rows)).first;
          condition = &known->second;
        }
        Vector value;
        if (aggregate.value != no_node && !one.into->picks_rows()) value = evaluate(aggregate.value, rows);
        bool ordered =
            (aggregate.function == Function::first || aggregate.function == Function::last) && !log.empty();
        const std::vector<core::Date>* days =
            ordered ? &table(aggregate.collection).dates(log).days : nullptr;
        pairs.scale = value.scale;
        for (std::size_t i = 0; i < rows.count; ++i) {
          std::size_t row = rows.begin + i;
          if (slots[row] == 0 || (condition != nullptr && condition->truth(i) != Truth::yes) ||
              !is_known(data, row))
            continue;
          std::int64_t number = static_cast<std::int64_t>(row);
          if (aggregate.value != no_node && !one.into->picks_rows()) number = one.into->number_of(value, i);
          std::int32_t day = days == nullptr ? 0 : (*days)[row].days;
          if (days != nullptr && (*days)[row] == core::no_date) continue;
          pairs.slots.push_back(slots[row]);
          pairs.values.push_back(number);
          if (days != nullptr) pairs.days.push_back(day);
        }
      }
    });
    io::parallel_for(parts, options.threads, [&](std::size_t part) {
      for (AggregateWork& one : work)
        for (std::size_t run = 0; run < some; ++run) one.into->add(one.pairs[run], part, parts);
    });
  }
  std::vector<std::uint32_t> again;
  for (AggregateWork& one : work) {
    if (one.into->is_disordered())
      again.push_back(one.index);
    else
      aggregates[one.index] = one.into->finish(parent.code_of_row, parents.rows);
  }
  work.clear();
  if (!again.empty()) make_aggregates(again, true);
}

}  // namespace flatcrm::query
