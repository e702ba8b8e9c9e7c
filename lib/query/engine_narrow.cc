// What of a condition can be asked about the text of one cell, so that a reader leaves rows out before it reads the rest of them.
#include <algorithm>
#include <memory>

#include "query/engine_state.h"
#include "query/record_evaluator.h"

namespace flatcrm::query {

namespace {

/// A field's text, where the evaluator asks for it.
class OneCell : public FieldSource {
 public:
  explicit OneCell(std::string_view text) : text_(text) {}
  std::string_view text(const std::string&) const override { return text_; }

 private:
  std::string_view text_;
};

bool is_plain(Op op) {
  constexpr Op plain[] = {Op::constant, Op::field,  Op::both,  Op::either,  Op::negation,
                          Op::equal,    Op::one_of, Op::like,  Op::matches, Op::contains,
                          Op::is_empty, Op::lower,  Op::upper, Op::fold};
  return std::find(std::begin(plain), std::end(plain), op) != std::end(plain);
}

/// Collects the fields of an expression; false where it is made of more than texts and truths of one record.
bool collect_fields(const Tree& tree, NodeId id, std::vector<std::uint32_t>& fields) {
  const Node& node = tree[id];
  bool simple =
      is_plain(node.op) && !node.type.list && (node.type.is_text() || node.type.kind == Kind::truth);
  if (!simple) return false;
  if (node.op == Op::field && std::find(fields.begin(), fields.end(), node.index) == fields.end())
    fields.push_back(node.index);
  return std::all_of(node.children.begin(), node.children.end(),
                     [&](NodeId child) { return collect_fields(tree, child, fields); });
}

void collect_conjuncts(const Tree& tree, NodeId id, std::vector<NodeId>& into) {
  if (tree[id].op != Op::both) return into.push_back(id);
  for (NodeId child : tree[id].children) collect_conjuncts(tree, child, into);
}

/// Whether something looks at records of the collection that the condition may not select.
bool crosses(const Tree& tree, const std::string& collection) {
  auto among = [&](const auto& all) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.collection == collection; });
  };
  bool followed = std::any_of(tree.follows.begin(), tree.follows.end(), [&](const Follow& one) {
    return tree.fields[one.reference].type.collection == collection;
  });
  bool linked = collection == "customers" &&
                std::any_of(tree.nodes.begin(), tree.nodes.end(),
                            [](const Node& one) { return one.op == Op::linked || one.op == Op::network; });
  return followed || linked || among(tree.aggregates) || among(tree.ranks) || among(tree.totals) ||
         !tree.forecasts.empty() || collection == "links" || collection == "rates";
}

}  // namespace

/// References are left alone: a record may have been merged into the one that is asked for.
void Engine::State::narrow() {
  bool wanted = options.optimize && options.only != no_node && options.known_on == core::no_date;
  if (!wanted || options.only_collection.empty() || crosses(tree, options.only_collection)) return;
  auto request = table_of.find(options.only_collection);
  if (request == table_of.end()) return;
  std::vector<NodeId> conjuncts;
  collect_conjuncts(tree, options.only, conjuncts);
  for (NodeId conjunct : conjuncts) {
    std::vector<std::uint32_t> fields;
    if (!collect_fields(tree, conjunct, fields) || fields.size() != 1) continue;
    const Field& field = tree.fields[fields[0]];
    bool asks =
        field.collection == options.only_collection && !field.type.list && field.type.kind != Kind::reference;
    if (!asks) continue;
    if (cells == nullptr) cells = std::make_unique<RecordEvaluator>(tree, book.config(), rates, nullptr);
    auto may_hold = [this, conjunct](std::string_view text) {
      return cells->evaluate(conjunct, OneCell(text)).truth == Truth::yes;
    };
    requests[request->second].tests.push_back({field.path, may_hold});
  }
}

}  // namespace flatcrm::query
