#include "query/record_evaluator.h"

#include <algorithm>

#include "core/text.h"
#include "query/numbers.h"
#include "query/text_functions.h"

namespace flatcrm::query {

namespace {

bool is_text(const Type& type) {
  return type.list || type.is_text();
}

}  // namespace

RecordEvaluator::RecordEvaluator(const Tree& tree, const book::Config& config, const Rates& rates,
                                 const World* world)
    : tree_(tree), config_(config), rates_(rates), world_(world) {
  for (NodeId id = 1; id < tree.nodes.size(); ++id) {
    if (tree[id].op == Op::like) patterns_.emplace(id, Pattern::like(tree[id].text));
    if (tree[id].op == Op::matches) patterns_.emplace(id, Pattern::regular(tree[id].text));
  }
}

Value RecordEvaluator::evaluate(NodeId node, const FieldSource& record) const {
  return of(node, record, {});
}

bool RecordEvaluator::is_missing(NodeId node, const Value& value) const {
  const Type& type = tree_[node].type;
  if (is_text(type)) return value.text.empty();
  return type.kind == Kind::truth ? value.truth == Truth::unknown : value.number == core::no_number;
}

const PlainRecord* RecordEvaluator::find(const std::string& collection, std::string_view id) const {
  if (world_ == nullptr || id.empty() || world_->count(collection) == 0) return nullptr;
  for (const PlainRecord& record : world_->at(collection))
    if (record.text("id") == id) return &record;
  return nullptr;
}

core::Date RecordEvaluator::document_day(const std::string& collection, const FieldSource& record) const {
  auto day = [&](const char* path) { return core::parse_day(record.text(path)); };
  if (collection == "deals") {
    std::optional<core::Date> closed = day("closed");
    return closed && record.text("outcome") != "open" ? *closed : tree_.today;
  }
  bool log = collection == "sales" || collection == "interactions" || collection == "rates";
  return log ? day("date").value_or(core::no_date) : tree_.today;
}

Value RecordEvaluator::read(const Type& type, bool day, std::string_view text) const {
  if (is_text(type)) return Value::of_text(text);
  if (type.kind == Kind::truth)
    return text == "true" ? Value::of_truth(true) : text == "false" ? Value::of_truth(false) : Value();
  if (type.kind == Kind::date_time && !day) return Value::of_number(read_instant(text), 0);
  if (type.kind == Kind::date || type.kind == Kind::date_time) {
    std::optional<core::Date> read = type.kind == Kind::date ? core::parse_date(text) : core::parse_day(text);
    return read ? Value::of_number(read->days, 0) : Value();
  }
  std::optional<core::Decimal> number = core::parse_decimal(text);
  if (!number || (type.kind == Kind::integer && number->scale != 0)) return {};
  return Value::of_number(number->mantissa, number->scale);
}

Value RecordEvaluator::field(const Field& field, const FieldSource& record) const {
  Value value = read(field.type, field.day, record.text(field.path));
  bool converts = field.type.kind == Kind::money && value.number != core::no_number &&
                  !field.currency.empty() && field.currency != "true";
  if (!converts) return value;
  std::string_view currency = record.text(field.currency);
  std::optional<core::Decimal> base = rates_.convert({value.number, static_cast<std::uint8_t>(value.scale)},
                                                     currency, document_day(field.collection, record));
  return base ? Value::of_number(base->mantissa, base->scale) : Value();
}

Value RecordEvaluator::constant(const Node& node) const {
  if (node.missing) return {};
  if (node.type.is_text()) return Value::of_text(node.text);
  if (node.type.kind == Kind::truth) return Value::of_truth(node.number.mantissa != 0);
  if (node.type.kind == Kind::money && !node.text.empty()) {
    std::optional<core::Decimal> base = rates_.convert(node.number, node.text, tree_.today);
    return base ? Value::of_number(base->mantissa, base->scale) : Value();
  }
  return Value::of_number(node.number.mantissa, node.number.scale);
}

Value RecordEvaluator::element(const Node& node, const FieldSource& record, const Element& at) const {
  if (at.walk->scalars) return Value::of_text(at.text);
  std::string path = at.walk->list + "." + std::to_string(at.number) + "." + node.text;
  return read(node.type, false, record.text(path));
}

Value RecordEvaluator::follow(const Node& node, const FieldSource& record) const {
  const Follow& follow = tree_.follows[node.index];
  const Field& reference = tree_.fields[follow.reference];
  const PlainRecord* other = find(reference.type.collection, record.text(reference.path));
  return other == nullptr ? Value() : evaluate(follow.target, *other);
}

Value RecordEvaluator::logic(const Node& node, const FieldSource& record, const Element& at) const {
  Value first = of(node.children[0], record, at);
  if (node.op == Op::negation)
    return first.truth == Truth::unknown ? Value() : Value::of_truth(first.truth == Truth::no);
  Truth settled = node.op == Op::both ? Truth::no : Truth::yes;
  bool any_unknown = false;
  for (NodeId child : node.children) {
    Truth truth = of(child, record, at).truth;
    if (truth == settled) return Value::of_truth(settled == Truth::yes);
    any_unknown = any_unknown || truth == Truth::unknown;
  }
  return any_unknown ? Value() : Value::of_truth(settled == Truth::no);
}

Value RecordEvaluator::compare(NodeId id, const FieldSource& record, const Element& at) const {
  const Node& node = tree_[id];
  Value left = of(node.children[0], record, at);
  if (is_missing(node.children[0], left)) return {};
  if (node.op == Op::within)
    return Value::of_truth(left.number >= node.number.mantissa && left.number <= node.upper.mantissa);
  if (node.op == Op::one_of) {
    bool text = std::find(node.texts.begin(), node.texts.end(), left.text) != node.texts.end();
    bool number = std::any_of(node.numbers.begin(), node.numbers.end(), [&](core::Decimal one) {
      return query::compare(left.number, left.scale, one.mantissa, one.scale) == 0;
    });
    return Value::of_truth(node.numbers.empty() ? text : number);
  }
  if (node.op == Op::like || node.op == Op::matches)
    return Value::of_truth(patterns_.at(id).holds(left.text));
  Value right = of(node.children[1], record, at);
  if (is_missing(node.children[1], right)) return {};
  if (node.op == Op::contains) return Value::of_truth(left.text.find(right.text) != std::string::npos);
  if (node.op == Op::has_element) return Value::of_truth(has_element(left.text, right.text));
  const Type& type = tree_[node.children[0]].type;
  if (type.kind == Kind::truth) return Value::of_truth(left.truth == right.truth);
  std::int64_t order = 0;
  if (is_text(type))
    order = left.text.compare(right.text);
  else if (type.kind == Kind::date_time)
    order = difference_in_seconds(left.number, right.number);
  else
    order = query::compare(left.number, left.scale, right.number, right.scale);
  return Value::of_truth(node.op == Op::equal ? order == 0 : node.op == Op::less ? order < 0 : order <= 0);
}

Value RecordEvaluator::walk(const Node& node, const FieldSource& record) const {
  const Walk& walk = tree_.walks[node.index];
  std::vector<Element> elements;
  std::vector<std::string> texts =
      walk.scalars ? core::split_list(record.text(walk.list)) : std::vector<std::string>();
  for (const std::string& text : texts) elements.push_back({&walk, text, 0});
  for (std::size_t i = 1; i <= walk.size && !walk.scalars; ++i) {
    bool there = std::any_of(walk.members.begin(), walk.members.end(), [&](const std::string& member) {
      return !record.text(walk.list + "." + std::to_string(i) + "." + member).empty();
    });
    if (there) elements.push_back({&walk, {}, i});
  }
  Truth settled = node.op == Op::any ? Truth::yes : Truth::no;
  bool any_unknown = false;
  for (const Element& element : elements) {
    Truth truth = of(walk.condition, record, element).truth;
    if (truth == settled) return Value::of_truth(settled == Truth::yes);
    any_unknown = any_unknown || truth == Truth::unknown;
  }
  return any_unknown ? Value() : Value::of_truth(settled == Truth::no);
}

Value RecordEvaluator::of(NodeId id, const FieldSource& record, const Element& at) const {
  const Node& node = tree_[id];
  switch (node.op) {
    case Op::constant:
      return constant(node);
    case Op::field:
      return field(tree_.fields[node.index], record);
    case Op::element:
      return element(node, record, at);
    case Op::rate:
      return rate(node, record);
    case Op::follow:
    case Op::aggregate:
    case Op::total:
    case Op::rank:
    case Op::forecast:
    case Op::linked:
    case Op::network:
      return across(node, record);
    case Op::group:
      return {};
    case Op::both:
    case Op::either:
    case Op::negation:
      return logic(node, record, at);
    case Op::equal:
    case Op::less:
    case Op::at_most:
    case Op::within:
    case Op::one_of:
    case Op::like:
    case Op::matches:
    case Op::contains:
    case Op::has_element:
      return compare(id, record, at);
    case Op::is_empty:
      return Value::of_truth(is_missing(node.children[0], of(node.children[0], record, at)));
    case Op::any:
    case Op::all:
      return walk(node, record);
    case Op::choose:
      return of(node.children[of(node.children[0], record, at).truth == Truth::yes ? 1 : 2], record, at);
    case Op::coalesce:
      for (NodeId child : node.children) {
        Value value = of(child, record, at);
        if (!is_missing(child, value)) return value;
      }
      return {};
    default:
      break;
  }
  Value first = of(node.children[0], record, at);
  Value second = node.children.size() > 1 ? of(node.children[1], record, at) : Value();
  bool computes = node.op == Op::add || node.op == Op::subtract || node.op == Op::multiply ||
                  node.op == Op::divide || node.op == Op::negate || node.op == Op::time_between;
  return computes ? arithmetic(node, first, second) : function(node, first, second);
}

/// What looks at other records than the one at hand.
Value RecordEvaluator::across(const Node& node, const FieldSource& record) const {
  switch (node.op) {
    case Op::follow:
      return follow(node, record);
    case Op::aggregate: {
      const Aggregate& of = tree_.aggregates[node.index];
      return aggregate({of.function, of.collection, of.where, of.value}, &tree_.fields[of.reference], record);
    }
    case Op::total:
      return aggregate(tree_.totals[node.index], nullptr, record);
    case Op::rank:
      return rank(tree_.ranks[node.index], record);
    case Op::forecast:
      return forecast(tree_.forecasts[node.index], record);
    case Op::linked:
      return linked(tree_.links[node.index], record);
    default:
      return network(node.index, record);
  }
}

Value RecordEvaluator::rate(const Node& node, const FieldSource& record) const {
  const Field& beside = tree_.fields[node.index];
  bool base = beside.currency.empty() || beside.currency == "true";
  std::optional<core::Decimal> value =
      rates_.convert(node.number, node.text, base ? tree_.today : document_day(beside.collection, record));
  return value ? Value::of_number(value->mantissa, value->scale) : Value();
}

}  // namespace flatcrm::query
