// Aggregates: one pass over a collection, its records going to their parents by dense numbers.
//
// A run of records is first brought to (slot, value) pairs, a slot being the code of the reference; then the pairs are added up, each
// thread taking the slots that are its own, in the order of the records: no lock, no merging, and the same result for any thread count.
#include <algorithm>

#include "io/threads.h"
#include "query/aggregate.h"
#include "query/engine_state.h"

namespace flatcrm::query {

namespace {

constexpr std::size_t runs_a_round = 64;

}  // namespace

/// One aggregate under way.
struct Engine::State::Adding {
  GroupValue what;
  std::uint32_t index = 0;
  std::unique_ptr<Vector> texts{};                // of one that picks a text: all of them
  const std::vector<core::Date>* days = nullptr;  // of the first or last of a log
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
  const std::string& log = book.schemas().of(what.collection).log_date();
  bool ordered = (what.function == Function::first || what.function == Function::last) && !log.empty();
  if (ordered) adding.days = &table(what.collection).dates(log).days;
  auto parts = static_cast<std::size_t>(std::max(options.threads, 1));
  adding.into = std::make_unique<Accumulator>(what.function, slots, adding.texts.get(), parts, collect);
  adding.pairs.resize(runs_a_round);
  return adding;
}

/// Of each record the slot that it belongs to, 0 for none; without `slots` all belong to slot 1.
void Engine::State::add_up(const std::string& collection, const std::vector<std::uint32_t>* slots,
                           std::vector<Adding>& work) const {
  const CollectionData& data = collections.at(collection);
  auto parts = static_cast<std::size_t>(std::max(options.threads, 1));
  auto fill_run = [&](std::size_t run, std::size_t begin) {
    Rows rows{(begin + run) * run_size, std::min(run_size, data.rows - (begin + run) * run_size)};
    std::map<NodeId, Vector> conditions;
    for (Adding& one : work) {
      NodeId where = one.what.where;
      if (where != no_node && !conditions.contains(where)) conditions.emplace(where, evaluate(where, rows));
      fill(one, rows, slots == nullptr ? nullptr : slots->data() + rows.begin,
           where == no_node ? nullptr : &conditions.at(where), one.pairs[run]);
    }
  };
  std::size_t runs = (data.rows + run_size - 1) / run_size;
  for (std::size_t begin = 0; begin < runs; begin += runs_a_round) {
    std::size_t some = std::min(runs_a_round, runs - begin);
    io::parallel_for(some, options.threads, [&](std::size_t run) { fill_run(run, begin); });
    io::parallel_for(parts, options.threads, [&](std::size_t part) {
      for (Adding& one : work)
        for (std::size_t run = 0; run < some; ++run) one.into->add(one.pairs[run], part, parts);
    });
  }
}

/// The slots and values of those records of a run that count.
void Engine::State::fill(const Adding& what, const Rows& rows, const std::uint32_t* slots,
                         const Vector* condition, AggregatePairs& pairs) const {
  const CollectionData& data = collections.at(what.what.collection);
  bool takes_value = what.what.value != no_node && !what.into->picks_rows();
  Vector value;
  if (takes_value) value = evaluate(what.what.value, rows);
  pairs.clear();
  pairs.scale = value.scale;
  for (std::size_t i = 0; i < rows.count; ++i) {
    std::size_t row = rows.begin + i;
    std::uint32_t slot = slots == nullptr ? 1 : slots[i];
    bool counts = slot != 0 && (condition == nullptr || condition->truth(i) == Truth::yes) &&
                  is_known(data, row) && (what.days == nullptr || (*what.days)[row] != core::no_date);
    if (!counts) continue;
    pairs.slots.push_back(slot);
    pairs.values.push_back(takes_value ? what.into->number_of(value, i) : static_cast<std::int64_t>(row));
    if (what.days != nullptr) pairs.days.push_back((*what.days)[row].days);
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
