// Answers questions about the whole book as of a day, each by itself: a wrong one leaves the others be.
//
//   std::vector<BookFigure> figures =
//       book_figures(book, catalog, {{"count(tickets where closed is empty)"}, {"nps(12)"}}, day, 2);
//   figures[0].value                    3
//   figures[1].wrong                    "'12' is a number, not a span of days"
//
// Shape   a question is an expression of flatcrm-query(7) over the book that gives a number, an amount or a
//         duration. `day` is its today, and what came later is left out: records that began after it, and
//         closings and replies after it.
// Units   amounts in the currency of the question, each at the rate of its document's day; durations seconds;
//         quotients six digits.
// Errors  those of reading the book; what is wrong with a question stands in its figure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "book/book.h"
#include "core/date.h"
#include "core/decimal.h"
#include "core/error.h"
#include "query/catalog.h"
#include "query/check.h"

namespace flatcrm::report {

struct BookQuestion {
  std::string text;
  std::string currency{};  // "" for that of the book
};

struct BookFigure {
  query::Type type{};
  bool is_share = false;                 // a quotient of like quantities, 0.12 for 12 %
  std::optional<core::Decimal> value{};  // nothing where it has none, or can't be known
  std::string wrong{}, hint{};           // what is wrong with the question
  core::Place place{};                   // in it: line and column
  bool is_wrong() const { return !wrong.empty(); }
};

std::vector<BookFigure> book_figures(const book::Book& book, const query::Catalog& catalog,
                                     const std::vector<BookQuestion>& questions, core::Date day, int threads);

/// A figure that can be measured. Error QueryError, in which `name` stands for the text.
query::NodeId check_measure(query::Checker& checker, const std::string& text, const std::string& name);

}  // namespace flatcrm::report
