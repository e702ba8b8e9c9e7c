// Segments that have a name: the files of a book's segments/ folder.
//
//   # segments/loyal.yaml
//   title: Loyal and near
//   where: orders >= 3 and segment(neighbours)
//
//   std::optional<Saved> loyal = read_saved(book, "loyal");      loyal->where == "orders >= 3 and ..."
//   add_saved(catalog, book);                                     // queries may say segment(loyal)
//
// Keys    title, description, owner, of (the collection, else customers), where, columns, sort;
//         tiers: by (a value), tiers (quintile, or a list of {name, top: 20%} or {name, from: VALUE}, the
//         last one taking the rest), cells (name: a list of patterns of r, f and m), guard (flag, protect,
//         off, or a map of mode, depth, links).
// Errors  Code::book with its place for another key, a value of the wrong kind, tiers that can't be, cells
//         that are named twice or not at all.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "core/decimal.h"
#include "query/catalog.h"

namespace flatcrm::segment {

struct Tier {
  enum class Rule { top, from, rest };
  std::string name;
  Rule rule = Rule::rest;
  core::Decimal share{};  // percent of all, counted from the best
  std::string from{};     // a value, as a query writes it
};

enum class GuardMode { flag, protect, off };

struct GuardWishes {
  GuardMode mode = GuardMode::flag;
  int depth = 2;
  std::vector<std::string> kinds{"household", "family", "employee", "parent", "owner", "referral"};
};

struct Tiering {
  std::string by;           // a value that customers are ranked by
  std::vector<Tier> tiers;  // the best first
  GuardWishes guard{};
};

/// Names of all 125 combinations of r, f and m: cell(5, 5, 5) is the best.
struct Cells {
  std::vector<std::string> names;           // in the order of the file
  std::array<std::uint8_t, 125> name_of{};  // index into names
  static std::size_t cell(std::size_t r, std::size_t f, std::size_t m) {
    return (r - 1) * 25 + (f - 1) * 5 + m - 1;
  }
};

struct Saved {
  std::string name, file;
  std::string title{}, description{}, owner{};
  std::string collection = "customers";
  std::string where{};
  std::string columns{}, sort{};
  std::optional<Tiering> tiering{};
  std::optional<Cells> cells{};
};

std::vector<std::string> saved_names(const book::Book& book);
/// Nothing where there is no such file.
std::optional<Saved> read_saved(const book::Book& book, const std::string& name);
Saved parse_saved(std::string_view text, const std::string& name, const std::string& file);
void add_saved(query::Catalog& catalog, const book::Book& book);

/// Error usage with the nearest name.
Saved saved_named(const book::Book& book, const std::string& name);

}  // namespace flatcrm::segment
