#include "report/saved_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "query/error.h"
#include "report/listing.h"
#include "segment/listing.h"

namespace flatcrm::report {

namespace {

constexpr std::size_t usual_limit = 20;

bool is_empty(const Section& section) {
  return section.tables.empty() && section.series.empty() && section.figures.empty() &&
         section.findings.empty() && section.notes.empty();
}

/// A table that a part names must be one of the report's.
void check_tables(const SavedPart& part, const Document& report) {
  std::vector<std::string> known = table_names(report);
  for (const std::string& name : part.tables) {
    bool there =
        name == "figures" || name == "findings" || std::find(known.begin(), known.end(), name) != known.end();
    if (there) continue;
    std::string_view near = core::nearest(name, {known.begin(), known.end()});
    throw Error(Code::book, fmt::format("no table '{}' in the report {}", core::visible(name), part.report),
                part.places.at("tables"),
                near.empty() ? fmt::format("it has {}", fmt::join(known, ", "))
                             : fmt::format("did you mean '{}'?", near));
  }
}

/// Those that `into` has none of by that name.
template <typename One>
void add_new(std::vector<One>& into, std::vector<One> some, std::string One::*name) {
  for (One& one : some) {
    auto same = [&](const One& other) { return other.*name == one.*name; };
    if (std::none_of(into.begin(), into.end(), same)) into.push_back(std::move(one));
  }
}

/// Makes one document of the parts' documents.
class Maker {
 public:
  Maker(const SavedReport& saved, const book::Book& book, const query::Catalog& catalog,
        const Parameters& parameters, const NameOf& name_of)
      : saved_(saved), book_(book), catalog_(catalog), asked_(parameters), name_of_(name_of) {}

  Document run() {
    document_.name = saved_.name;
    document_.title = saved_.title.empty() ? saved_.name : saved_.title;
    document_.subtitle = saved_.description;
    for (const SavedPart& part : saved_.parts) add(part);
    document_.made_from.book = book_.config().name;
    document_.made_from.as_of = asked_.as_of;
    auto order = book_.schemas().collections();
    auto place = [&](const Provenance::Count& one) {
      return std::find(order.begin(), order.end(), one.collection) - order.begin();
    };
    auto& records = document_.made_from.records;
    std::stable_sort(records.begin(), records.end(),
                     [&](const auto& left, const auto& right) { return place(left) < place(right); });
    return std::move(document_);
  }

 private:
  void add(const SavedPart& part) {
    try {
      take(part, part.report.empty() ? of_query(part) : of_report(part));
    } catch (const query::QueryError& error) {
      explain(part, error);
    } catch (const Error& error) {
      if (error.code() != Code::usage || !error.place().file.empty()) throw;
      throw Error(Code::book, error.message(), part.place, error.hint());
    }
  }
  /// A mistake in a query of the file is told with its place in the file.
  [[noreturn]] void explain(const SavedPart& part, const query::QueryError& error) const {
    std::string key = error.place().file;  // the queries of a part are named by their keys
    if (key == "--where" && !asked_.where.empty()) throw error;
    if (key.starts_with("--")) key.erase(0, 2);
    auto found = part.places.find(key);
    if (found == part.places.end()) throw error;
    core::Place place = found->second;
    place.column = error.place().line > 1 ? error.place().column : place.column + error.place().column - 1;
    place.line += error.place().line - 1;
    throw Error(Code::book, error.message(), place, error.hint());
  }

  Parameters parameters_of(const SavedPart& part) const {
    Parameters parameters = asked_;
    if (!parameters.period && !part.period.empty()) {
      try {
        parameters.period = parse_period(part.period, {asked_.as_of, book_.config().fiscal_month});
      } catch (const Error& error) {
        throw Error(Code::book, error.message(), part.places.at("period"), error.hint());
      }
    }
    if (parameters.by.empty()) parameters.by = part.by;
    if (parameters.currency.empty()) parameters.currency = part.currency;
    if (parameters.staff.empty()) parameters.staff = part.staff;
    if (!parameters.limit_given && part.limit) {
      parameters.limit = *part.limit;
      parameters.limit_given = true;
    }
    parameters.where = both(part.where, asked_.where);
    return parameters;
  }
  static std::string both(const std::string& one, const std::string& other) {
    if (one.empty() || other.empty()) return one + other;
    return fmt::format("({}) and ({})", one, other);
  }

  Document of_report(const SavedPart& part) const {
    return make_report(report_named(part.report), book_, catalog_, parameters_of(part), name_of_);
  }
  Document of_query(const SavedPart& part) const;
  std::string with_period(std::string text) const {
    constexpr std::string_view mark = "$period";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
      text.replace(at, mark.size(), span_of(asked_));
    return text;
  }

  Section cut(const SavedPart& part, Section section) const;
  void take(const SavedPart& part, Document from);
  bool is_wanted(const SavedPart& part, const std::string& name) const {
    return part.tables.empty() ||
           std::find(part.tables.begin(), part.tables.end(), name) != part.tables.end();
  }
  std::string renamed(const SavedPart& part, const std::string& name) const {
    return saved_.parts.size() < 2 ? name : fmt::format("{}_{}", part.name, name);
  }

  const SavedReport& saved_;
  const book::Book& book_;
  const query::Catalog& catalog_;
  const Parameters& asked_;
  const NameOf& name_of_;
  Document document_;
};

/// The first column are the categories, those of numbers behind it the lines. Error where their kinds differ: one scale fits them all.
Series as_series(const Table& table, const std::string& shape, const core::Place& place) {
  Series series{.name = table.name,
                .title = table.title,
                .shape = shape == "line" ? Series::Shape::line : Series::Shape::bars,
                .category = table.columns.front()};
  Kind kind = Kind::text;
  for (std::size_t i = 1; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    if (!is_number(column.kind)) continue;
    if (kind == Kind::text) kind = column.kind;
    if (column.kind != kind)
      throw Error(Code::book,
                  fmt::format("a chart has values of one kind, and '{}' is {} where others are {}",
                              column.name, name_of(column.kind), name_of(kind)),
                  place, "leave one of the columns out, or the chart");
    if (series.currency.empty()) series.currency = column.currency;
    series.lines.push_back({column.name, column.label});
    for (const Row& row : table.rows) series.lines.back().values.push_back(row[i]);
  }
  for (const Row& row : table.rows) series.categories.push_back(row[0]);
  return series;
}

Document Maker::of_query(const SavedPart& part) const {
  if (!asked_.currency.empty() && asked_.currency != book_.config().currency)
    throw Error(Code::usage, "a part that is a query has its amounts in the book's currency", {},
                "leave --currency out");
  segment::ListWishes wishes;
  wishes.collection = part.of;
  wishes.where = query::parse(both(with_period(part.where), asked_.where), "where");
  if (!part.columns.empty()) wishes.columns = query::parse_columns(with_period(part.columns), "columns");
  if (!part.group_by.empty()) {
    wishes.grouped = true;
    if (part.group_by != "all") wishes.groups = query::parse_columns(with_period(part.group_by), "group-by");
  }
  if (!part.sort.empty()) wishes.sort = segment::parse_sort(part.sort);
  wishes.limit = asked_.limit_given ? asked_.limit : part.limit.value_or(usual_limit);
  wishes.threads = asked_.threads;
  segment::Listing listing = segment::list(book_, catalog_, wishes);
  Document document = listing_document(listing, book_.config(), part.title);
  Section& section = document.sections.front();
  for (Table& table : section.tables) {
    table.title = saved_.parts.size() < 2 ? "" : part.title;
    for (Column& column : table.columns) column.bar = column.bar && part.chart.empty();
  }
  if (!part.chart.empty() && !section.tables.empty()) {
    section.series.push_back(as_series(section.tables.front(), part.chart, part.places.at("chart")));
    section.tables.clear();
  }
  for (const std::string& collection : listing.engine->collections())
    document.made_from.records.push_back(
        {collection, static_cast<std::int64_t>(listing.engine->rows(collection))});
  return document;
}

/// Only the tables, figures and findings that the part names, under its own name.
Section Maker::cut(const SavedPart& part, Section section) const {
  std::erase_if(section.tables, [&](const Table& table) { return !is_wanted(part, table.name); });
  std::erase_if(section.series, [&](const Series& series) { return !is_wanted(part, series.name); });
  if (!is_wanted(part, "figures")) section.figures.clear();
  if (!is_wanted(part, "findings")) section.findings.clear();
  if (!part.tables.empty()) section.notes.clear();
  for (Table& table : section.tables) table.name = renamed(part, table.name);
  for (Series& series : section.series) series.name = renamed(part, series.name);
  for (Figure& figure : section.figures) figure.name = renamed(part, figure.name);
  return section;
}

void Maker::take(const SavedPart& part, Document from) {
  check_tables(part, from);
  bool first = true;
  for (Section& whole : from.sections) {
    Section section = cut(part, std::move(whole));
    if (is_empty(section) && !part.report.empty()) continue;
    if (saved_.parts.size() > 1 && !part.report.empty()) {
      std::string title = part.title.empty() ? from.title : part.title;
      section.heading =
          section.heading.empty() || first ? title : fmt::format("{}: {}", title, section.heading);
    }
    if (first && !from.subtitle.empty() && part.tables.empty())
      section.notes.insert(section.notes.begin(), from.subtitle);
    first = false;
    document_.sections.push_back(std::move(section));
  }
  if (document_.comparison.empty()) document_.comparison = from.comparison;
  add_new(document_.parameters, std::move(from.parameters), &Parameter::name);
  add_new(document_.made_from.records, std::move(from.made_from.records), &Provenance::Count::collection);
}

}  // namespace

Document make_saved_report(const SavedReport& saved, const book::Book& book, const query::Catalog& catalog,
                           const Parameters& parameters, const NameOf& name_of) {
  return Maker(saved, book, catalog, parameters, name_of).run();
}

Document make_named_report(const std::string& name, const book::Book& book, const query::Catalog& catalog,
                           const Parameters& parameters, const NameOf& name_of) {
  if (!is_built_in(name))
    if (std::optional<SavedReport> saved = read_saved_report(book, name))
      return make_saved_report(*saved, book, catalog, parameters, name_of);
  return make_report(report_named(name, saved_report_names(book)), book, catalog, parameters, name_of);
}

}  // namespace flatcrm::report
