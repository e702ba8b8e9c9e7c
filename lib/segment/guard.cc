#include "segment/guard.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>

#include <fmt/format.h>

#include "core/text.h"
#include "io/threads.h"

namespace flatcrm::segment {

namespace {

constexpr std::uint32_t nobody = ~std::uint32_t{0};
constexpr std::int64_t million = 1'000'000;

/// Which row each code of an end stands for.
std::vector<std::uint32_t> rows_of(const model::Codes& end, const std::vector<std::string_view>& ids,
                                   int threads) {
  std::vector<std::uint32_t> codes(ids.size());
  constexpr std::size_t part = std::size_t{1} << 14;
  io::parallel_for((ids.size() + part - 1) / part, threads, [&](std::size_t i) {
    std::size_t begin = i * part, count = std::min(part, ids.size() - begin);
    end.dictionary.find(std::span(ids).subspan(begin, count), std::span(codes).subspan(begin, count));
  });
  std::vector<std::uint32_t> rows(end.dictionary.size(), nobody);
  for (std::size_t row = ids.size(); row-- > 0;)
    if (codes[row] != 0) rows[codes[row]] = static_cast<std::uint32_t>(row);
  return rows;
}

std::int64_t millionths(core::Decimal value) {
  return core::round(value, 6).mantissa;
}

/// How a customer is reached from the top tier.
struct Reach {
  std::uint32_t edge = nobody;
  std::uint32_t top = nobody;
  std::uint32_t next = nobody;  // one step nearer to the top
  std::int32_t strength = 0;
  std::uint8_t depth = 0;
};

class Spread {
 public:
  Spread(const Community& community, const std::vector<bool>& top, const std::vector<std::int64_t>& values)
      : community_(community), values_(values), reached_(top.size()) {
    for (std::size_t row = 0; row < top.size(); ++row)
      if (top[row])
        reached_[row] = {nobody, static_cast<std::uint32_t>(row), nobody, static_cast<std::int32_t>(million),
                         0};
  }

  void step(int depth) {
    for (std::uint32_t i = 0; i < community_.edges.size(); ++i) {
      const Community::Edge& edge = community_.edges[i];
      pass(i, edge.from, edge.to, depth);
      pass(i, edge.to, edge.from, depth);
    }
  }
  const Reach& operator[](std::size_t row) const { return reached_[row]; }

 private:
  /// From one that is `depth - 1` away to one that no earlier step reached.
  void pass(std::uint32_t edge, std::uint32_t near, std::uint32_t far, int depth) {
    const Reach& from = reached_[near];
    if (from.top == nobody || from.depth != depth - 1) return;
    Reach& into = reached_[far];
    if (into.top != nobody && into.depth < depth) return;
    auto strength =
        static_cast<std::int32_t>(std::int64_t{from.strength} * community_.edges[edge].strength / million);
    if (strength == 0) return;
    Reach found{edge, from.top, near, strength, static_cast<std::uint8_t>(depth)};
    if (into.top == nobody || better(found, into)) into = found;
  }
  bool better(const Reach& one, const Reach& other) const {
    return std::tuple(one.strength, values_[one.top], other.top, other.edge) >
           std::tuple(other.strength, values_[other.top], one.top, one.edge);
  }

  const Community& community_;
  const std::vector<std::int64_t>& values_;
  std::vector<Reach> reached_;
};

}  // namespace

model::TableRequest community_request() {
  return {"links",
          {{"from", model::As::codes}, {"to", model::As::codes}, {"kind", model::As::codes}, {"strength"}}};
}

Community read_community(const model::Table& links, const std::vector<std::string_view>& ids,
                         const book::Config& config, const GuardWishes& wishes, int threads) {
  Community community;
  const model::Codes& kinds = links.codes("kind");
  std::vector<std::uint32_t> kind_of(kinds.dictionary.size(), nobody);
  for (const std::string& wanted : wishes.kinds) {
    const book::LinkKind* kind = config.link_kind(wanted);
    if (kind == nullptr) {
      std::vector<std::string_view> names;
      for (const book::LinkKind& known : config.link_kinds) names.push_back(known.name);
      throw Error(Code::usage, fmt::format("the guard names no kind of link: '{}'", core::visible(wanted)),
                  {}, fmt::format("there are {}", fmt::join(names, ", ")));
    }
    std::uint32_t code = kinds.dictionary.find(wanted);
    if (code == 0 || kind->strength.mantissa <= 0) continue;
    kind_of[code] = static_cast<std::uint32_t>(community.kinds.size());
    community.kinds.push_back(kind);
  }
  const model::Codes& from = links.codes("from");
  const model::Codes& to = links.codes("to");
  std::vector<std::uint32_t> from_rows = rows_of(from, ids, threads), to_rows = rows_of(to, ids, threads);
  const model::Numbers& strengths = links.numbers("strength");
  std::vector<std::int64_t> of_kind;
  for (const book::LinkKind* kind : community.kinds)
    of_kind.push_back(std::min(millionths(kind->strength), million));
  community.edges.reserve(links.rows());
  for (std::size_t i = 0; i < links.rows(); ++i) {
    std::uint32_t kind = kind_of[kinds.codes[i]];
    std::uint32_t one = from_rows[from.codes[i]], other = to_rows[to.codes[i]];
    if (kind == nobody || one == nobody || other == nobody || one == other) continue;
    std::int64_t strength = of_kind[kind];
    if (!strengths.missing(i))
      strength = strength * std::clamp(millionths(strengths[i]), std::int64_t{0}, million) / million;
    if (strength > 0) community.edges.push_back({one, other, kind, static_cast<std::int32_t>(strength)});
  }
  return community;
}

Community only_kinds(const Community& community, const std::vector<std::string>& kinds) {
  std::vector<bool> wanted;
  for (const book::LinkKind* kind : community.kinds)
    wanted.push_back(std::find(kinds.begin(), kinds.end(), kind->name) != kinds.end());
  Community some{.edges = {}, .kinds = community.kinds};
  std::copy_if(community.edges.begin(), community.edges.end(), std::back_inserter(some.edges),
               [&](const Community::Edge& edge) { return wanted[edge.kind]; });
  return some;
}

Guarded guard(const Community& community, const std::vector<bool>& top, const std::vector<bool>& lowest,
              const std::vector<std::int64_t>& values, int depth) {
  Spread spread(community, top, values);
  for (int step = 1; step <= depth; ++step) spread.step(step);
  Guarded guarded;
  for (std::size_t row = 0; row < lowest.size(); ++row) {
    if (!lowest[row] || spread[row].top == nobody || spread[row].depth == 0) continue;
    GuardedMember member;
    member.customer = static_cast<std::uint32_t>(row);
    for (std::uint32_t at = member.customer; spread[at].depth != 0;) {
      const Reach& reach = spread[at];
      const Community::Edge& edge = community.edges[reach.edge];
      const book::LinkKind& kind = *community.kinds[edge.kind];
      member.path.push_back({edge.from == at ? kind.forward : kind.reverse, reach.next});
      at = reach.next;
    }
    guarded.members.push_back(std::move(member));
  }
  return guarded;
}

}  // namespace flatcrm::segment
