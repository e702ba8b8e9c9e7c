#include "report/check_goals.h"

#include <fmt/format.h>

#include "book/read.h"
#include "core/lines.h"
#include "core/text.h"
#include "query/check.h"
#include "query/error.h"
#include "query/share.h"
#include "report/book_figures.h"
#include "report/goal_unit.h"

namespace flatcrm::report {

namespace {

constexpr const char* collection = "goals";

/// A value where it stands in its file.
struct Said {
  std::string_view text{};
  std::size_t at = 0;
  bool is_there() const { return text.data() != nullptr && !core::trim(text).empty(); }
};

Said said(const model::Record& record, model::PathId path) {
  for (const model::Value& value : record.values())
    if (value.path == path) return {value.text, record.begin() + value.at};
  return {};
}

class GoalFile {
 public:
  GoalFile(const book::LoadedFile& file, core::Problems& problems) : file_(file), problems_(problems) {}

  void add(const model::Record& record, const Said& at, std::size_t within, const std::string& what,
           const std::string& hint) {
    core::Position place = core::position_of(file_.bytes.view(), offset_of(at, within));
    problems_.push_back({std::string(goal_check_code),
                         core::Severity::error,
                         {file_.file.path, place.line, place.column},
                         what,
                         std::string(record.id()),
                         hint});
  }

 private:
  /// Of a byte of the text, where the file has the text as it is; quotes may stand around it.
  std::size_t offset_of(const Said& at, std::size_t within) const {
    std::string_view file = file_.bytes.view();
    for (std::size_t quote : {0U, 1U}) {
      std::size_t begin = at.at + quote;
      bool plain = begin < file.size() && file.substr(begin, at.text.size()) == at.text;
      if (plain) return begin + within;
    }
    return at.at;
  }

  const book::LoadedFile& file_;
  core::Problems& problems_;
};

/// The byte of a query that an error points at.
std::size_t offset_in(std::string_view query, const core::Place& place) {
  std::size_t begin = 0;
  for (std::size_t line = 1; line < place.line; ++line) {
    std::size_t end = query.find('\n', begin);
    if (end == std::string_view::npos) break;
    begin = end + 1;
  }
  return begin + (place.column > 0 ? place.column - 1 : 0);
}

void check_goal(const model::Record& record, const Said& metric, const Said& unit, const book::Book& book,
                const query::Catalog& catalog, GoalFile& file) {
  query::Checker checker(catalog, collection);
  try {
    query::NodeId node = check_measure(checker, std::string(metric.text), "metric");
    const query::Tree& tree = checker.tree();
    GoalUnit counts = goal_unit(core::trim(unit.text), tree[node].type, query::is_share(tree, node),
                                book.config().currency);
    if (!counts.wrong.empty()) file.add(record, unit, 0, counts.wrong, counts.hint);
  } catch (const query::QueryError& error) {
    bool in_metric = error.place().file == "metric";
    std::string what =
        in_metric ? error.message() : fmt::format("{}: {}", core::print(error.place()), error.message());
    file.add(record, metric, in_metric ? offset_in(metric.text, error.place()) : 0, what, error.hint());
  } catch (const Error& error) {
    // A segment that can't be read is one's own fault; a broken file has its finding already.
    if (error.code() == Code::usage) file.add(record, metric, 0, error.message(), error.hint());
  }
}

}  // namespace

core::Problems check_goals(const book::Book& book, const query::Catalog& catalog) {
  core::Problems problems, ignored;
  if (book.files(collection).empty()) return problems;
  model::Paths& paths = book.paths(collection);
  model::PathId metric = paths.intern("metric"), unit = paths.intern("unit"),
                merged = paths.intern("merged_into");
  for (const book::BookFile& one : book.files(collection)) {
    try {
      book::LoadedFile loaded = book::load_file(book, collection, one, ignored);
      GoalFile file(loaded, problems);
      for (std::size_t row = 0; row < loaded.records.size(); ++row) {
        model::Record record = loaded.records[row];
        Said said_metric = said(record, metric);
        if (!said_metric.is_there() || !record.value(merged).empty()) continue;
        check_goal(record, said_metric, said(record, unit), book, catalog, file);
      }
    } catch (const Error& error) {
      if (error.code() != Code::book && error.code() != Code::encoding) throw;  // found by book::check
    }
  }
  return problems;
}

}  // namespace flatcrm::report
