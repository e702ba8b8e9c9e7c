// Evaluates checked queries on typed columns: only those that they need, all processors busy.
//
//   Engine engine(book, checker.tree(), {where, column}, {.today = today, .threads = 2});
//   std::vector<std::uint32_t> rows = engine.select("customers", where);  // in the order of the book's files
//   Vector values = engine.values("customers", column, rows);
//   engine.rows("customers")     engine.unconverted()      // amounts that had no rate
//
// Shape   expressions are evaluated in runs of records; what crosses collections (aggregates, references,
//         ranks, links) is made once as a whole column before, in the order of what needs what.
// Errors  those of book::read_tables, and Code::limit where a number grows too large.
// Threads an engine serves one thread; inside it uses as many as it is told. Results do not depend on
//         their number.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "book/read.h"
#include "query/catalog.h"
#include "query/rates.h"
#include "query/tree.h"
#include "query/vector.h"

namespace flatcrm::query {

struct EngineOptions {
  core::Date today = core::no_date;
  int threads = 1;
  bool optimize = true;
  /// That amounts of money are in, "" for the book's. A bare number that is taken as money is one of the
  /// book's, at the rate of today.
  std::string currency{};
  /// Leaves out what came later: records that began after this day, and closings and answers after it.
  core::Date known_on = core::no_date;
  /// Of a collection only what select() finds by this condition is wanted: its other records may be left unread, and are then none of
  /// rows(), table(), ids() and whole().
  NodeId only = no_node;
  std::string only_collection{};
};

/// A run of records of a collection: those picked, or `count` from `begin` on.
struct Rows {
  std::size_t begin = 0, count = 0;
  const std::uint32_t* picked = nullptr;
  /// Inside of any() and all(): the element of each record in the run, for texts; its number, for maps.
  const std::string_view* elements = nullptr;
  std::size_t element = 0;
  std::uint32_t walk = 0;

  std::size_t row(std::size_t i) const { return picked == nullptr ? begin + i : picked[i]; }
};

class Engine {
 public:
  /// Reads what the roots need, and `also` what the caller takes from table() itself.
  Engine(const book::Book& book, const Tree& tree, const std::vector<NodeId>& roots,
         const EngineOptions& options, const std::vector<model::TableRequest>& also = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  std::size_t rows(const std::string& collection) const;
  /// Those read, by name, with the columns that were.
  std::vector<std::string> collections() const;
  const model::Table& table(const std::string& collection) const;
  /// The records that the condition is true for.
  std::vector<std::uint32_t> select(const std::string& collection, NodeId condition);
  /// Of the given records, in their order.
  Vector values(const std::string& collection, NodeId node, std::span<const std::uint32_t> rows);
  /// Of all records.
  Vector whole(const std::string& collection, NodeId node);
  /// Of Checker::book_value: one value.
  Vector book_value(NodeId node) const;
  /// Adds up every Op::group of the tree: the records of `rows` belong to the groups 0 to `groups` that stand
  /// beside them.
  void group(const std::string& collection, std::span<const std::uint32_t> rows,
             std::span<const std::uint32_t> group_of, std::size_t groups);
  /// Of each group, behind group().
  Vector group_values(NodeId node, std::size_t groups);
  /// The ids of a collection. Requires: `also` has asked for them as texts, or a root needs them.
  const std::vector<std::string_view>& ids(const std::string& collection) const;
  /// The amount of a money field as it stands, and its currency ("" for the book's).
  struct Original {
    core::Decimal amount;
    std::string_view currency;
  };
  std::optional<Original> original(std::uint32_t field, std::size_t row) const;

  const Rates& rates() const;
  /// Amounts that were left out because no rate was known at their day.
  std::size_t unconverted() const;
  /// Cells of the columns read that are no value of their type.
  std::size_t unreadable() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace flatcrm::query
