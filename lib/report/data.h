// The columns that a report asked for, of one state of the book.
//
//   Needs needs{.tables = {{"sales", {{"date"}, {"customer", As::codes}}}},
//               .columns = {{"value", "customers", "value"}}};
//   Data data(book, catalog, {"customers", needs, named_breakdowns}, parameters);
//   data.values("value").number(7)            the value of customer 7, exact; nothing where missing
//   data.join("sales", "customer").row(3)     the row of the customer of sale 3, or no_row;
//                                             ids that were merged lead to who is left
//   data.selected()                           the rows of the subject that --where selects, ascending
//   data.owned("sales")(3)                    is sale 3 of a selected customer?
//
// Shape   values and rows are dense: row i of a collection is row i of each of its columns. Tombstones are
//         no rows.
// Units   money in the currency wanted, at the rate of each document's day; conditions and breakdowns are
//         reckoned in the book's, so that a selection does not depend on --currency.
// Errors  QueryError for a condition or breakdown that means nothing; Code::usage for a currency without any
//         rate; those of query::Engine.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "model/table.h"
#include "query/catalog.h"
#include "query/engine.h"
#include "report/cells.h"
#include "report/parameters.h"

namespace flatcrm::report {

/// A value for each record of a collection, as a query says it.
struct Ask {
  std::string name, collection, query;
};

struct Needs {
  std::vector<model::TableRequest> tables{};  // columns as they stand
  std::vector<Ask> columns{};                 // what queries make of them
  std::vector<std::string> custom{};          // collections whose custom fields are wanted, as hashes
  bool rates = false;                         // the report converts amounts itself
  bool tiers = false;                         // the tiers of the contact policy
};

inline constexpr std::uint32_t no_row = ~std::uint32_t{0};

/// Which record each row of a collection refers to.
class Join {
 public:
  Join(const std::vector<std::uint32_t>& codes, std::vector<std::uint32_t> row_of_code)
      : codes_(codes), row_of_code_(std::move(row_of_code)) {}
  std::uint32_t row(std::size_t i) const { return row_of_code_[codes_[i]]; }
  std::uint32_t row_of_code(std::uint32_t code) const { return row_of_code_[code]; }

 private:
  const std::vector<std::uint32_t>& codes_;
  std::vector<std::uint32_t> row_of_code_;
};

/// Whether a row belongs to the selected.
class Owned {
 public:
  Owned() = default;  // all rows do
  Owned(const std::vector<std::uint32_t>* codes, std::vector<std::uint8_t> kept)
      : all_(false), codes_(codes), kept_(std::move(kept)) {}
  bool all() const { return all_; }
  bool operator()(std::size_t row) const {
    return all_ || kept_[codes_ == nullptr ? row : (*codes_)[row]] != 0;
  }
  /// Of a reference to the subject, by its code.
  bool code(std::uint32_t code) const { return all_ || kept_[code] != 0; }

 private:
  bool all_ = true;
  const std::vector<std::uint32_t>* codes_ = nullptr;
  std::vector<std::uint8_t> kept_{};
};

/// Which tier of the book's contact policy each customer is in.
struct PolicyTiers {
  static constexpr std::uint8_t none = 255;
  struct Tier {
    std::string name;
    int days = 0;  // that a customer may go without a touch from our side
  };
  std::vector<Tier> tiers{};            // as the settings list them
  std::vector<std::uint8_t> tier_of{};  // by row of customers; none: ranked nowhere
  std::string source{};                 // in words
  /// The tier of a customer, the last one for who is ranked nowhere.
  std::size_t of(std::size_t row) const { return tier_of[row] == none ? tiers.size() - 1 : tier_of[row]; }
};

/// What the data are for.
struct Asked {
  std::string subject;
  Needs needs;
  std::vector<std::string_view> breakdowns{};  // names in `by` that are no queries
};

class Data {
 public:
  /// `book` and `catalog` must outlive it.
  Data(const book::Book& book, const query::Catalog& catalog, Asked asked, const Parameters& parameters);
  ~Data();
  Data(Data&&) noexcept;

  const std::string& subject() const;
  /// What was asked for in `tables`, and only that.
  const model::Table& table(const std::string& collection) const;
  std::size_t rows(const std::string& collection) const;
  /// Requires: asked for as texts.
  const std::vector<std::string_view>& ids(const std::string& collection) const;
  /// Paths of the fields that no built-in schema has, whether any record holds them or only the book's own
  /// schema names them; their values are columns of hashes of table(). Requires: Needs::custom.
  const std::vector<std::string>& custom(const std::string& collection) const;
  /// Of Needs::columns.
  const Values& values(std::string_view name) const;
  /// What a query in `by` makes of each record of the subject. Requires: it is not one of the breakdowns.
  const Values& by(std::string_view query) const;

  /// Requires: the reference was asked for as codes, and the ids of `target` as texts.
  Join join(const std::string& collection, const std::string& reference, const std::string& target) const;

  bool selects_all() const;
  /// Rows of the subject. Requires: some column of it was asked for, or there is a condition.
  const std::vector<std::uint32_t>& selected() const;
  /// Rows of the subject, or of a collection that refers to it by `reference` (asked for as codes).
  Owned owned(const std::string& collection, const std::string& reference = "customer") const;

  /// Requires: Needs::tiers.
  const PolicyTiers& tiers() const;

  const query::Rates& rates() const;
  /// Amounts in columns that had no rate at their day, and cells that are no value of their type.
  std::size_t unconverted() const;
  std::size_t unreadable() const;
  /// The collections that were read, in the order of the schemas.
  std::vector<std::string> collections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace flatcrm::report
