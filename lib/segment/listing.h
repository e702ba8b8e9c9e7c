// A list of records that a query selects, with its columns: what `segment` prints.
//
//   Listing listing =
//       list(book, catalog,
//            {.where = parse("country = DE"), .columns = parse_columns("name, value as worth")});
//   listing.rows == 17     listing.columns[1].name == "worth"     listing.columns[1].values.number(3)
//
// Shape   without columns, those that a collection is known by; with `groups`, a row for each different
//         group, the groups first and what the columns make of each behind them. Rows are in the order of the
//         book's files, or sorted; missing values come last.
// Errors  QueryError, and those of query::Engine.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "book/book.h"
#include "query/catalog.h"
#include "query/engine.h"
#include "query/syntax.h"
#include "segment/campaign.h"

namespace flatcrm::segment {

struct SortKey {
  query::SharedSyntax syntax;
  std::string text;  // as written: the name of a column, where there is one
  bool descending = false;
};
/// "value desc, name"
std::vector<SortKey> parse_sort(std::string_view text);

struct ListWishes {
  std::string collection = "customers";
  query::SharedSyntax where;
  std::vector<query::NamedSyntax> columns{};
  std::vector<query::NamedSyntax> groups{};
  bool grouped = false;  // without groups: all records are one
  std::vector<SortKey> sort{};
  std::size_t limit = 0;  // 0: all
  std::string channel{};  // leaves out whom it can't or mustn't reach
  std::optional<std::size_t> sample{};
  std::optional<Split> split{};  // adds a column `part`
  std::string seed{};
  bool only_ids = false;
  bool only_count = false;
  bool whole =
      false;  // `records` are rows of the whole collection, so that they compare with those of another list
  core::Date known_on = core::no_date;
  int threads = 1;
};

struct ListColumn {
  std::string name;
  query::Type type;
  query::Vector values;
  std::uint32_t original = 0;  // of a plain field of money: its number + 1
};

struct Listing {
  std::string collection;
  std::size_t rows = 0;
  std::size_t selected = 0;  // before the limit
  struct LeftOut {
    std::string meaning;
    std::size_t count = 0;
  };
  std::vector<LeftOut> left_out{};  // by the channel
  std::vector<ListColumn> columns{};
  std::vector<std::uint32_t> records{};  // the row of each in the engine's table; empty with groups
  std::size_t unconverted = 0, unreadable = 0;
  std::shared_ptr<void> tree{};  // what the values point into
  std::shared_ptr<query::Engine> engine{};
};

Listing list(const book::Book& book, const query::Catalog& catalog, const ListWishes& wishes);

/// What a collection is known by where no columns are named.
std::string default_columns(const query::Catalog& catalog, const std::string& collection);

}  // namespace flatcrm::segment
