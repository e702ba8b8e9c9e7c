// A query whose every name and value has a meaning and a type: what the evaluators take.
//
//   Tree tree = ...;                                   // made by Checker
//   tree[root].op == Op::both     tree[tree[root].children[0]].type.kind == Kind::truth
//
// Shape   nodes in one array, equal ones once. A node belongs to one collection: the one that its fields are
//         of. What crosses from one collection to another is a follow (along a reference), an aggregate
//         (against one), or a rank (over a whole collection). A figure of the book has totals in their place.
// Units   numbers of constants as Type says; amounts of money in the book's currency unless a currency
//         stands beside.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.h"
#include "query/error.h"
#include "query/syntax.h"
#include "query/type.h"

namespace flatcrm::query {

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0;

enum class Op : std::uint8_t {
  constant,  // text, number or truth by its type; `missing` has no value at all; money of the currency
             // `text`, "" for the book's
  field,     // index: fields
  element,   // of the list that an any() or all() goes through; index: fields, or the list itself
  rate,    // `number` of `text` (a currency) at the day of the record's document; index: the field beside it
  follow,  // index: follows
  aggregate,          // index: aggregates
  rank,               // index: ranks
  forecast,           // index: forecasts
  linked,             // index: links
  network,            // value of the linked: index of the `value` in nodes
  group,              // an aggregate over the group at hand; index: groups
  total,              // an aggregate over a whole collection; index: totals
  both,               // and
  either,             // or
  negation,           // not
  equal,              // two children of one kind
  less,               //
  at_most,            //
  within,             // one child, `number` to `upper`
  one_of,             // one child; texts or numbers
  like,               // text; `text` is the pattern
  matches,            // text; `text` is the regular expression
  contains,           // two texts
  has_element,        // list and text
  is_empty,           // anything
  any,                // index: walks
  all,                //
  count,              // elements of a list
  first_element,      // of a list
  add,                // numbers of one kind
  subtract,           //
  multiply,           //
  divide,             // six digits, half-even
  negate,             //
  add_months,         // day; `number` months
  time_between,       // two date_times: seconds
  to_day,             // date_time to date
  encode_day,         // date to date_time
  absolute,           //
  rounded,            // to `number` digits
  floor_of,           //
  year,               // of a day
  quarter,            //
  month,              //
  week,               //
  weekday,            //
  age,                // whole years from a day to today (`number`)
  lower,              // text
  upper,              //
  fold,               //
  length,             // in code points
  domain,             // behind the last @
  to_number,          // of text; missing where it is none
  to_date,            //
  choose,             // if
  coalesce,           //
  to_money,           // number or text: in the book's currency
  stage_probability,  // pipeline, stage: percent
  stage_outcome,      //
};

/// A column of a collection.
struct Field {
  std::string collection, path;
  Type type{};
  bool day = false;        // a date_time of which only the day is wanted
  std::string currency{};  // of money: the path of its currency, "" where it is always the book's
  bool operator==(const Field& other) const {
    return collection == other.collection && path == other.path && day == other.day;
  }
};

enum class Function : std::uint8_t { count, sum, minimum, maximum, average, median, first, last, distinct };

/// Over the records of `collection` whose `reference` is the record at hand.
struct Aggregate {
  Function function = Function::count;
  std::string parent, collection;
  std::uint32_t reference = 0;  // in fields
  NodeId where = no_node, value = no_node;
  bool operator==(const Aggregate&) const = default;
};

struct Follow {
  std::uint32_t reference = 0;  // in fields: the field of the record at hand
  NodeId target = no_node;      // of the record that it refers to
  bool operator==(const Follow&) const = default;
};

enum class RankKind : std::uint8_t { quintile, percentile };

struct Rank {
  RankKind kind = RankKind::quintile;
  std::string collection;
  NodeId value = no_node;
  bool operator==(const Rank&) const = default;
};

enum class ForecastKind : std::uint8_t { orders, value };

/// What a model of repeat buying, fitted to all records of the collection, expects of the record at hand.
struct Forecast {
  ForecastKind kind = ForecastKind::orders;
  std::string collection{};
  NodeId first = no_node, orders = no_node, last = no_node, spent = no_node;
  std::int32_t days = 0;
  bool operator==(const Forecast&) const = default;
  std::vector<NodeId> parts() const {
    return spent == no_node ? std::vector{first, orders, last} : std::vector{first, orders, last, spent};
  }
};

/// Is there a link of the kind to a record that the condition holds for?
struct Link {
  std::string kind;  // "" for any
  bool forward = true, reverse = true;
  NodeId where = no_node;  // of the other end; none: anybody
  bool operator==(const Link&) const = default;
};

/// A walk over the elements of a list.
struct Walk {
  std::string collection, list;
  bool scalars = false;
  std::uint32_t field = 0;             // of scalars: the list itself
  std::size_t size = 0;                // of maps: the longest list of any record
  std::vector<std::string> members{};  // of maps: what an element may hold
  NodeId condition = no_node;
  bool operator==(const Walk& other) const {
    return collection == other.collection && list == other.list && condition == other.condition;
  }
};

/// An aggregate over the records of a group, or over all of a collection.
struct GroupValue {
  Function function = Function::count;
  std::string collection{};
  NodeId where = no_node, value = no_node;
  bool operator==(const GroupValue&) const = default;
};

struct Node {
  Op op = Op::constant;
  Type type{};
  Span span{};
  bool missing = false;
  std::uint32_t index = 0;
  std::vector<NodeId> children{};
  core::Decimal number{}, upper{};
  std::string text{};
  std::vector<std::string> texts{};
  std::vector<core::Decimal> numbers{};
};

struct Tree {
  core::Date today = core::no_date;
  std::vector<Node> nodes = std::vector<Node>(1);  // 0 is none
  std::vector<Field> fields;
  std::vector<Aggregate> aggregates;
  std::vector<Follow> follows;
  std::vector<Rank> ranks;
  std::vector<Forecast> forecasts;
  std::vector<Link> links;
  std::vector<Walk> walks;
  std::vector<GroupValue> groups, totals;
  std::map<std::string, NodeId> known;  // by all that makes a node

  const Node& operator[](NodeId id) const { return nodes[id]; }
  /// The one that there is, or a new one.
  NodeId add(Node node);
  template <typename Item>
  static std::uint32_t intern(std::vector<Item>& items, const Item& item) {
    for (std::size_t i = 0; i < items.size(); ++i)
      if (items[i] == item) return static_cast<std::uint32_t>(i);
    items.push_back(item);
    return static_cast<std::uint32_t>(items.size() - 1);
  }
};

/// As one line of nested operations, for tests: "both(equal(kind, 'person'), less('1', value))".
std::string print(const Tree& tree, NodeId node);

}  // namespace flatcrm::query
