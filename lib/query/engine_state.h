// What an engine holds: columns, what crosses collections, and the evaluation of one run of records.
//
// Only engine*.cc and the files of its stages use it.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "query/aggregate.h"
#include "query/engine.h"
#include "query/pattern.h"
#include "query/record_evaluator.h"

namespace flatcrm::query {

inline constexpr std::uint32_t no_row = ~std::uint32_t{0};

/// A field as the evaluation takes it.
struct ColumnData {
  Vector::Form form = Vector::Form::text;
  int scale = 0;
  const std::vector<std::string_view>* texts = nullptr;
  const model::Codes* codes = nullptr;
  const std::vector<core::Date>* days = nullptr;
  const std::vector<std::int64_t>* numbers = nullptr;
  std::vector<std::int64_t> own_numbers;    // converted amounts, instants
  std::vector<std::uint8_t> truth_of_code;  // of a truth field
  const model::Numbers* amounts = nullptr;  // of money: as they stand
  const model::Codes* currencies = nullptr;
};

struct CollectionData {
  const model::Table* table = nullptr;
  std::size_t rows = 0;
  std::map<std::string, std::uint32_t> paths;  // to request columns once
  const std::vector<std::string_view>* ids = nullptr;
  const std::vector<core::Date>* born = nullptr;  // with known_on: when the record began
};

/// Between the codes of a reference and the rows that they stand for.
struct Join {
  std::vector<std::uint32_t> row_of_code;  // no_row where there is no such record
  std::vector<std::uint32_t> code_of_row;  // 0 where nothing refers to it
};

/// What a node is made of, in its own collection and in others.
std::vector<NodeId> parts_of(const Tree& tree, NodeId id);

struct Engine::State {
  const book::Book& book;
  const Tree& tree;
  EngineOptions options;
  Rates rates;
  book::Tables tables;
  std::vector<model::TableRequest> requests;
  std::map<std::string, std::uint32_t> table_of;
  std::map<std::string, CollectionData> collections;
  std::vector<ColumnData> columns;  // by field
  std::vector<std::vector<std::vector<std::uint32_t>>>
      member_fields;  // of a walk: [member][element] -> extra column
  std::vector<const std::vector<std::string_view>*> member_texts;
  std::map<std::pair<std::uint32_t, std::string>, Join> joins;
  std::map<std::pair<const model::SharedDictionary*, std::string>, std::vector<std::uint32_t>> numbers_of_ids;
  std::vector<std::optional<Vector>> aggregates, totals, targets, ranks, forecasts, links;
  std::map<NodeId, Vector> networks;
  std::map<NodeId, Pattern> patterns;
  std::map<NodeId, std::vector<std::uint8_t>> tables_of_codes;  // truths of a text predicate by code
  std::vector<Vector> group_results;                            // by Tree::groups
  std::atomic<std::size_t> unconverted = 0;
  bool needs_rates = false;
  std::unique_ptr<RecordEvaluator> cells;  // asks conditions about single cells

  State(const book::Book& book_, const Tree& tree_, const EngineOptions& options_);

  // engine_load.cc
  void load(const std::vector<NodeId>& roots, const std::vector<model::TableRequest>& also);
  void need(NodeId node, std::vector<bool>& seen);
  void need_columns(const Node& node);
  void need_field(std::uint32_t field);
  void need_records(const std::string& collection, Function function);
  void need_elements(const Walk& walk);
  void narrow();  // engine_narrow.cc
  void need_column(const std::string& collection, const std::string& path, model::As as);
  void need_conversion(const std::string& collection, const std::string& currency);
  bool is_requested(const std::string& collection, const std::string& path, model::As as) const;
  void open_collection(const std::string& collection, std::uint32_t index);
  void open_elements(std::uint32_t walk);
  void open_column(std::uint32_t field);
  void open_texts(ColumnData& column, const Field& field);
  void open_instants(ColumnData& column, const Field& field);
  void convert(ColumnData& column, const Field& field);
  core::Date document_day(const std::string& collection, std::size_t row) const;
  const model::Table& table(const std::string& collection) const;
  core::Date known_day(core::Date day, const Field& field) const;
  bool is_known(const CollectionData& data, std::size_t row) const {
    return data.born == nullptr || (*data.born)[row] == core::no_date ||
           (*data.born)[row] <= options.known_on;
  }

  // engine_stages.cc: what crosses collections, in the order of what needs what
  void prepare(const std::vector<NodeId>& nodes);
  void prepare_level(const std::vector<NodeId>& nodes);
  void prepare_stage(const Node& node);
  int level_of(NodeId node, std::map<NodeId, int>& known) const;
  const Join& join(std::uint32_t reference, const std::string& target);
  std::vector<std::uint32_t> codes_of_ids(const model::Dictionary& dictionary, const std::string& collection);
  void make_aggregates(const std::vector<std::uint32_t>& together, bool collect = false);
  void make_totals(const std::vector<std::uint32_t>& together, bool collect = false);
  struct Adding;  // engine_aggregates.cc
  Adding begin_adding(const GroupValue& what, std::size_t slots, bool collect) const;
  void add_up(const std::string& collection, const std::vector<std::uint32_t>* slots,
              std::vector<Adding>& work) const;
  void fill(const Adding& what, const Rows& rows, const std::uint32_t* slots, const Vector* condition,
            AggregatePairs& pairs) const;
  void make_rank(std::uint32_t index);      // engine_ranks.cc
  void make_forecast(std::uint32_t index);  // engine_forecasts.cc

  // engine_links.cc: what customers have of those that they are linked to
  void make_link(std::uint32_t index);
  void make_network(NodeId node);
  std::vector<std::uint32_t> customers_of(const model::Codes& end);
  template <typename Work>
  void for_each_link(const Work& work);
  struct Neighbours;
  Neighbours neighbours();
  std::int64_t network_of(std::uint32_t row, const Vector& own, const Neighbours& all, int scale,
                          std::vector<std::uint32_t>& reached) const;

  // engine_run.cc: one run of records, and runs joined
  Vector evaluate(NodeId node, const Rows& rows) const;
  Vector whole(const std::string& collection, NodeId node) const;
  class GroupSum;  // engine_groups.cc
  Vector in_runs(NodeId node, const Rows& rows) const;
  Vector constant(const Node& node) const;
  Vector gather(const Vector& whole, const Rows& rows) const;
  Vector stage_value(const Node& node, const Rows& rows) const;
  Vector rate_value(const Node& node, const Rows& rows) const;

  // engine_fields.cc: what the files have
  Vector field(const Node& node, const Rows& rows) const;
  Vector known_results(const model::Codes& codes, const Rows& rows) const;
  Vector element(const Node& node, const Rows& rows) const;
  const std::vector<std::string_view>* member_of_element(const std::string& name, const Rows& rows) const;
  Vector follow(const Node& node, const Rows& rows) const;

  // engine_conditions.cc
  Vector logic(const Node& node, const Rows& rows) const;
  Vector comparison(const Node& node, const Rows& rows) const;
  Vector predicate(NodeId id, const Rows& rows) const;
  Vector emptiness(const Node& node, const Rows& rows) const;
  Vector walk(const Node& node, const Rows& rows) const;
  void prepare_predicate(NodeId node);
  const model::Dictionary* dictionary_of(NodeId node) const;
  std::vector<std::uint8_t> truths_of_codes(NodeId id, const model::Dictionary& dictionary) const;

  // engine_values.cc
  Vector arithmetic(const Node& node, const Rows& rows) const;
  Vector number_function(const Node& node, const Rows& rows) const;
  Vector number_of_text(const Node& node, const Vector& from, std::size_t count) const;
  Vector number_of_number(const Node& node, const Vector& from, std::size_t count) const;
  std::int64_t in_target(core::Decimal amount, int scale) const;
  Vector text_function(const Node& node, const Rows& rows) const;
  Vector selection(const Node& node, const Rows& rows) const;
};

/// Records a run holds: small enough to stay in the cache, large enough that a node's cost is that of
/// its loop.
inline constexpr std::size_t run_size = 4096;

}  // namespace flatcrm::query
