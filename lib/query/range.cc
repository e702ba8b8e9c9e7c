#include "query/range.h"

#include <algorithm>

#include <fmt/format.h>

namespace flatcrm::query {

namespace {

constexpr std::int64_t largest = 1'000'000'000;  // sums and products of such numbers don't overflow

std::optional<Range> of_constant(const Node& node) {
  bool small = node.number.scale == 0 && std::abs(node.number.mantissa) <= largest;
  if (node.op != Op::constant || node.missing || !node.type.is_number() || !small) return std::nullopt;
  return Range{node.number.mantissa, node.number.mantissa};
}

/// Of both children, where both have two ends.
std::optional<Range> combined(const Tree& tree, const Node& node) {
  if (!node.type.is_number()) return std::nullopt;
  std::optional<Range> left = range_of(tree, node.children[0]), right = range_of(tree, node.children[1]);
  if (!left || !right || !left->most || !right->most) return std::nullopt;
  auto fits = [](const Range& range) { return range.least >= -largest && *range.most <= largest; };
  if (!fits(*left) || !fits(*right)) return std::nullopt;
  Range range;
  range.whole = left->whole && right->whole;
  if (node.op == Op::add) {
    range.least = left->least + right->least;
    range.most = *left->most + *right->most;
    return range;
  }
  auto [least, most] = std::minmax({left->least * right->least, left->least * *right->most,
                                    *left->most * right->least, *left->most * *right->most});
  range.least = least;
  range.most = most;
  return range;
}

std::optional<Range> of_function(Function function) {
  bool counts = function == Function::count || function == Function::distinct;
  return counts ? std::optional<Range>({0, {}, "a count"}) : std::nullopt;
}

bool is_field(const Tree& tree, NodeId id, std::string_view collection, std::string_view path) {
  const Node& node = tree[id];
  return node.op == Op::field && tree.fields[node.index].collection == collection &&
         tree.fields[node.index].path == path;
}

/// Whether only answers on the scale of the net promoter score pass.
bool asks_promoters(const Tree& tree, NodeId where) {
  if (where == no_node) return false;
  const Node& node = tree[where];
  if (node.op == Op::both)
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](NodeId child) { return asks_promoters(tree, child); });
  return node.op == Op::equal && is_field(tree, node.children[0], "interactions", "scale") &&
         tree[node.children[1]].op == Op::constant && tree[node.children[1]].text == "nps";
}

/// One of the scores, or something between them: 0 to 10 by the definition of the net promoter score, where satisfaction and effort have
/// scales of many lengths.
std::optional<Range> of_scores(const Tree& tree, const Aggregate& aggregate) {
  bool is_one = aggregate.function == Function::first || aggregate.function == Function::last ||
                aggregate.function == Function::minimum || aggregate.function == Function::maximum;
  bool between = aggregate.function == Function::average || aggregate.function == Function::median;
  bool asks = (is_one || between) && aggregate.value != no_node &&
              is_field(tree, aggregate.value, "interactions", "score") &&
              asks_promoters(tree, aggregate.where);
  if (!asks) return std::nullopt;
  return Range{0, 10, "an answer on the scale nps", false, false};
}

std::optional<Range> of_aggregate(const Tree& tree, const Aggregate& aggregate) {
  std::optional<Range> counts = of_function(aggregate.function);
  return counts ? counts : of_scores(tree, aggregate);
}

}  // namespace

std::string Range::in_words() const {
  if (!most) return fmt::format("{} or more", least);
  return below_most ? fmt::format("{} to under {}", least, *most) : fmt::format("{} to {}", least, *most);
}

std::optional<Range> range_of(const Tree& tree, NodeId id) {
  const Node& node = tree[id];
  switch (node.op) {
    case Op::constant:
      return of_constant(node);
    case Op::rank:
      if (tree.ranks[node.index].kind == RankKind::quintile) return Range{1, 5, "a quintile"};
      return Range{0, 100, "a percentile", true, false};
    case Op::aggregate:
      return of_aggregate(tree, tree.aggregates[node.index]);
    case Op::total:
      return of_function(tree.totals[node.index].function);
    case Op::count:
    case Op::length:
      return Range{0, {}, "a count"};
    case Op::quarter:
      return Range{1, 4, "a quarter"};
    case Op::month:
      return Range{1, 12, "a month"};
    case Op::week:
      return Range{1, 53, "a week"};
    case Op::weekday:
      return Range{1, 7, "a weekday"};
    case Op::add:
    case Op::multiply:
      return combined(tree, node);
    default:
      return std::nullopt;
  }
}

namespace {

class Texts {
 public:
  explicit Texts(const Tree& tree) : tree_(tree) {}
  std::vector<std::string_view> list;

  /// Whether all that it can be are in the list.
  bool add(NodeId id) {
    const Node& node = tree_[id];
    switch (node.op) {
      case Op::constant:
        if (!node.missing) add_word(node.text);
        return node.missing || node.type.kind == Kind::text;
      case Op::field:
        return add_declared(node.type);
      case Op::stage_outcome:
        for (const char* outcome : {"open", "won", "lost"}) add_word(outcome);
        return true;
      case Op::choose:
        return add(node.children[1]) && add(node.children[2]);
      case Op::coalesce:
        return std::all_of(node.children.begin(), node.children.end(),
                           [&](NodeId child) { return add(child); });
      case Op::follow:
        return add(tree_.follows[node.index].target);
      case Op::aggregate:
        return add_picked(tree_.aggregates[node.index]);
      default:
        return false;
    }
  }

 private:
  bool add_declared(const Type& type) {
    bool listed =
        !type.list && type.kind == Kind::text && type.declared != nullptr && !type.declared->values.empty();
    if (listed)
      for (const std::string& value : type.declared->values) add_word(value);
    return listed;
  }
  bool add_picked(const Aggregate& aggregate) {
    bool picks = aggregate.function == Function::first || aggregate.function == Function::last ||
                 aggregate.function == Function::minimum || aggregate.function == Function::maximum;
    return picks && aggregate.value != no_node && add(aggregate.value);
  }
  void add_word(std::string_view word) {
    if (std::find(list.begin(), list.end(), word) == list.end()) list.push_back(word);
  }
  const Tree& tree_;
};

}  // namespace

std::optional<std::vector<std::string_view>> texts_of(const Tree& tree, NodeId id) {
  Texts texts(tree);
  if (!texts.add(id)) return std::nullopt;
  return texts.list;
}

Verdict never_or_always(const Range& range, std::string_view sign, core::Decimal constant) {
  std::strong_ordering to_least = core::compare(constant, {range.least, 0});
  std::strong_ordering to_most =
      range.most ? core::compare(constant, {*range.most, 0}) : std::strong_ordering::less;
  bool below = to_least<0, above = to_most> 0 || (range.below_most && to_most == 0);
  bool broken = range.whole && core::compare(core::round(constant, 0), constant) != 0;
  if (sign == "=" || sign == "!=") {
    if (!below && !above && !broken) return Verdict::depends;
    return sign == "=" ? Verdict::never : Verdict::always;
  }
  bool upwards = sign == ">" || sign == ">=";
  if (below) return upwards ? Verdict::always : Verdict::never;
  if (to_most > 0) return upwards ? Verdict::never : Verdict::always;
  if (sign == "<" && to_least == 0) return Verdict::never;
  if (sign == ">" && to_most == 0) return Verdict::never;
  return sign == ">=" && above ? Verdict::never : Verdict::depends;
}

}  // namespace flatcrm::query
