// Evaluates a query on one record at a time, as its definition reads: for single rows, and to test columns.
//
//   RecordEvaluator evaluator(checker.tree(), config, rates, &world);
//   evaluator.evaluate(where, record).truth == Truth::yes
//   evaluator.evaluate(book_value, PlainRecord())       // a figure of the world
//
// Shape   a record gives its fields as text. What crosses collections looks through every record of the other
//         one: correct, and slow. Without a world there is nothing but the record.
// Threads evaluate() may be called from several at once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "book/config.h"
#include "query/pattern.h"
#include "query/rates.h"
#include "query/tree.h"
#include "query/vector.h"

namespace flatcrm::query {

/// Where a record's fields come from.
class FieldSource {
 public:
  virtual ~FieldSource() = default;
  /// "" where missing; lists as core::join_list joins them.
  virtual std::string_view text(const std::string& path) const = 0;
};

/// A record held as a map, for tests and for worlds.
class PlainRecord : public FieldSource {
 public:
  std::string_view text(const std::string& path) const override {
    auto found = values.find(path);
    return found == values.end() ? std::string_view() : std::string_view(found->second);
  }
  std::map<std::string, std::string> values;
};

using World = std::map<std::string, std::vector<PlainRecord>>;

/// Missing is Truth::unknown, core::no_number, or "".
struct Value {
  Truth truth = Truth::unknown;
  std::int64_t number = core::no_number;
  int scale = 0;
  std::string text{};

  static Value of_truth(bool yes) {
    Value value;
    value.truth = yes ? Truth::yes : Truth::no;
    return value;
  }
  static Value of_number(std::int64_t number, int scale) {
    Value value;
    value.number = number;
    value.scale = scale;
    return value;
  }
  static Value of_text(std::string_view text) {
    Value value;
    value.text = text;
    return value;
  }
};

class RecordEvaluator {
 public:
  /// All four must outlive it.
  RecordEvaluator(const Tree& tree, const book::Config& config, const Rates& rates, const World* world);

  Value evaluate(NodeId node, const FieldSource& record) const;

 private:
  /// The element that an any() or all() is at.
  struct Element {
    const Walk* walk = nullptr;
    std::string_view text;
    std::size_t number = 0;
  };
  Value of(NodeId node, const FieldSource& record, const Element& element) const;
  Value field(const Field& field, const FieldSource& record) const;
  Value read(const Type& type, bool day, std::string_view text) const;
  Value constant(const Node& node) const;
  Value element(const Node& node, const FieldSource& record, const Element& at) const;
  Value rate(const Node& node, const FieldSource& record) const;
  Value logic(const Node& node, const FieldSource& record, const Element& element) const;
  Value compare(NodeId id, const FieldSource& record, const Element& element) const;
  Value walk(const Node& node, const FieldSource& record) const;
  Value across(const Node& node, const FieldSource& record) const;
  Value follow(const Node& node, const FieldSource& record) const;

  // record_aggregates.cc
  struct Items;
  Value aggregate(const GroupValue& aggregate, const Field* reference, const FieldSource& record) const;
  void add_item(const GroupValue& aggregate, const PlainRecord& record, Items& items) const;
  Value rank(const Rank& rank, const FieldSource& record) const;
  Value forecast(const Forecast& forecast, const FieldSource& record) const;

  // record_links.cc
  std::vector<const PlainRecord*> linked_to(std::string_view id, const Link& link) const;
  Value linked(const Link& link, const FieldSource& record) const;
  Value network(NodeId node, const FieldSource& record) const;
  static Value plus_share(const Value& total, const Value& value, core::Decimal share);

  // record_functions.cc
  Value arithmetic(const Node& node, const Value& left, const Value& right) const;
  Value function(const Node& node, const Value& from, const Value& second) const;
  static Value function_of_text(const Node& node, const std::string& text);
  Value function_of_number(const Node& node, const Value& from) const;

  core::Date document_day(const std::string& collection, const FieldSource& record) const;
  bool is_missing(NodeId node, const Value& value) const;
  const PlainRecord* find(const std::string& collection, std::string_view id) const;

  const Tree& tree_;
  const book::Config& config_;
  const Rates& rates_;
  const World* world_;
  std::map<NodeId, Pattern> patterns_;
};

}  // namespace flatcrm::query
