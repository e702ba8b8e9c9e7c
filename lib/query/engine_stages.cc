// What crosses collections, made once as whole columns: the order of it all, and references.
#include <algorithm>

#include "io/threads.h"
#include "model/shared_dictionary.h"
#include "query/engine_state.h"

namespace flatcrm::query {

namespace {

bool is_stage(Op op) {
  return op == Op::follow || op == Op::aggregate || op == Op::total || op == Op::rank || op == Op::forecast ||
         op == Op::linked || op == Op::network;
}

}  // namespace

std::vector<NodeId> parts_of(const Tree& tree, NodeId id) {
  const Node& node = tree[id];
  std::vector<NodeId> parts = node.children;
  auto add = [&](NodeId part) {
    if (part != no_node) parts.push_back(part);
  };
  switch (node.op) {
    case Op::follow:
      add(tree.follows[node.index].target);
      break;
    case Op::aggregate:
      add(tree.aggregates[node.index].where);
      add(tree.aggregates[node.index].value);
      break;
    case Op::rank:
      add(tree.ranks[node.index].value);
      break;
    case Op::forecast:
      for (NodeId part : tree.forecasts[node.index].parts()) add(part);
      break;
    case Op::linked:
      add(tree.links[node.index].where);
      break;
    case Op::network:
      add(node.index);
      break;
    case Op::any:
    case Op::all:
      add(tree.walks[node.index].condition);
      break;
    case Op::group:
      add(tree.groups[node.index].where);
      add(tree.groups[node.index].value);
      break;
    case Op::total:
      add(tree.totals[node.index].where);
      add(tree.totals[node.index].value);
      break;
    default:
      break;
  }
  return parts;
}

int Engine::State::level_of(NodeId id, std::map<NodeId, int>& known) const {
  if (auto found = known.find(id); found != known.end()) return found->second;
  int level = 0;
  for (NodeId part : parts_of(tree, id)) level = std::max(level, level_of(part, known));
  if (is_stage(tree[id].op)) ++level;
  return known[id] = level;
}

void Engine::State::prepare(const std::vector<NodeId>& nodes) {
  std::map<NodeId, int> levels;
  for (NodeId node : nodes) level_of(node, levels);
  std::map<int, std::vector<NodeId>> stages;
  for (const auto& [node, level] : levels) {
    prepare_predicate(node);
    if (is_stage(tree[node].op)) stages[level].push_back(node);
  }
  for (const auto& [level, together] : stages) prepare_level(together);
}

/// Aggregates against one reference share one pass over their collection, and so do totals.
void Engine::State::prepare_level(const std::vector<NodeId>& nodes) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> of_reference;
  std::map<std::string, std::vector<std::uint32_t>> of_collection;
  auto join_in = [](std::vector<std::uint32_t>& group, std::uint32_t index) {
    if (std::find(group.begin(), group.end(), index) == group.end()) group.push_back(index);
  };
  for (NodeId id : nodes) {
    const Node& node = tree[id];
    if (node.op == Op::total && !totals[node.index]) {
      join_in(of_collection[tree.totals[node.index].collection], node.index);
    } else if (node.op == Op::aggregate && !aggregates[node.index]) {
      if (options.optimize)
        join_in(of_reference[tree.aggregates[node.index].reference], node.index);
      else
        make_aggregates({node.index});
    } else {
      prepare_stage(node);
    }
  }
  for (const auto& [collection, group] : of_collection) make_totals(group);
  for (const auto& [reference, group] : of_reference) make_aggregates(group);
}

void Engine::State::prepare_stage(const Node& node) {
  if (node.op == Op::follow && !targets[node.index]) {
    const Follow& follow = tree.follows[node.index];
    const std::string& target = tree.fields[follow.reference].type.collection;
    join(follow.reference, target);
    targets[node.index] = whole(target, follow.target);
  } else if (node.op == Op::rank && !ranks[node.index]) {
    make_rank(node.index);
  } else if (node.op == Op::forecast && !forecasts[node.index]) {
    make_forecast(node.index);
  } else if (node.op == Op::linked && !links[node.index]) {
    make_link(node.index);
  } else if (node.op == Op::network) {
    make_network(node.index);
  }
}

/// The code that each record of a collection has where it is referred to, 0 where nothing does. Several references to one collection
/// share their texts, of which an id is looked for once.
std::vector<std::uint32_t> Engine::State::codes_of_ids(const model::Dictionary& dictionary,
                                                       const std::string& collection) {
  const std::vector<std::string_view>& ids = *collections.at(collection).ids;
  constexpr std::size_t part = std::size_t{1} << 14;
  auto by_parts = [&](const auto& work) {
    io::parallel_for((ids.size() + part - 1) / part, options.threads,
                     [&](std::size_t i) { work(i * part, std::min(part, ids.size() - i * part)); });
  };
  std::vector<std::uint32_t> codes(ids.size());
  if (dictionary.shared() == nullptr) {
    by_parts([&](std::size_t begin, std::size_t count) {
      dictionary.find(std::span(ids).subspan(begin, count), std::span(codes).subspan(begin, count));
    });
    return codes;
  }
  auto [known, is_new] = numbers_of_ids.try_emplace({dictionary.shared(), collection});
  std::vector<std::uint32_t>& numbers = known->second;
  if (is_new) {
    numbers.resize(ids.size());
    by_parts([&](std::size_t begin, std::size_t count) {
      dictionary.shared()->find(std::span(ids).subspan(begin, count),
                                std::span(numbers).subspan(begin, count));
    });
  }
  by_parts([&](std::size_t begin, std::size_t count) {
    for (std::size_t row = begin; row < begin + count; ++row) codes[row] = dictionary.code_of(numbers[row]);
  });
  return codes;
}

/// Which record each code of a reference stands for.
const Join& Engine::State::join(std::uint32_t reference, const std::string& target) {
  auto [place, is_new] = joins.try_emplace({reference, target});
  Join& join = place->second;
  if (!is_new) return join;
  const model::Dictionary& dictionary = columns[reference].codes->dictionary;
  join.code_of_row = codes_of_ids(dictionary, target);
  std::size_t rows = join.code_of_row.size();
  join.row_of_code.assign(dictionary.size(), no_row);
  // Of two records of one id the first counts, as everywhere.
  for (std::size_t row = rows; row-- > 0;)
    if (join.code_of_row[row] != 0) join.row_of_code[join.code_of_row[row]] = static_cast<std::uint32_t>(row);
  return join;
}

}  // namespace flatcrm::query
