#include "segment/listing.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/text.h"
#include "query/check.h"
#include "segment/grouping.h"

namespace flatcrm::segment {

namespace {

using query::NodeId;
using query::Vector;

/// A query's tree and what is wanted of it.
struct Plan {
  query::Tree tree;
  NodeId where = query::no_node;
  std::vector<NodeId> groups, columns, sort, reasons;
  std::vector<std::int64_t> sort_column;  // the column that a key names, or -1
};

int compare_values(const Vector& values, std::size_t left, std::size_t right, bool descending) {
  int order = 0;
  bool left_missing = false, right_missing = false;
  if (values.form == Vector::Form::number) {
    std::int64_t one = values.number(left), other = values.number(right);
    left_missing = one == core::no_number;
    right_missing = other == core::no_number;
    order = one < other ? -1 : one > other ? 1 : 0;
  } else if (values.form == Vector::Form::truth) {
    left_missing = values.truth(left) == query::Truth::unknown;
    right_missing = values.truth(right) == query::Truth::unknown;
    order = static_cast<int>(values.truth(left)) - static_cast<int>(values.truth(right));
  } else {
    std::string_view one = values.text(left), other = values.text(right);
    left_missing = one.empty();
    right_missing = other.empty();
    order = one.compare(other);
  }
  if (left_missing || right_missing) return left_missing == right_missing ? 0 : left_missing ? 1 : -1;
  return descending ? -order : order;
}

/// The first `limit` of so many rows by their keys; of equal ones, those that came first.
std::vector<std::uint32_t> sorted_order(std::size_t count, std::size_t limit,
                                        const std::vector<const Vector*>& keys,
                                        const std::vector<SortKey>& sort) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  auto before = [&](std::uint32_t left, std::uint32_t right) {
    for (std::size_t key = 0; key < keys.size(); ++key) {
      int by = compare_values(*keys[key], left, right, sort[key].descending);
      if (by != 0) return by < 0;
    }
    return left < right;
  };
  if (limit != 0 && limit < count) {
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(limit), order.end(), before);
    order.resize(limit);
  } else if (!keys.empty()) {
    std::sort(order.begin(), order.end(), before);
  }
  return order;
}

Vector picked(const Vector& from, const std::vector<std::uint32_t>& order) {
  Vector out = from.form == Vector::Form::truth    ? Vector::of_truths(order.size())
               : from.form == Vector::Form::number ? Vector::of_numbers(order.size(), from.scale)
               : from.form == Vector::Form::code   ? Vector::of_codes(order.size(), *from.dictionary)
                                                   : Vector::of_texts(order.size());
  out.arena = from.arena;
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::size_t at = order[i] * from.step;
    if (from.form == Vector::Form::truth) out.own_truths[i] = from.truths[at];
    if (from.form == Vector::Form::number) out.own_numbers[i] = from.numbers[at];
    if (from.form == Vector::Form::code) out.own_codes[i] = from.codes[at];
    if (from.form == Vector::Form::text) out.own_texts[i] = from.texts[at];
  }
  return out;
}

class Lister {
 public:
  Lister(const book::Book& book, const query::Catalog& catalog, const ListWishes& wishes)
      : book_(book), catalog_(catalog), wishes_(wishes) {}

  Listing run() {
    plan();
    listing_.collection = wishes_.collection;
    query::EngineOptions options;
    options.today = catalog_.today;
    options.threads = wishes_.threads;
    options.known_on = wishes_.known_on;
    if (!wishes_.whole) {
      options.only = plan_->where;
      options.only_collection = wishes_.collection;
    }
    listing_.engine = std::make_shared<query::Engine>(book_, plan_->tree, roots(), options, also());
    std::vector<std::uint32_t> records = listing_.engine->select(wishes_.collection, plan_->where);
    if (!wishes_.channel.empty()) leave_out(records);
    if (wishes_.sample)
      records = sample(listing_.engine->ids(wishes_.collection), records, *wishes_.sample, wishes_.seed);
    listing_.selected = records.size();
    if (!wishes_.only_count) is_grouped() ? make_groups(records) : make_rows(std::move(records));
    listing_.unconverted = listing_.engine->unconverted();
    listing_.unreadable = listing_.engine->unreadable();
    listing_.tree = plan_;
    return std::move(listing_);
  }

 private:
  void plan();
  void plan_channel(query::Checker& checker);
  std::vector<query::NamedSyntax> wanted_columns() const;
  NodeId planned(query::Checker& checker, const query::SharedSyntax& syntax) const;
  std::int64_t place_of(const SortKey& key) const;
  std::vector<NodeId> roots() const;
  std::vector<model::TableRequest> also() const {
    bool ids = !wishes_.only_count || wishes_.sample;
    if (!ids) return {{wishes_.collection, {}}};
    return {{wishes_.collection, {{"id", model::As::texts}}}};
  }
  bool is_grouped() const { return wishes_.grouped || !wishes_.groups.empty(); }
  void leave_out(std::vector<std::uint32_t>& records);
  void add_parts();
  void make_rows(std::vector<std::uint32_t> records);
  void make_groups(const std::vector<std::uint32_t>& records);

  const book::Book& book_;
  const query::Catalog& catalog_;
  const ListWishes& wishes_;
  std::vector<query::NamedSyntax> columns_;
  Channel channel_;
  std::shared_ptr<Plan> plan_ = std::make_shared<Plan>();
  Listing listing_;
};

void Lister::plan() {
  query::Checker checker(catalog_, wishes_.collection);
  plan_->where = checker.condition(wishes_.where);
  if (!wishes_.channel.empty()) plan_channel(checker);
  columns_ = wanted_columns();
  for (const query::NamedSyntax& group : wishes_.groups) plan_->groups.push_back(checker.value(group.syntax));
  for (const query::NamedSyntax& column : columns_) plan_->columns.push_back(planned(checker, column.syntax));
  for (const SortKey& key : wishes_.sort) {
    plan_->sort_column.push_back(place_of(key));
    bool is_column = plan_->sort_column.back() >= 0;
    plan_->sort.push_back(is_column ? query::no_node : planned(checker, key.syntax));
  }
  plan_->tree = std::move(checker.tree());
}

void Lister::plan_channel(query::Checker& checker) {
  channel_ = channel_named(wishes_.channel);
  if (wishes_.collection != "customers")
    throw Error(Code::usage, "a channel is for customers", {}, "leave --of out");
  for (const Reason& reason : channel_.reasons)
    plan_->reasons.push_back(checker.condition(query::parse(reason.query, "channel")));
}

std::vector<query::NamedSyntax> Lister::wanted_columns() const {
  if (wishes_.only_count) return {};
  if (!wishes_.columns.empty()) return wishes_.columns;
  if (is_grouped()) return query::parse_columns("count() as count");
  if (wishes_.only_ids) return query::parse_columns("id");
  return query::parse_columns(channel_.name.empty() ? default_columns(catalog_, wishes_.collection)
                                                    : channel_.columns);
}

NodeId Lister::planned(query::Checker& checker, const query::SharedSyntax& syntax) const {
  return is_grouped() ? checker.group_value(syntax) : checker.value(syntax);
}

/// Of the group or column that a key names, groups first; -1 where the key is a query of its own.
std::int64_t Lister::place_of(const SortKey& key) const {
  auto named = [&](const query::NamedSyntax& one) { return one.name == key.text; };
  auto group = std::find_if(wishes_.groups.begin(), wishes_.groups.end(), named);
  if (group != wishes_.groups.end()) return group - wishes_.groups.begin();
  auto column = std::find_if(columns_.begin(), columns_.end(), named);
  if (column == columns_.end()) return -1;
  return static_cast<std::int64_t>(wishes_.groups.size()) + (column - columns_.begin());
}

std::vector<NodeId> Lister::roots() const {
  std::vector<NodeId> roots{plan_->where};
  for (const std::vector<NodeId>* some : {&plan_->groups, &plan_->columns, &plan_->sort, &plan_->reasons})
    for (NodeId node : *some)
      if (node != query::no_node) roots.push_back(node);
  return roots;
}

/// Each one is counted under the first reason that holds.
void Lister::leave_out(std::vector<std::uint32_t>& records) {
  for (std::size_t i = 0; i < channel_.reasons.size(); ++i) {
    Vector holds = listing_.engine->values(wishes_.collection, plan_->reasons[i], records);
    std::vector<std::uint32_t> kept;
    for (std::size_t at = 0; at < records.size(); ++at)
      if (holds.truth(at) != query::Truth::yes) kept.push_back(records[at]);
    listing_.left_out.push_back({channel_.reasons[i].meaning, records.size() - kept.size()});
    records = std::move(kept);
  }
}

/// The part of each record as a last column.
void Lister::add_parts() {
  if (!wishes_.split) return;
  const std::vector<std::string_view>& ids = listing_.engine->ids(wishes_.collection);
  ListColumn part{"part", query::Type{}, Vector::of_texts(listing_.rows)};
  part.values.arena = std::make_shared<core::Arena>();
  for (std::size_t i = 0; i < listing_.rows; ++i)
    part.values.own_texts[i] =
        part.values.arena->keep(wishes_.split->part_of(ids[listing_.records[i]], wishes_.seed));
  listing_.columns.push_back(std::move(part));
}

void Lister::make_rows(std::vector<std::uint32_t> records) {
  query::Engine& engine = *listing_.engine;
  if (!wishes_.sort.empty() || wishes_.limit != 0) {
    std::vector<Vector> made;
    std::vector<const Vector*> keys;
    for (std::size_t i = 0; i < wishes_.sort.size(); ++i) {
      std::int64_t at = plan_->sort_column[i];
      made.push_back(engine.values(wishes_.collection,
                                   at < 0 ? plan_->sort[i] : plan_->columns[static_cast<std::size_t>(at)],
                                   records));
    }
    for (const Vector& one : made) keys.push_back(&one);
    std::vector<std::uint32_t> order = sorted_order(records.size(), wishes_.limit, keys, wishes_.sort);
    for (std::uint32_t& one : order) one = records[one];
    records = std::move(order);
  }
  listing_.rows = records.size();
  listing_.records = std::move(records);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const query::Node& node = plan_->tree[plan_->columns[i]];
    bool original = node.op == query::Op::field && node.type.kind == query::Kind::money;
    listing_.columns.push_back({columns_[i].name, node.type,
                                engine.values(wishes_.collection, plan_->columns[i], listing_.records),
                                original ? node.index + 1 : 0});
  }
  add_parts();
}

void Lister::make_groups(const std::vector<std::uint32_t>& records) {
  query::Engine& engine = *listing_.engine;
  Grouping grouping(records.size());
  std::vector<Vector> group_values;
  for (NodeId group : plan_->groups) {
    group_values.push_back(engine.values(wishes_.collection, group, records));
    grouping.split(group_values.back());
  }
  std::size_t groups = plan_->groups.empty() ? 1 : grouping.first_rows().size();
  engine.group(wishes_.collection, records, grouping.group_of(), groups);
  std::vector<ListColumn> columns;
  for (std::size_t i = 0; i < plan_->groups.size(); ++i)
    columns.push_back({wishes_.groups[i].name, plan_->tree[plan_->groups[i]].type,
                       picked(group_values[i], grouping.first_rows())});
  for (std::size_t i = 0; i < columns_.size(); ++i)
    columns.push_back({columns_[i].name, plan_->tree[plan_->columns[i]].type,
                       engine.group_values(plan_->columns[i], groups)});
  std::vector<SortKey> sort = wishes_.sort;
  std::vector<Vector> made(sort.size());
  std::vector<const Vector*> keys;
  for (std::size_t i = 0; i < sort.size(); ++i) {
    std::int64_t at = plan_->sort_column[i];
    if (at < 0) made[i] = engine.group_values(plan_->sort[i], groups);
    keys.push_back(at < 0 ? &made[i] : &columns[static_cast<std::size_t>(at)].values);
  }
  if (sort.empty()) {  // by the groups, so that the order is one
    for (std::size_t i = 0; i < plan_->groups.size(); ++i) {
      keys.push_back(&columns[i].values);
      sort.emplace_back();
    }
  }
  std::vector<std::uint32_t> order = sorted_order(groups, wishes_.limit, keys, sort);
  listing_.rows = order.size();
  for (ListColumn& column : columns)
    listing_.columns.push_back({column.name, column.type, picked(column.values, order)});
  // Values of the groups may be views into the vectors that they were picked from.
  auto kept = std::make_shared<std::pair<std::vector<Vector>, std::vector<ListColumn>>>(
      std::move(group_values), std::move(columns));
  for (ListColumn& column : listing_.columns) {
    if (column.values.form != Vector::Form::text) continue;
    auto arena = std::make_shared<core::Arena>();
    for (std::string_view& text : column.values.own_texts) text = arena->keep(text);
    column.values.arena = std::move(arena);
  }
}

}  // namespace

std::vector<SortKey> parse_sort(std::string_view text) {
  std::vector<SortKey> keys;
  for (std::string_view part : query::split_at_commas(text)) {
    SortKey key;
    std::string_view expression = core::trim(part);
    for (std::string_view direction : {" desc", " asc"}) {
      if (!expression.ends_with(direction)) continue;
      key.descending = direction == " desc";
      expression = core::trim(expression.substr(0, expression.size() - direction.size()));
    }
    key.text = expression;
    key.syntax = query::parse(expression, "sort");
    keys.push_back(std::move(key));
  }
  return keys;
}

std::string default_columns(const query::Catalog& catalog, const std::string& collection) {
  static const std::map<std::string, std::string> known{
      {"customers", "id, name, country, owner, status"},
      {"staff", "id, name, role, team"},
      {"links", "id, from, kind, to"},
      {"interactions", "id, date, customer, staff, channel, direction, kind"},
      {"deals", "id, name, customer, owner, stage, amount, closed"},
      {"sales", "id, date, kind, customer, product, amount"},
      {"products", "id, name, category, price"},
      {"tickets", "id, customer, opened, closed, category, status"},
      {"goals", "id, name, metric, target, due"},
      {"quotas", "id, period, staff, amount"},
      {"rates", "date, {currency}, rate"},
  };
  auto found = known.find(collection);
  if (found != known.end()) return found->second;
  const std::string& label = catalog.schemas->of(collection).label();
  return label.empty() || label == "id" ? "id" : "id, {" + label + "}";
}

Listing list(const book::Book& book, const query::Catalog& catalog, const ListWishes& wishes) {
  return Lister(book, catalog, wishes).run();
}

}  // namespace flatcrm::segment
