#include "query/record_evaluator.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "query/forecast.h"
#include "query/numbers.h"
#include "query/text_functions.h"

namespace flatcrm::query {

namespace {

Value truth_value(bool yes) {
  Value value;
  value.truth = yes ? Truth::yes : Truth::no;
  return value;
}

Value number_value(std::int64_t number, int scale) {
  Value value;
  value.number = number;
  value.scale = scale;
  return value;
}

Value text_value(std::string_view text) {
  Value value;
  value.text = text;
  return value;
}

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
  if (is_text(type)) return text_value(text);
  if (type.kind == Kind::truth)
    return text == "true" ? truth_value(true) : text == "false" ? truth_value(false) : Value();
  if (type.kind == Kind::date_time && !day) {
    if (std::optional<core::DateTime> instant = core::parse_date_time(text))
      return number_value(encode(*instant), 0);
    std::optional<core::Date> whole = core::parse_day(text);
    return whole ? number_value(encode(*whole), 0) : Value();
  }
  if (type.kind == Kind::date || type.kind == Kind::date_time) {
    std::optional<core::Date> read = type.kind == Kind::date ? core::parse_date(text) : core::parse_day(text);
    return read ? number_value(read->days, 0) : Value();
  }
  std::optional<core::Decimal> number = core::parse_decimal(text);
  if (!number || (type.kind == Kind::integer && number->scale != 0)) return {};
  return number_value(number->mantissa, number->scale);
}

Value RecordEvaluator::field(const Field& field, const FieldSource& record) const {
  Value value = read(field.type, field.day, record.text(field.path));
  bool converts = field.type.kind == Kind::money && value.number != core::no_number &&
                  !field.currency.empty() && field.currency != "true";
  if (!converts) return value;
  std::string_view currency = record.text(field.currency);
  std::optional<core::Decimal> base = rates_.convert({value.number, static_cast<std::uint8_t>(value.scale)},
                                                     currency, document_day(field.collection, record));
  return base ? number_value(base->mantissa, base->scale) : Value();
}

Value RecordEvaluator::constant(const Node& node) const {
  if (node.missing) return {};
  if (node.type.is_text()) return text_value(node.text);
  if (node.type.kind == Kind::truth) return truth_value(node.number.mantissa != 0);
  if (node.type.kind == Kind::money && !node.text.empty()) {
    std::optional<core::Decimal> base = rates_.convert(node.number, node.text, tree_.today);
    return base ? number_value(base->mantissa, base->scale) : Value();
  }
  return number_value(node.number.mantissa, node.number.scale);
}

Value RecordEvaluator::element(const Node& node, const FieldSource& record, const Element& at) const {
  if (at.walk->scalars) return text_value(at.text);
  std::string path = at.walk->list + "." + std::to_string(at.number) + "." + node.text;
  return read(node.type, false, record.text(path));
}

Value RecordEvaluator::follow(const Node& node, const FieldSource& record) const {
  const Follow& follow = tree_.follows[node.index];
  const Field& reference = tree_.fields[follow.reference];
  const PlainRecord* other = find(reference.type.collection, record.text(reference.path));
  return other == nullptr ? Value() : evaluate(follow.target, *other);
}

/// Over the records whose `reference` is the record, or over all where there is none.
Value RecordEvaluator::aggregate(const GroupValue& aggregate, const Field* reference,
                                 const FieldSource& record) const {
  struct Item {
    Value value;
    core::Date day;
  };
  std::vector<Item> items;
  std::size_t count = 0;
  bool text = aggregate.value != no_node && is_text(tree_[aggregate.value].type);
  bool any = reference == nullptr || !record.text("id").empty();
  if (world_ != nullptr && world_->count(aggregate.collection) != 0 && any) {
    for (const PlainRecord& one : world_->at(aggregate.collection)) {
      if (reference != nullptr && one.text(reference->path) != record.text("id")) continue;
      if (aggregate.where != no_node && evaluate(aggregate.where, one).truth != Truth::yes) continue;
      bool log = aggregate.collection == "sales" || aggregate.collection == "interactions" ||
                 aggregate.collection == "rates";
      std::optional<core::Date> day = log ? core::parse_day(one.text("date")) : core::Date{0};
      bool chosen = aggregate.function == Function::first || aggregate.function == Function::last;
      if (chosen && !day) continue;
      ++count;
      if (aggregate.value == no_node) continue;
      Value value = evaluate(aggregate.value, one);
      if (!is_missing(aggregate.value, value)) items.push_back({value, day.value_or(core::Date{0})});
    }
  }
  auto less = [&](const Value& left, const Value& right) {
    return text ? left.text < right.text
                : query::compare(left.number, left.scale, right.number, right.scale) < 0;
  };
  auto by_value = [&](const Item& left, const Item& right) { return less(left.value, right.value); };
  auto by_day = [](const Item& left, const Item& right) { return left.day < right.day; };
  int scale = 0;
  for (const Item& item : items) scale = std::max(scale, item.value.scale);
  std::int64_t sum = 0;
  bool adds = aggregate.function == Function::sum || aggregate.function == Function::average;
  if (adds) {
    for (const Item& item : items) sum = add(sum, rescale(item.value.number, item.value.scale, scale));
  }
  switch (aggregate.function) {
    case Function::count:
      return number_value(static_cast<std::int64_t>(count), 0);
    case Function::distinct: {
      std::int64_t different = 0;
      for (std::size_t i = 0; i < items.size(); ++i) {
        bool seen = false;
        for (std::size_t j = 0; j < i; ++j) {
          bool truths = tree_[aggregate.value].type.kind == Kind::truth;
          seen = seen ||
                 (truths ? items[i].value.truth == items[j].value.truth
                         : !less(items[i].value, items[j].value) && !less(items[j].value, items[i].value));
        }
        different += seen ? 0 : 1;
      }
      return number_value(different, 0);
    }
    case Function::sum:
      if (count != 0 && items.empty()) return {};
      return number_value(sum, scale);
    default:
      break;
  }
  if (items.empty()) return {};
  auto middle = [&](std::size_t at) { return rescale(items[at].value.number, items[at].value.scale, scale); };
  switch (aggregate.function) {
    case Function::average:
      return number_value(divide(sum, scale, static_cast<std::int64_t>(items.size()), 0), quotient_digits);
    case Function::median:
      std::stable_sort(items.begin(), items.end(), by_value);
      return number_value(divide(add(middle((items.size() - 1) / 2), middle(items.size() / 2)), scale, 2, 0),
                          quotient_digits);
    case Function::minimum:
      return std::min_element(items.begin(), items.end(), by_value)->value;
    case Function::maximum:
      return std::max_element(items.begin(), items.end(), by_value)->value;
    case Function::first:
      return std::min_element(items.begin(), items.end(), by_day)->value;
    default:
      std::stable_sort(items.begin(), items.end(), by_day);
      return items.back().value;
  }
}

Value RecordEvaluator::rank(const Rank& rank, const FieldSource& record) const {
  Value own = evaluate(rank.value, record);
  if (own.number == core::no_number || world_ == nullptr) return {};
  std::int64_t below = 0, all = 0;
  for (const PlainRecord& other : world_->at(rank.collection)) {
    Value value = evaluate(rank.value, other);
    if (value.number == core::no_number) continue;
    ++all;
    below += query::compare(value.number, value.scale, own.number, own.scale) < 0 ? 1 : 0;
  }
  if (rank.kind == RankKind::quintile) return number_value(1 + 5 * below / all, 0);
  return number_value(divide(100 * below, 0, all, 0), quotient_digits);
}

Value RecordEvaluator::forecast(const Forecast& forecast, const FieldSource& record) const {
  if (world_ == nullptr) return {};
  std::vector<BuyerSeen> seen;
  std::size_t own = 0;
  auto day = [](const Value& value) {
    return value.number == core::no_number ? core::no_date
                                           : core::Date{static_cast<std::int32_t>(value.number)};
  };
  for (const PlainRecord& other : world_->at(forecast.collection)) {
    if (other.text("id") == record.text("id")) own = seen.size();
    BuyerSeen one{day(evaluate(forecast.first, other)), 0, day(evaluate(forecast.last, other))};
    Value orders = evaluate(forecast.orders, other);
    if (orders.number != core::no_number) one.orders = orders.number;
    Value spent = forecast.spent == no_node ? Value() : evaluate(forecast.spent, other);
    if (spent.number != core::no_number)
      one.spent = static_cast<double>(spent.number) / static_cast<double>(powers_of_ten[spent.scale]);
    seen.push_back(one);
  }
  if (seen.empty()) return {};
  std::int64_t value = forecasts_of(seen, forecast, tree_.today, 1)[own];
  return value == core::no_number ? Value() : number_value(value, forecast_scale(forecast.kind));
}

Value RecordEvaluator::linked(const Link& link, const FieldSource& record) const {
  if (world_ == nullptr || world_->count("links") == 0) return truth_value(false);
  for (const PlainRecord& one : world_->at("links")) {
    if (!link.kind.empty() && one.text("kind") != link.kind) continue;
    for (bool forward : {true, false}) {
      if (!(forward ? link.forward : link.reverse)) continue;
      if (one.text(forward ? "from" : "to") != record.text("id")) continue;
      const PlainRecord* other = find("customers", one.text(forward ? "to" : "from"));
      if (other == nullptr) continue;
      if (link.where == no_node || evaluate(link.where, *other).truth == Truth::yes) return truth_value(true);
    }
  }
  return truth_value(false);
}

Value RecordEvaluator::network(NodeId node, const FieldSource& record) const {
  Value total = evaluate(node, record);
  if (total.number == core::no_number) total = number_value(0, 0);
  std::set<std::string> reached{std::string(record.text("id"))};
  std::vector<std::string> border{std::string(record.text("id"))};
  core::Decimal share{1, 0};
  bool any = world_ != nullptr && world_->count("links") != 0;
  for (int depth = 0; depth < config_.network_depth && any; ++depth) {
    share = core::multiply(share, config_.network_step);
    std::vector<std::string> next;
    for (const std::string& id : border) {
      for (const PlainRecord& link : world_->at("links")) {
        for (bool forward : {true, false}) {
          if (link.text(forward ? "from" : "to") != id) continue;
          std::string other(link.text(forward ? "to" : "from"));
          const PlainRecord* customer = find("customers", other);
          if (customer == nullptr || !reached.insert(other).second) continue;
          next.push_back(other);
          Value value = evaluate(node, *customer);
          if (value.number == core::no_number) continue;
          Value part = number_value(query::multiply(value.number, share.mantissa,
                                                    std::max(0, value.scale + share.scale - most_digits)),
                                    std::min(value.scale + share.scale, most_digits));
          int scale = std::max(total.scale, part.scale);
          total = number_value(
              add(rescale(total.number, total.scale, scale), rescale(part.number, part.scale, scale)), scale);
        }
      }
    }
    border = std::move(next);
  }
  return total;
}

Value RecordEvaluator::logic(const Node& node, const FieldSource& record, const Element& at) const {
  Value first = of(node.children[0], record, at);
  if (node.op == Op::negation)
    return first.truth == Truth::unknown ? Value() : truth_value(first.truth == Truth::no);
  Truth settled = node.op == Op::both ? Truth::no : Truth::yes;
  bool any_unknown = false;
  for (NodeId child : node.children) {
    Truth truth = of(child, record, at).truth;
    if (truth == settled) return truth_value(settled == Truth::yes);
    any_unknown = any_unknown || truth == Truth::unknown;
  }
  return any_unknown ? Value() : truth_value(settled == Truth::no);
}

Value RecordEvaluator::compare(NodeId id, const FieldSource& record, const Element& at) const {
  const Node& node = tree_[id];
  Value left = of(node.children[0], record, at);
  if (is_missing(node.children[0], left)) return {};
  if (node.op == Op::within)
    return truth_value(left.number >= node.number.mantissa && left.number <= node.upper.mantissa);
  if (node.op == Op::one_of) {
    bool text = std::find(node.texts.begin(), node.texts.end(), left.text) != node.texts.end();
    bool number = std::any_of(node.numbers.begin(), node.numbers.end(), [&](core::Decimal one) {
      return query::compare(left.number, left.scale, one.mantissa, one.scale) == 0;
    });
    return truth_value(node.numbers.empty() ? text : number);
  }
  if (node.op == Op::like || node.op == Op::matches) return truth_value(patterns_.at(id).holds(left.text));
  Value right = of(node.children[1], record, at);
  if (is_missing(node.children[1], right)) return {};
  if (node.op == Op::contains) return truth_value(left.text.find(right.text) != std::string::npos);
  if (node.op == Op::has_element) return truth_value(has_element(left.text, right.text));
  const Type& type = tree_[node.children[0]].type;
  if (type.kind == Kind::truth) return truth_value(left.truth == right.truth);
  std::int64_t order = 0;
  if (is_text(type))
    order = left.text.compare(right.text);
  else if (type.kind == Kind::date_time)
    order = difference_in_seconds(left.number, right.number);
  else
    order = query::compare(left.number, left.scale, right.number, right.scale);
  return truth_value(node.op == Op::equal ? order == 0 : node.op == Op::less ? order < 0 : order <= 0);
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
    if (truth == settled) return truth_value(settled == Truth::yes);
    any_unknown = any_unknown || truth == Truth::unknown;
  }
  return any_unknown ? Value() : truth_value(settled == Truth::no);
}

Value RecordEvaluator::arithmetic(const Node& node, const Value& left, const Value& right) const {
  if (left.number == core::no_number) return {};
  if (node.op == Op::negate) return number_value(-left.number, left.scale);
  if (right.number == core::no_number) return {};
  if (node.op == Op::time_between) return number_value(difference_in_seconds(left.number, right.number), 0);
  if (node.op == Op::subtract && node.type.kind == Kind::duration && node.index == 1)
    return number_value((left.number - right.number) * seconds_a_day, 0);
  if (node.type.kind == Kind::date) {
    std::int64_t seconds = rescale(node.op == Op::add ? right.number : -right.number, right.scale, 0);
    std::int64_t days = seconds / seconds_a_day - (seconds % seconds_a_day < 0 ? 1 : 0);
    return number_value(left.number + days, 0);
  }
  if (node.op == Op::divide) {
    return number_value(divide(left.number, left.scale, right.number, right.scale), quotient_digits);
  }
  if (node.op == Op::multiply) {
    int scale = std::min(left.scale + right.scale, most_digits);
    return number_value(query::multiply(left.number, right.number, left.scale + right.scale - scale), scale);
  }
  int scale = std::max(left.scale, right.scale);
  std::int64_t one = rescale(left.number, left.scale, scale),
               other = rescale(right.number, right.scale, scale);
  return number_value(add(one, node.op == Op::add ? other : -other), scale);
}

Value RecordEvaluator::stage(const Node& node, const Value& pipeline, const Value& stage) const {
  for (const book::Pipeline& one : config_.pipelines) {
    if (!pipeline.text.empty() && one.name != pipeline.text) continue;
    for (const book::Stage& known : one.stages) {
      if (known.name != stage.text) continue;
      if (node.op == Op::stage_outcome) return text_value(known.outcome);
      return number_value(known.probability.mantissa, known.probability.scale);
    }
  }
  return {};
}

Value RecordEvaluator::function(const Node& node, const Value& from, const Value& second) const {
  if (node.op == Op::stage_outcome || node.op == Op::stage_probability) return stage(node, from, second);
  if (node.op == Op::count) return number_value(count_elements(from.text), 0);
  std::string room;
  if (node.op == Op::first_element) return text_value(first_element(from.text, room));
  bool reads = (node.op == Op::to_number || node.op == Op::to_money) && from.number == core::no_number;
  if (reads) return from.text.empty() ? Value() : number_value(read_number(from.text), quotient_digits);
  switch (node.op) {
    case Op::lower:
    case Op::upper:
    case Op::fold:
    case Op::domain:
      apply(node.op, from.text, room);
      return text_value(room);
    case Op::length:
      return from.text.empty() ? Value() : number_value(code_points(from.text), 0);
    case Op::to_date: {
      std::optional<core::Date> day = core::parse_day(core::trim(from.text));
      return day ? number_value(day->days, 0) : Value();
    }
    default:
      break;
  }
  if (from.number == core::no_number) return {};
  switch (node.op) {
    case Op::absolute:
      return number_value(from.number < 0 ? -from.number : from.number, from.scale);
    case Op::rounded:
      return number_value(rescale(from.number, from.scale, static_cast<int>(node.number.mantissa)),
                          static_cast<int>(node.number.mantissa));
    case Op::floor_of: {
      std::int64_t whole = from.number / powers_of_ten[from.scale];
      return number_value(whole - (from.number < 0 && from.number % powers_of_ten[from.scale] != 0 ? 1 : 0),
                          0);
    }
    case Op::to_day:
      return number_value(day_of(from.number).days, 0);
    case Op::add_months:
      return number_value(
          core::add_months({static_cast<std::int32_t>(from.number)}, static_cast<int>(node.number.mantissa))
              .days,
          0);
    case Op::to_number:
    case Op::to_money:
      return from;
    default:
      return number_value(part_of(node.op, {static_cast<std::int32_t>(from.number)}, tree_.today), 0);
  }
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
    case Op::rate: {
      const Field& beside = tree_.fields[node.index];
      bool base = beside.currency.empty() || beside.currency == "true";
      std::optional<core::Decimal> value = rates_.convert(
          node.number, node.text, base ? tree_.today : document_day(beside.collection, record));
      return value ? number_value(value->mantissa, value->scale) : Value();
    }
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
    case Op::network:
      return network(node.index, record);
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
      return truth_value(is_missing(node.children[0], of(node.children[0], record, at)));
    case Op::any:
    case Op::all:
      return walk(node, record);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
    case Op::time_between:
      return arithmetic(node, of(node.children[0], record, at),
                        node.op == Op::negate ? Value() : of(node.children[1], record, at));
    case Op::choose:
      return of(node.children[of(node.children[0], record, at).truth == Truth::yes ? 1 : 2], record, at);
    case Op::coalesce:
      for (NodeId child : node.children) {
        Value value = of(child, record, at);
        if (!is_missing(child, value)) return value;
      }
      return {};
    default:
      return function(node, of(node.children[0], record, at),
                      node.children.size() > 1 ? of(node.children[1], record, at) : Value());
  }
}

}  // namespace flatcrm::query
