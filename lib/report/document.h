// What a report says, before anyone decides how it looks.
//
//   Document document{.name = "pipeline", .title = "Pipeline"};
//   Section& section = document.add("Overview");
//   section.figures.push_back({"won", "Won", std::int64_t{4238}, "deals"});
//   section.tables.push_back({.name = "stages", .columns = {{"stage", "Stage"}}, .rows = {{"Won"}}});
//   render::write_json(out, document);     // "figures": {"won": {"type": "integer", "value": 4238, ...
//
// Shape   names are snake_case, stable from version to version, and unique within a document over figures,
//         tables and series; each row of a table has a cell for each column. Labels and titles are for
//         people and may change.
// Units   a name carries its unit (win_rate_percent, cycle_days). A money column holds one currency where
//         `currency` says so, else each cell says its own. Nothing is a double: a mean or a share is divided
//         once, half-even, to the digits that are meant.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/decimal.h"

namespace flatcrm::report {

struct Money {
  core::Decimal amount{};
  std::string currency{};  // ISO 4217
};
struct Percent {
  core::Decimal value;  // 63.15 is 63.15 %
};
struct Days {
  core::Decimal count;
};
/// A record: what to type, and what a person calls it ("" where the id has to do).
struct Reference {
  std::string id{};
  std::string label{};
};

enum class Kind : std::uint8_t { text, integer, decimal, money, percent, date, days, reference };

/// No value, which is not 0 and not "": of what kind it would be, where that matters.
struct Missing {
  Kind kind = Kind::text;
};

using Cell = std::variant<Missing, std::string, std::int64_t, core::Decimal, Money, Percent, core::Date, Days,
                          Reference>;

/// The kind of what a cell holds, or would hold.
Kind kind_of(const Cell& cell);
std::string_view name_of(Kind kind);
inline bool is_missing(const Cell& cell) {
  return std::holds_alternative<Missing>(cell);
}
/// Numbers of any kind: they stand on the right.
inline bool is_number(Kind kind) {
  return kind != Kind::text && kind != Kind::reference && kind != Kind::date;
}
/// The number in a cell of any numeric kind, or nothing.
const core::Decimal* decimal_of(const Cell& cell, core::Decimal& room);

/// value - previous where both are numbers of one kind (and of one currency), else missing.
Cell change(const Cell& value, const Cell& previous);

struct Figure {
  std::string name{}, label{};
  Cell value{};
  std::string unit{};  // what an integer or decimal counts: "deals"; other kinds know theirs
  Cell previous{};     // the same figure in the document's comparison period
  Cell target{};
};

/// Of its value; where that is missing and says nothing, of what it is held against.
Kind kind_of(const Figure& figure);

struct Column {
  std::string name{}, label{};
  Kind kind = Kind::text;
  std::string currency{};  // of a money column, where all of it is in one
  bool bar = false;        // a small bar behind the value, where the format has bars
};

using Row = std::vector<Cell>;

struct Table {
  std::string name{}, title{};
  std::vector<Column> columns{};
  std::vector<Row> rows{};
  Row total{};         // empty, or one cell a column
  std::string note{};  // below the table: what was left out, what a column means
};

/// Values over categories or time, for a chart; shown as a table where there are none.
struct Series {
  enum class Shape : std::uint8_t { bars, line };
  struct Line {
    std::string name{}, label{};
    std::vector<Cell> values{};  // one for each category
  };
  std::string name{}, title{};
  Shape shape = Shape::bars;
  Column category{};
  std::vector<Cell> categories{};
  std::vector<Line> lines{};
  std::string currency{};
};

/// Something that a person should look at, with the records behind it and the command that mends or lists it.
struct Finding {
  std::string code{}, text{};  // code: kebab-case and stable
  std::int64_t count = 0;
  std::vector<Reference> records{};  // some of them
  std::string command{};
};

struct Section {
  std::string heading{};  // "" for the first one of a short report
  std::vector<Figure> figures{};
  std::vector<Table> tables{};
  std::vector<Series> series{};
  std::vector<std::string> notes{};
  std::vector<Finding> findings{};
};

struct Parameter {
  std::string name{}, value{};
};

/// What a document was made from, so that a figure can be proved later.
struct Provenance {
  struct Count {
    std::string collection{};
    std::int64_t records = 0;
  };
  std::string book{};
  std::string revision{};  // "" where the book is not under git; "-dirty" behind it where files differ
  std::string digest{};    // of the files read: see git/fingerprint.h
  core::Date as_of = core::no_date;
  std::vector<Count> records{};
  std::string version{};  // of flatcrm
};

struct Document {
  std::string name{}, title{};
  std::string subtitle{};    // the period in words: "closed 2017-07-01 to 2017-09-30"
  std::string comparison{};  // what Figure::previous is of: "2017-04-01 to 2017-06-30"
  std::vector<Parameter> parameters{};
  std::deque<Section> sections{};
  Provenance made_from{};

  /// The new section stays where it is while others are added.
  Section& add(std::string heading);
};

/// A series as rows of category and values.
Table as_table(const Series& series);
/// All figures as one table "figures": name, label, value, unit, previous, change, target.
Table figures_of(const Document& document);
/// All findings as one table "findings": code, count, finding, command.
Table findings_of(const Document& document);

/// The tables and series of a document in their order, then "figures" and "findings" where there are any.
std::vector<std::string> table_names(const Document& document);
/// One of table_names(); "" is the first, the main one. Error usage with the nearest name for another.
Table table_of(const Document& document, std::string_view name);

}  // namespace flatcrm::report
