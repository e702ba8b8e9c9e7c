// What a report is given, and what it says of itself.
//
// A report is one file, lib/report/report_<name>.cc, that defines `Report report_<name>()` (order_to_cash:
// "order-to-cash"); it is found there by itself. It declares the columns that it wants, as they stand and as
// queries, and makes a document of them:
//
//   Needs needs(const Parameters& parameters) {
//     return {.tables = {{"interactions", {{"date"}, {"customer", model::As::codes}}}},
//             .columns = {{"value", "customers", fmt::format("value({})", span_of(parameters))},
//                         {"silence", "customers", "silence"}}};        // any field, metric or query
//   }
//   Document make(const Input& input) {
//     Document document = begin(input, "Value");            // name, title, parameters, made from
//     const Values& value = input.data.values("value");     // a value for each customer, one pass
//     for (std::uint32_t row : input.data.selected()) sum.add(*value.number(row));
//     Owned touches = input.data.owned("interactions");     // only those of the selected customers
//     ...
//   }
//   Report report_value() {
//     return {.name = "value", .summary = "what customers bring", .subject = "customers",
//             .needs = needs, .make = make};
//   }
//
// Shape   the figures that queries know are asked for and never reckoned again (flatcrm-query(7) lists them).
//         `--where` is a condition on the subject; what belongs to its records (Data::owned) is restricted
//         with them. Unless a report says otherwise, its values are of all records, so that ranks do not move
//         with --where.
// Units   all money is in input.currency(), exact; cells of money say so.
// A report is a pure function: it reads no clock, and of files only what Input::around looks up for it: what a
// report of two states compares (of_states), and whether the book is under git.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/config.h"
#include "core/date.h"
#include "model/table.h"
#include "report/book_figures.h"
#include "report/data.h"
#include "report/document.h"
#include "report/parameters.h"
#include "report/period.h"
#include "report/surroundings.h"
#include "segment/saved.h"

namespace flatcrm::report {

/// How a person calls a record: asked only for the few that a list shows, so that no report reads
/// all customers.
using NameOf = std::function<std::string(std::string_view collection, std::string_view id)>;

/// The segment that a book has saved under a name, or nothing.
using SavedOf = std::function<std::optional<segment::Saved>(const std::string& name)>;

/// Figures of the whole book as of a day: what goals and scorecards ask, once they have read what to ask.
using FiguresOf =
    std::function<std::vector<BookFigure>(const std::vector<BookQuestion>& questions, core::Date day)>;

struct Input {
  const Data& data;
  const Surroundings& around;
  const book::Config& config;
  Parameters parameters;
  NameOf name_of{};  // may be empty
  std::string_view report{};
  SavedOf saved{};      // may be empty
  FiguresOf figures{};  // may be empty

  const std::string& currency() const { return data.rates().target(); }
  Reference reference(std::string_view collection, std::string_view id) const;
};

/// How a figure is reckoned, for the manual.
struct Formula {
  std::string_view figure, text;
};

struct Report {
  std::string_view name;
  std::string_view summary;
  std::string_view subject = "customers";      // what --where and --by are about
  std::vector<std::string_view> breakdowns{};  // names of its own that --by takes, beside queries
  std::string_view about{};                    // for the manual, where the summary is not enough
  std::vector<Formula> formulas{};
  std::vector<std::string_view> sources{};  // of the formulas
  bool by_staff = false;                    // takes --staff
  /// Compares two states of a book under git: takes --since, and neither period nor condition.
  bool of_states = false;
  Needs (*needs)(const Parameters& parameters) = nullptr;
  Document (*make)(const Input& input) = nullptr;
};

/// All reports, by name.
const std::vector<Report>& reports();
/// Nothing where no report is built in under that name.
const Report* built_in(std::string_view name);
inline bool is_built_in(std::string_view name) {
  return built_in(name) != nullptr;
}
/// Error usage with the nearest name, of those that a book has saved too.
const Report& report_named(std::string_view name, const std::vector<std::string>& saved = {});

/// A document with its name, its parameters, its period and the one before it, and what it was made from; the
/// caller knows version and revision.
Document begin(const Input& input, std::string title);

std::size_t count_findings(const Document& document);

/// What a mail says in its subject: "The week: 2026-11-16 to 2026-11-22: 2 touches, ... 2 findings."
std::string summary_of(const Document& document);

/// Reads what the report wants and makes it.
Document make_report(const Report& report, const book::Book& book, const query::Catalog& catalog,
                     const Parameters& parameters, const NameOf& name_of);

}  // namespace flatcrm::report
