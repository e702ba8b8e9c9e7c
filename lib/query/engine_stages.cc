// What crosses collections, made once as whole columns: references, ranks, links, and the order of it all.
#include <algorithm>
#include <array>

#include "io/threads.h"
#include "model/shared_dictionary.h"
#include "query/engine_state.h"
#include "query/numbers.h"

namespace flatcrm::query {

namespace {

bool is_stage(Op op) {
  return op == Op::follow || op == Op::aggregate || op == Op::total || op == Op::rank || op == Op::forecast ||
         op == Op::linked || op == Op::network;
}

/// What a node is made of, in its own collection and in others.
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

}  // namespace

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
  for (const auto& [node, level] : levels) prepare_predicate(node);
  int highest = 0;
  for (const auto& [node, level] : levels) highest = std::max(highest, level);
  for (int level = 1; level <= highest; ++level) {
    // Aggregates against one reference share one pass over their collection, and so do totals.
    std::map<std::uint32_t, std::vector<std::uint32_t>> together;
    std::map<std::string, std::vector<std::uint32_t>> whole_collections;
    for (const auto& [node, at] : levels) {
      if (at != level) continue;
      if (tree[node].op == Op::aggregate) {
        std::uint32_t index = tree[node].index;
        if (aggregates[index]) continue;
        std::vector<std::uint32_t>& group = together[tree.aggregates[index].reference];
        if (!options.optimize && !group.empty()) {
          make_aggregates(group);
          group.clear();
        }
        if (std::find(group.begin(), group.end(), index) == group.end()) group.push_back(index);
      } else if (tree[node].op == Op::total) {
        std::uint32_t index = tree[node].index;
        std::vector<std::uint32_t>& group = whole_collections[tree.totals[index].collection];
        if (!totals[index] && std::find(group.begin(), group.end(), index) == group.end())
          group.push_back(index);
      } else if (is_stage(tree[node].op)) {
        prepare(node);
      }
    }
    for (const auto& [collection, group] : whole_collections)
      if (!group.empty()) make_totals(group);
    for (const auto& [reference, group] : together)
      if (!group.empty()) make_aggregates(group);
  }
}

void Engine::State::prepare(NodeId id) {
  const Node& node = tree[id];
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

namespace {

/// The least value that at least `least` of all stand strictly below, which may be beyond the largest: nothing then. The values before
/// `begin` are not larger than those behind it.
std::optional<std::int64_t> bound_above(std::vector<std::int64_t>& values, std::size_t begin,
                                        std::size_t least) {
  if (least >= values.size()) return std::nullopt;
  auto at = values.begin() + static_cast<std::ptrdiff_t>(least);
  std::nth_element(values.begin() + static_cast<std::ptrdiff_t>(begin), at, values.end());
  std::int64_t value = *at;
  bool shared = std::find(values.begin(), at, value) != at;  // one of those before it is as large
  if (!shared) return value;
  std::optional<std::int64_t> next;
  for (auto one = at; one != values.end(); ++one)
    if (*one > value && (!next || *one < *next)) next = *one;
  return next;
}

}  // namespace

/// Equal values share a score: what counts is how many of those that have a value stand strictly below.
void Engine::State::make_rank(std::uint32_t index) {
  const Rank& rank = tree.ranks[index];
  const CollectionData& data = collections.at(rank.collection);
  Vector values = whole(rank.collection, rank.value);
  std::vector<std::int64_t> known;
  known.reserve(data.rows);
  for (std::size_t row = 0; row < data.rows; ++row)
    if (values.number(row) != core::no_number && is_known(data, row)) known.push_back(values.number(row));
  bool quintile = rank.kind == RankKind::quintile;
  Vector scores = Vector::of_numbers(data.rows, quintile ? 0 : quotient_digits);
  std::array<std::int64_t, 4> bounds{};
  std::size_t bounded = 0;  // scores that anybody reaches, the lowest not counted
  std::size_t begin = 0;
  for (std::size_t score = 2; score <= 5 && quintile; ++score) {
    std::size_t least = ((score - 1) * known.size() + 4) / 5;  // below / all >= (score - 1) / 5
    std::optional<std::int64_t> bound = bound_above(known, begin, least);
    if (!bound) break;
    bounds[bounded++] = *bound;
    begin = least;
  }
  if (!quintile) std::sort(known.begin(), known.end());
  auto count = static_cast<std::int64_t>(known.size());
  io::parallel_for((data.rows + run_size - 1) / run_size, options.threads, [&](std::size_t run) {
    std::size_t end = std::min(data.rows, (run + 1) * run_size);
    for (std::size_t row = run * run_size; row < end; ++row) {
      std::int64_t value = values.number(row);
      std::int64_t& into = scores.own_numbers[row];
      if (value == core::no_number || !is_known(data, row)) {
        into = core::no_number;
      } else if (quintile) {
        into = 1;
        for (std::size_t i = 0; i < bounded; ++i) into += value >= bounds[i] ? 1 : 0;
      } else {
        auto below = std::lower_bound(known.begin(), known.end(), value) - known.begin();
        into = divide(100 * below, 0, count, 0);
      }
    }
  });
  ranks[index] = std::move(scores);
}

void Engine::State::make_link(std::uint32_t index) {
  const Link& link = tree.links[index];
  const CollectionData& customers = collections.at("customers");
  const model::Codes& from = table("links").codes("from");
  const model::Codes& to = table("links").codes("to");
  const model::Codes& kind = table("links").codes("kind");
  std::uint32_t wanted = link.kind.empty() ? 0 : kind.dictionary.find(link.kind);
  Vector condition;
  if (link.where != no_node) condition = whole("customers", link.where);
  auto rows_of = [&](const model::Codes& end) {
    std::vector<std::uint32_t> rows(end.dictionary.size(), no_row);
    std::vector<std::uint32_t> codes = codes_of_ids(end.dictionary, "customers");
    for (std::size_t row = customers.rows; row-- > 0;)
      if (codes[row] != 0) rows[codes[row]] = static_cast<std::uint32_t>(row);
    return rows;
  };
  std::vector<std::uint32_t> from_rows = rows_of(from), to_rows = rows_of(to);
  Vector linked = Vector::of_truths(customers.rows);
  const CollectionData& all = collections.at("links");
  for (std::size_t i = 0; i < all.rows; ++i) {
    if (!is_known(all, i) || (!link.kind.empty() && (wanted == 0 || kind.codes[i] != wanted))) continue;
    std::uint32_t one = from_rows[from.codes[i]], other = to_rows[to.codes[i]];
    if (one == no_row || other == no_row) continue;
    auto meets = [&](std::uint32_t row) {
      return link.where == no_node || condition.truth(row) == Truth::yes;
    };
    if (link.forward && meets(other)) linked.own_truths[one] = static_cast<std::uint8_t>(Truth::yes);
    if (link.reverse && meets(one)) linked.own_truths[other] = static_cast<std::uint8_t>(Truth::yes);
  }
  links[index] = std::move(linked);
}

/// Own value and that of the linked, a share of it a link further; each customer counts once, at the nearest.
void Engine::State::make_network(NodeId node) {
  if (networks.count(node) != 0) return;
  const CollectionData& customers = collections.at("customers");
  Vector own = whole("customers", node);
  const model::Codes& from = table("links").codes("from");
  const model::Codes& to = table("links").codes("to");
  const CollectionData& all = collections.at("links");
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  auto rows_of = [&](const model::Codes& end) {
    std::vector<std::uint32_t> rows(end.dictionary.size(), no_row);
    std::vector<std::uint32_t> codes = codes_of_ids(end.dictionary, "customers");
    for (std::size_t row = customers.rows; row-- > 0;)
      if (codes[row] != 0) rows[codes[row]] = static_cast<std::uint32_t>(row);
    return rows;
  };
  std::vector<std::uint32_t> from_rows = rows_of(from), to_rows = rows_of(to);
  for (std::size_t i = 0; i < all.rows; ++i) {
    std::uint32_t one = from_rows[from.codes[i]], other = to_rows[to.codes[i]];
    if (one == no_row || other == no_row || one == other || !is_known(all, i)) continue;
    edges.emplace_back(one, other);
    edges.emplace_back(other, one);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::vector<std::size_t> first(customers.rows + 1, edges.size());
  for (std::size_t i = edges.size(); i-- > 0;) first[edges[i].first] = i;
  for (std::size_t row = customers.rows; row-- > 0;) first[row] = std::min(first[row], first[row + 1]);
  const book::Config& config = book.config();
  int scale = std::min(own.scale + config.network_step.scale * config.network_depth, most_digits);
  Vector out = Vector::of_numbers(customers.rows, scale);
  io::parallel_for((customers.rows + run_size - 1) / run_size, options.threads, [&](std::size_t run) {
    std::vector<std::uint32_t> reached, next;
    std::size_t end = std::min(customers.rows, (run + 1) * run_size);
    for (std::size_t row = run * run_size; row < end; ++row) {
      std::int64_t total =
          own.number(row) == core::no_number ? 0 : rescale(own.number(row), own.scale, scale);
      reached.assign(1, static_cast<std::uint32_t>(row));
      std::size_t begin = 0;
      core::Decimal share{1, 0};
      for (int depth = 0; depth < config.network_depth; ++depth) {
        share = core::multiply(share, config.network_step);
        std::size_t until = reached.size();
        for (std::size_t i = begin; i < until; ++i) {
          for (std::size_t edge = first[reached[i]]; edge < first[reached[i] + 1]; ++edge) {
            std::uint32_t other = edges[edge].second;
            if (std::find(reached.begin(), reached.end(), other) != reached.end()) continue;
            reached.push_back(other);
            std::int64_t value = own.number(other);
            if (value == core::no_number) continue;
            int surplus = own.scale + share.scale - scale;
            std::int64_t part = multiply(value, share.mantissa, std::max(surplus, 0));
            total = add(total, rescale(part, surplus > 0 ? scale : own.scale + share.scale, scale));
          }
        }
        begin = until;
      }
      out.own_numbers[row] = total;
    }
  });
  networks.emplace(node, std::move(out));
}

}  // namespace flatcrm::query
