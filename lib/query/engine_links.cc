// What customers have of those that they are linked to, as whole columns.
#include <algorithm>

#include "io/threads.h"
#include "query/engine_state.h"
#include "query/numbers.h"

namespace flatcrm::query {

/// Of each code of an end of the links the customer, no_row where there is none.
std::vector<std::uint32_t> Engine::State::customers_of(const model::Codes& end) {
  std::vector<std::uint32_t> rows(end.dictionary.size(), no_row);
  std::vector<std::uint32_t> codes = codes_of_ids(end.dictionary, "customers");
  for (std::size_t row = codes.size(); row-- > 0;)
    if (codes[row] != 0) rows[codes[row]] = static_cast<std::uint32_t>(row);
  return rows;
}

/// work(link, customer, other customer) of all whose ends are there.
template <typename Work>
void Engine::State::for_each_link(const Work& work) {
  const model::Codes& from = table("links").codes("from");
  const model::Codes& to = table("links").codes("to");
  std::vector<std::uint32_t> from_rows = customers_of(from), to_rows = customers_of(to);
  const CollectionData& all = collections.at("links");
  for (std::size_t i = 0; i < all.rows; ++i) {
    std::uint32_t one = from_rows[from.codes[i]], other = to_rows[to.codes[i]];
    if (one != no_row && other != no_row && is_known(all, i)) work(i, one, other);
  }
}

void Engine::State::make_link(std::uint32_t index) {
  const Link& link = tree.links[index];
  const model::Codes& kind = table("links").codes("kind");
  std::uint32_t wanted = link.kind.empty() ? 0 : kind.dictionary.find(link.kind);
  Vector condition;
  if (link.where != no_node) condition = whole("customers", link.where);
  auto meets = [&](std::uint32_t row) { return link.where == no_node || condition.truth(row) == Truth::yes; };
  Vector linked = Vector::of_truths(collections.at("customers").rows);
  for_each_link([&](std::size_t i, std::uint32_t one, std::uint32_t other) {
    if (!link.kind.empty() && (wanted == 0 || kind.codes[i] != wanted)) return;
    if (link.forward && meets(other)) linked.own_truths[one] = static_cast<std::uint8_t>(Truth::yes);
    if (link.reverse && meets(one)) linked.own_truths[other] = static_cast<std::uint8_t>(Truth::yes);
  });
  links[index] = std::move(linked);
}

/// Those that each customer is linked to, once: `others` from first[row] to first[row + 1].
struct Engine::State::Neighbours {
  std::vector<std::size_t> first;
  std::vector<std::uint32_t> others;

  std::span<const std::uint32_t> of(std::uint32_t row) const {
    return std::span(others).subspan(first[row], first[row + 1] - first[row]);
  }
};

Engine::State::Neighbours Engine::State::neighbours() {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for_each_link([&](std::size_t, std::uint32_t one, std::uint32_t other) {
    if (one == other) return;
    edges.emplace_back(one, other);
    edges.emplace_back(other, one);
  });
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  Neighbours all;
  all.first.resize(collections.at("customers").rows + 1);
  all.others.reserve(edges.size());
  for (const auto& [one, other] : edges) {
    ++all.first[one + 1];
    all.others.push_back(other);
  }
  for (std::size_t row = 1; row < all.first.size(); ++row) all.first[row] += all.first[row - 1];
  return all;
}

/// Own value and that of the linked, a share of it a link further; each customer counts once, at the nearest.
void Engine::State::make_network(NodeId node) {
  if (networks.contains(node)) return;
  std::size_t customers = collections.at("customers").rows;
  Vector own = whole("customers", node);
  Neighbours all = neighbours();
  const book::Config& config = book.config();
  int scale = std::min(own.scale + config.network_step.scale * config.network_depth, most_digits);
  Vector out = Vector::of_numbers(customers, scale);
  io::parallel_for((customers + run_size - 1) / run_size, options.threads, [&](std::size_t run) {
    std::vector<std::uint32_t> reached;
    std::size_t end = std::min(customers, (run + 1) * run_size);
    for (std::size_t row = run * run_size; row < end; ++row)
      out.own_numbers[row] = network_of(static_cast<std::uint32_t>(row), own, all, scale, reached);
  });
  networks.emplace(node, std::move(out));
}

/// `reached` is room for the customers on the way.
std::int64_t Engine::State::network_of(std::uint32_t row, const Vector& own, const Neighbours& all, int scale,
                                       std::vector<std::uint32_t>& reached) const {
  const book::Config& config = book.config();
  std::int64_t total = own.number(row) == core::no_number ? 0 : rescale(own.number(row), own.scale, scale);
  core::Decimal share{1, 0};
  auto share_of = [&](std::int64_t value) {
    int digits = own.scale + share.scale, surplus = std::max(digits - scale, 0);
    return rescale(multiply(value, share.mantissa, surplus), digits - surplus, scale);
  };
  reached.assign(1, row);
  std::size_t begin = 0;
  for (int depth = 0; depth < config.network_depth; ++depth) {
    share = core::multiply(share, config.network_step);
    std::size_t end = reached.size();
    for (std::size_t i = begin; i < end; ++i) {
      for (std::uint32_t other : all.of(reached[i])) {
        if (std::find(reached.begin(), reached.end(), other) != reached.end()) continue;
        reached.push_back(other);
        if (own.number(other) != core::no_number) total = add(total, share_of(own.number(other)));
      }
    }
    begin = end;
  }
  return total;
}

}  // namespace flatcrm::query
