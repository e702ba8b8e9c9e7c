// Gives each name of a query its field and each operation its type, or says what is wrong.
//
//   Checker checker(catalog, "customers");
//   NodeId where = checker.condition(parse("country = DE and value > 1000"));
//   NodeId column = checker.value(parse("value(12m)"));
//   checker.tree()[where].type.kind == Kind::truth
//
//   checker.condition(parse("contry = DE"))
//   // QueryError: no field 'contry' in customers; did you mean 'country'?
//   checker.condition(parse("status = 5"))
//   // QueryError: text against a number
//
// Names   in this order: days (`today`), fields of the schema, metrics, fields along a reference
//         (`owner.team`), custom fields that some record has. Bare text stands only where text is compared,
//         and where it names no field: what could be either is an error.
// Inside an aggregate names are those of its collection.
//
//   checker.book_value(parse("count(customers where silence > 365d) / count(customers)"))
//   checker.book_value(parse("nps(12m)"))       // a figure of the whole book
//   checker.book_value(parse("silence"))
//   // QueryError: 'silence' is of each of customers, and a figure of the whole book is wanted here
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/catalog.h"
#include "query/functions.h"
#include "query/metrics.h"
#include "query/period.h"
#include "query/syntax.h"
#include "query/tree.h"

namespace flatcrm::query {

class Checker {
 public:
  /// `collection` is "" for the columns of a source. Error usage for a collection that there is not.
  Checker(const Catalog& catalog, const std::string& collection);

  /// True, false or unknown for a record.
  NodeId condition(const SharedSyntax& syntax);
  /// Of any type but a period.
  NodeId value(const SharedSyntax& syntax);
  /// For a group of records: aggregates without a collection are over the group, names outside of them are
  /// an error.
  NodeId group_value(const SharedSyntax& syntax);
  /// Of the whole book: aggregates are over all records of their collection, names are its own metrics.
  NodeId book_value(const SharedSyntax& syntax);

  /// What follows is of the records of another collection. Error usage as the constructor.
  void turn_to(const std::string& collection);

  const Tree& tree() const { return tree_; }
  Tree& tree() { return tree_; }
  const std::string& collection() const { return collection_; }

 private:
  /// Where a name stands: whose fields it may be.
  struct Scope {
    const Syntax* syntax = nullptr;
    std::string collection;
    std::string list;      // of any() or all(): its elements are named `list.member`
    bool scalars = false;  // a list of texts: its element is named as the list
    bool grouped = false;  // names have no meaning here, but in an aggregate
    bool whole = false;    // no record is at hand, but the book
    int depth = 0;         // of metrics and segments that use each other
    Scope in(const std::string& other) const;
  };

  /// A part of the query, and what was made of it: equal parts share a node, but not their place.
  struct Written {
    SyntaxId syntax = no_syntax;
    NodeId node = no_node;
  };

  // check.cc: conditions
  NodeId check(SyntaxId id, const Scope& scope);
  NodeId check_condition(SyntaxId id, const Scope& scope);
  NodeId check_literal(SyntaxId id, const Scope& scope);
  NodeId check_empty(SyntaxId id, const Scope& scope);
  NodeId check_series(SyntaxId id, const Scope& scope, Op op);
  void refuse_operand(SyntaxId before, SyntaxId operand, const Scope& scope);

  // check_names.cc: what a name stands for
  NodeId name(SyntaxId id, const Scope& scope);
  NodeId maybe_name(std::string_view name, Span span, const Scope& scope, bool braced);
  NodeId maybe_day(std::string_view name, Span span);
  NodeId maybe_field(std::string_view name, Span span, const Scope& scope);
  NodeId maybe_followed(std::string_view name, Span span, const Scope& scope);
  NodeId maybe_custom(std::string_view name, Span span, const Scope& scope);
  NodeId maybe_element(std::string_view name, Span span, const Scope& scope);
  NodeId maybe_column(std::string_view name, Span span, bool braced);
  NodeId metric(const Metric& metric, std::string_view span_text, Span span, const Scope& scope);
  NodeId field(const std::string& collection, const std::string& path, const model::Field* declared,
               bool list, Span span);
  const model::Schema* schema_of(const std::string& collection) const;
  bool is_collection(std::string_view name) const;

  // check_refusals.cc: names without a meaning
  [[noreturn]] void refuse_name(std::string_view name, Span span, const Scope& scope);
  [[noreturn]] void refuse_in_book(std::string_view name, Span span, const Scope& scope);
  void refuse_list(std::string_view name, Span span, const Scope& scope);
  void refuse_other_collection(std::string_view name, Span span, const Scope& scope);
  void check_channel(const std::string& path, Span span, const Scope& scope) const;
  std::string hint_for_name(std::string_view name, const Scope& scope);
  std::string collection_with(std::string_view name) const;
  std::vector<std::string> names_of(const Scope& scope);

  // check_compare.cc: two sides that must fit each other
  NodeId check_compare(SyntaxId id, const Scope& scope);
  NodeId check_between(SyntaxId id, const Scope& scope);
  /// `orders`: by < and the like, where digits are no text.
  std::pair<NodeId, NodeId> sides(SyntaxId left, SyntaxId right, bool orders, const Scope& scope);
  NodeId side(SyntaxId id, const Type& other, const Scope& scope, bool orders = false);
  NodeId word_side(SyntaxId id, const Type& other, const Scope& scope);
  NodeId text_constant(std::string text, const Type& as, Span span, const Scope& scope);
  NodeId compare(std::string_view sign, NodeId left, NodeId right, Span span, const Scope& scope);
  NodeId compare_period(std::string_view sign, NodeId left, NodeId right, Span span, const Scope& scope);
  NodeId order(std::string_view sign, NodeId left, NodeId right, Span span);
  void fit(NodeId& left, NodeId& right, Span span, const Scope& scope, std::string_view sign);
  NodeId money_side(NodeId constant, NodeId other);
  NodeId check_in(SyntaxId id, const Scope& scope);
  NodeId one_of(NodeId left, const std::vector<SyntaxId>& elements, Span span, const Scope& scope);
  NodeId check_pattern(SyntaxId id, const Scope& scope, std::string_view sign);
  NodeId check_contains(SyntaxId id, const Scope& scope);

  // check_slips.cc: what can't be meant
  void check_text(std::string& text, const Type& as, Span span, const Scope& scope);
  void check_slips(const Written& constant, NodeId other, const Scope& scope) const;
  void check_mark(const SyntaxNode& number, const Type& beside, const Scope& scope) const;
  void check_letters(const Written& constant, NodeId function, const Scope& scope) const;
  void check_bounds(const Written& lower, const Written& upper, Span span, const Scope& scope) const;
  [[noreturn]] void mismatch(const Scope& scope, Span span, NodeId left, NodeId right,
                             std::string_view sign) const;

  // check_values.cc: arithmetic and constants
  NodeId check_sum(SyntaxId id, const Scope& scope);
  NodeId check_product(SyntaxId id, const Scope& scope);
  NodeId check_minus(SyntaxId id, const Scope& scope);
  NodeId add_to_day(NodeId day, NodeId duration, bool back, Span span);
  NodeId days_between(NodeId later, NodeId earlier, Span span);
  NodeId number(core::Decimal value, Kind kind, Span span);
  NodeId day(core::Date value, Span span);
  NodeId make(Op op, Type type, Span span, std::vector<NodeId> children = {}, std::uint32_t index = 0);
  NodeId invert(NodeId node, bool inverted);
  NodeId to_day(NodeId node);
  NodeId months_as_duration(NodeId node);

  // check_calls.cc: functions of one record
  NodeId check_call(SyntaxId id, const Scope& scope);
  NodeId check_function(const FunctionInfo& info, SyntaxId id, const Scope& scope);
  NodeId check_metric_call(const Metric& known, SyntaxId id, const Scope& scope);
  NodeId check_stage(SyntaxId id, const Scope& scope);
  NodeId check_choose(SyntaxId id, const Scope& scope);
  NodeId check_coalesce(SyntaxId id, const Scope& scope);
  NodeId check_segment(SyntaxId id, const Scope& scope);
  NodeId check_tag(SyntaxId id, const Scope& scope);
  std::vector<NodeId> unified(const std::vector<SyntaxId>& from, Type& type, const Scope& scope);
  Type leading_type(const std::vector<SyntaxId>& from, const Scope& scope);
  static bool widen(Type& common, const Type& found);
  bool is_named(const SyntaxNode& syntax, const Scope& scope);
  std::int64_t digits_of(const SyntaxNode& said, const Scope& scope) const;
  void refuse_misplaced(const SyntaxNode& syntax, const Scope& scope);
  [[noreturn]] void refuse_function(const SyntaxNode& syntax, const Scope& scope);
  void want_arguments(SyntaxId id, std::size_t least, std::size_t most, const Scope& scope,
                      const char* form) const;

  // check_walks.cc: conditions on the elements of a list
  NodeId check_walk(SyntaxId id, const Scope& scope);
  bool find_list(SyntaxId id, const Scope& scope, Walk& walk);
  bool is_list(const std::string& name, const Scope& scope, Walk& walk) const;
  std::size_t longest_list(const std::string& collection, const std::string& list) const;

  // check_aggregates.cc: functions over many records
  /// What an aggregate is over: `path` is a field of the collection, where that is all that it takes.
  struct Over {
    std::string collection{}, path{};
    SyntaxId argument = no_syntax;
  };
  NodeId check_aggregate(SyntaxId id, Function function, const Scope& scope);
  NodeId check_total(SyntaxId id, Function function, const Over& over, const Scope& scope);
  Over find_collection(SyntaxId id, Function function, const Scope& scope);
  std::pair<NodeId, NodeId> parts_over(SyntaxId id, Function function, const Over& over, const Scope& scope);
  NodeId check_group(SyntaxId id, Function function, const Scope& scope);
  NodeId check_rank(SyntaxId id, const Scope& scope);
  NodeId check_forecast(SyntaxId id, const Scope& scope);
  NodeId check_linked(SyntaxId id, const Scope& scope);
  [[noreturn]] void refuse_collection(const SyntaxNode& argument, const Scope& scope);
  NodeId list_function(SyntaxId id, Function function, const Scope& scope);
  std::uint32_t reference_to(const std::string& parent, const std::string& collection, std::string_view via,
                             Span span, const Scope& scope);
  Type type_of(Function function, NodeId value, SyntaxId id, const Scope& scope);

  [[noreturn]] void fail(const Scope& scope, Span span, std::string what, std::string hint = {}) const;
  std::string source_of(const Scope& scope, Span span) const;
  const Type& type(NodeId node) const { return tree_[node].type; }

  const Catalog& catalog_;
  std::string collection_;
  Calendar calendar_;
  Tree tree_;
  std::vector<SharedSyntax> kept_;
  std::vector<std::string> open_segments_;
};

}  // namespace flatcrm::query
