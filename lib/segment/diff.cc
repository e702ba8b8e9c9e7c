#include "segment/diff.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "book/read.h"
#include "query/check.h"
#include "query/engine.h"
#include "query/numbers.h"

namespace flatcrm::segment {

namespace {

using query::NodeId;
using query::Vector;

constexpr std::uint32_t nowhere = ~std::uint32_t{0};

/// A comparison of the query, and what stands on its left.
struct Leaf {
  std::string text, left;
};

/// What and, or and not are made of, segments looked into.
void collect(const query::Catalog& catalog, const query::Syntax& syntax, query::SyntaxId id,
             std::vector<Leaf>& leaves, int depth) {
  const query::SyntaxNode& node = syntax[id];
  bool joins = node.form == query::Form::both || node.form == query::Form::either ||
               node.form == query::Form::negation;
  if (joins) {
    for (query::SyntaxId child : syntax.children(id)) collect(catalog, syntax, child, leaves, depth);
    return;
  }
  constexpr int deepest = 16;
  bool segment = node.form == query::Form::call && node.text == "segment" &&
                 node.first_child != query::no_syntax && catalog.segment && depth < deepest;
  if (segment) {
    std::optional<query::SavedQuery> saved = catalog.segment(syntax[node.first_child].text);
    if (saved) {
      query::SharedSyntax inner = query::parse(saved->where, saved->file);
      return collect(catalog, *inner, inner->root, leaves, depth + 1);
    }
  }
  Leaf leaf{std::string(syntax.source(id)), ""};
  bool compares = node.form == query::Form::compare || node.form == query::Form::between ||
                  node.form == query::Form::empty;
  if (compares) leaf.left = syntax.source(node.first_child);
  bool known =
      std::any_of(leaves.begin(), leaves.end(), [&](const Leaf& one) { return one.text == leaf.text; });
  if (!known && !leaf.text.empty()) leaves.push_back(std::move(leaf));
}

/// The segment as of one day, with the values that it turns on.
class State {
 public:
  State(const book::Book& book, query::Catalog catalog, const Saved& saved, const std::vector<Leaf>& leaves,
        core::Date known_on, int threads)
      : catalog_(std::move(catalog)), checker_(catalog_, saved.collection) {
    NodeId where = checker_.condition(query::parse(saved.where, saved.file));
    std::vector<NodeId> roots{where};
    for (const Leaf& leaf : leaves) {
      conditions_.push_back(checker_.condition(query::parse(leaf.text, saved.file)));
      roots.push_back(conditions_.back());
      lefts_.push_back(leaf.left.empty() ? query::no_node
                                         : checker_.value(query::parse(leaf.left, saved.file)));
      if (lefts_.back() != query::no_node) roots.push_back(lefts_.back());
    }
    query::EngineOptions options;
    options.today = catalog_.today;
    options.threads = threads;
    options.known_on = known_on;
    engine_ = std::make_unique<query::Engine>(
        book, checker_.tree(), roots, options,
        std::vector<model::TableRequest>{{saved.collection, {{"id", model::As::texts}}}});
    selected = engine_->select(saved.collection, where);
    collection_ = saved.collection;
  }

  const std::vector<std::string_view>& ids() const { return engine_->ids(collection_); }
  query::Truth truth(std::size_t leaf, std::uint32_t row) {
    return engine_->values(collection_, conditions_[leaf], {&row, 1}).truth(0);
  }
  std::string value(std::size_t leaf, std::uint32_t row);

  std::vector<std::uint32_t> selected;

 private:
  query::Catalog catalog_;
  query::Checker checker_;
  std::vector<NodeId> conditions_, lefts_;
  std::unique_ptr<query::Engine> engine_;
  std::string collection_;
};

std::string State::value(std::size_t leaf, std::uint32_t row) {
  NodeId node = lefts_[leaf];
  if (node == query::no_node) return "";
  Vector vector = engine_->values(collection_, node, {&row, 1});
  const query::Type& type = checker_.tree()[node].type;
  if (vector.form == Vector::Form::truth)
    return vector.truth(0) == query::Truth::unknown ? "nothing"
           : vector.truth(0) == query::Truth::yes   ? "true"
                                                    : "false";
  if (vector.form != Vector::Form::number)
    return vector.text(0).empty() ? "nothing" : std::string(vector.text(0));
  std::int64_t number = vector.number(0);
  if (number == core::no_number) return "nothing";
  if (type.kind == query::Kind::date) return core::print(core::Date{static_cast<std::int32_t>(number)});
  if (type.kind == query::Kind::date_time) return core::print(query::day_of(number));
  if (type.kind == query::Kind::duration)
    return fmt::format("{} days", query::rescale(number, vector.scale, 0) / query::seconds_a_day);
  int scale = vector.scale;
  constexpr int shown = 2;
  if (type.kind == query::Kind::money && scale > shown) {
    number = query::rescale(number, scale, shown);
    scale = shown;
  }
  return core::print(core::Decimal{number, static_cast<std::uint8_t>(scale)});
}

/// The comparisons whose truth differs, with their left sides.
std::vector<std::string> reasons_of(const std::vector<Leaf>& leaves, State& then, State& now,
                                    std::uint32_t old_row, std::uint32_t row) {
  std::vector<std::string> reasons;
  for (std::size_t i = 0; i < leaves.size() && old_row != nowhere; ++i) {
    if (then.truth(i, old_row) == now.truth(i, row)) continue;
    std::string before = then.value(i, old_row), after = now.value(i, row);
    reasons.push_back(before.empty() ? leaves[i].text
                                     : fmt::format("{}: {}, then {}", leaves[i].text, before, after));
  }
  return reasons;
}

using RowOf = std::unordered_map<std::string_view, std::uint32_t>;

RowOf rows_by_id(const State& state) {
  RowOf rows;
  for (std::uint32_t row = 0; row < state.ids().size(); ++row) rows.emplace(state.ids()[row], row);
  return rows;
}

std::vector<bool> marked(const State& state) {
  std::vector<bool> marks(state.ids().size());
  for (std::uint32_t row : state.selected) marks[row] = true;
  return marks;
}

/// Why a record is not there any more.
using WhyGone = std::function<std::string(std::string_view id)>;

/// Without `why_gone` a record that is not there now has not left.
Difference compare(const std::vector<Leaf>& leaves, State& then, State& now, const WhyGone& why_gone) {
  RowOf row_then = rows_by_id(then), row_now = rows_by_id(now);
  std::vector<bool> was = marked(then), is = marked(now);
  Difference difference;
  difference.then = then.selected.size();
  difference.now = now.selected.size();
  for (std::uint32_t row : now.selected) {
    auto old = row_then.find(now.ids()[row]);
    if (old != row_then.end() && was[old->second]) continue;
    std::uint32_t old_row = old == row_then.end() ? nowhere : old->second;
    Change change{std::string(now.ids()[row]), "", reasons_of(leaves, then, now, old_row, row)};
    if (change.reasons.empty()) change.reasons.emplace_back("the record is new");
    difference.came.push_back(std::move(change));
  }
  for (std::uint32_t row : then.selected) {
    auto here = row_now.find(then.ids()[row]);
    Change change{std::string(then.ids()[row]), "", {}};
    if (here == row_now.end()) {
      if (!why_gone) continue;
      change.reasons.push_back(why_gone(change.id));
    } else if (is[here->second]) {
      continue;
    } else {
      change.reasons = reasons_of(leaves, then, now, row, here->second);
    }
    difference.left.push_back(std::move(change));
  }
  return difference;
}

std::vector<Leaf> leaves_of(const query::Catalog& catalog, const Saved& saved) {
  std::vector<Leaf> leaves;
  query::SharedSyntax syntax = query::parse(saved.where, saved.file);
  collect(catalog, *syntax, syntax->root, leaves, 0);
  return leaves;
}

}  // namespace

Difference diff(const book::Book& book, const query::Catalog& catalog, const Saved& saved, core::Date since,
                int threads) {
  std::vector<Leaf> leaves = leaves_of(catalog, saved);
  query::Catalog earlier = catalog;
  earlier.today = since;
  State then(book, earlier, saved, leaves, since, threads),
      now(book, catalog, saved, leaves, core::no_date, threads);
  return compare(leaves, then, now, {});
}

Difference diff(const Moment& before, const Moment& after, const Saved& saved, int threads) {
  std::vector<Leaf> leaves = leaves_of(after.catalog, saved);
  query::Catalog earlier = before.catalog;
  earlier.segment = after.catalog.segment;  // what a segment means is said once
  earlier.segment_names = after.catalog.segment_names;
  State then(before.book, earlier, saved, leaves, core::no_date, threads),
      now(after.book, after.catalog, saved, leaves, core::no_date, threads);
  std::optional<std::unordered_map<std::string, std::string>> merged;
  return compare(leaves, then, now, [&](std::string_view id) -> std::string {
    if (!merged) merged = book::merged_ids(after.book, saved.collection);
    auto into = merged->find(std::string(id));
    return into == merged->end() ? "the record is gone"
                                 : fmt::format("the record was merged into {}", into->second);
  });
}

}  // namespace flatcrm::segment
