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
struct Engine::State::Adding {
  GroupValue what;
  std::uint32_t index = 0;
  std::unique_ptr<Vector> texts{};  // of one that picks a text: all of them
  std::unique_ptr<Accumulator> into{};
  std::vector<AggregatePairs> pairs{};  // of each run of the round
};

Engine::State::Adding Engine::State::begin_adding(const GroupValue& what, std::size_t slots,
                                                  bool collect) const {
  Adding adding;
  adding.what = what;
  bool text = what.value != no_node && tree[what.value].type.is_text() &&
              what.function != Function::distinct && what.function != Function::count;
  if (text) adding.texts = std::make_unique<Vector>(whole(what.collection, what.value));
  auto parts = static_cast<std::size_t>(std::max(options.threads, 1));
  adding.into = std::make_unique<Accumulator>(what.function, slots, adding.texts.get(), parts, collect);
  adding.pairs.resize(runs_a_round);
  return adding;
}

/// Of each record the slot that it belongs to, 0 for none; without `slots` all belong to slot 1.
void Engine::State::add_up(const std::string& collection, const std::vector<std::uint32_t>* slots,
                           std::vector<Adding>& work) const {
  const CollectionData& data = collections.at(collection);
  const std::string& log = book.schemas().of(collection).log_date();
  auto parts = static_cast<std::size_t>(std::max(options.threads, 1));
  auto gather_run = [&](std::size_t run, std::size_t begin) {
    Rows rows{(begin + run) * run_size, std::min(run_size, data.rows - (begin + run) * run_size)};
    std::map<NodeId, Vector> conditions;
    for (Adding& one : work) {
      AggregatePairs& pairs = one.pairs[run];
      pairs.clear();
      const Vector* condition = nullptr;
      if (one.what.where != no_node) {
        auto known = conditions.find(one.what.where);
        if (known == conditions.end())
          known = conditions.emplace(one.what.where, evaluate(one.what.where, rows)).first;
        condition = &known->second;
      }
      bool takes_value = one.what.value != no_node && !one.into->picks_rows();
      Vector value;
      if (takes_value) value = evaluate(one.what.value, rows);
      bool ordered =
          (one.what.function == Function::first || one.what.function == Function::last) && !log.empty();
      const std::vector<core::Date>* days = ordered ? &table(collection).dates(log).days : nullptr;
      pairs.scale = value.scale;
      for (std::size_t i = 0; i < rows.count; ++i) {
        std::size_t row = rows.begin + i;
        std::uint32_t slot = slots == nullptr ? 1 : (*slots)[row];
        if (slot == 0 || (condition != nullptr && condition->truth(i) != Truth::yes) || !is_known(data, row))
          continue;
        if (days != nullptr && (*days)[row] == core::no_date) continue;
        pairs.slots.push_back(slot);
        pairs.values.push_back(takes_value ? one.into->number_of(value, i) : static_cast<std::int64_t>(row));
        if (days != nullptr) pairs.days.push_back((*days)[row].days);
      }
    }
  };
  std::size_t runs = (data.rows + run_size - 1) / run_size;
  for (std::size_t begin = 0; begin < runs; begin += runs_a_round) {
    std::size_t some = std::min(runs_a_round, runs - begin);
    io::parallel_for(some, options.threads, [&](std::size_t run) { gather_run(run, begin); });
    io::parallel_for(parts, options.threads, [&](std::size_t part) {
      for (Adding& one : work)
        for (std::size_t run = 0; run < some; ++run) one.into->add(one.pairs[run], part, parts);
    });
  }
}

void Engine::State::make_aggregates(const std::vector<std::uint32_t>& together, bool collect) {
  const Aggregate& first = tree.aggregates[together[0]];
  const CollectionData& parents = collections.at(first.parent);
  const model::Codes& slots = *columns[first.reference].codes;
  const Join& parent = join(first.reference, first.parent);
  std::vector<Adding> work;
  for (std::uint32_t index : together) {
    const Aggregate& aggregate = tree.aggregates[index];
    work.push_back(begin_adding({aggregate.function, aggregate.collection, aggregate.where, aggregate.value},
                                slots.dictionary.size(), collect));
    work.back().index = index;
  }
  add_up(first.collection, &slots.codes, work);
  std::vector<std::uint32_t> again;
  for (Adding& one : work) {
    if (one.into->is_disordered())
      again.push_back(one.index);
    else
      aggregates[one.index] = one.into->finish(parent.code_of_row, parents.rows);
  }
  work.clear();
  if (!again.empty()) make_aggregates(again, true);
}

/// One value each, whatever the number of records that it stands beside.
void Engine::State::make_totals(const std::vector<std::uint32_t>& together, bool collect) {
  std::vector<Adding> work;
  for (std::uint32_t index : together) {
    work.push_back(begin_adding(tree.totals[index], 2, collect));
    work.back().index = index;
  }
  add_up(tree.totals[together[0]].collection, nullptr, work);
  std::vector<std::uint32_t> again;
  for (Adding& one : work) {
    if (one.into->is_disordered()) {
      again.push_back(one.index);
      continue;
    }
    Vector value = one.into->finish({1}, 1);
    value.step = 0;
    totals[one.index] = std::move(value);
  }
  work.clear();
  if (!again.empty()) make_totals(again, true);
}

}  // namespace flatcrm::query
