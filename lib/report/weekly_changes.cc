#include "report/weekly_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "book/names.h"
#include "query/book_catalog.h"
#include "report/book_states.h"
#include "report/record_changes.h"
#include "segment/saved.h"

namespace flatcrm::report {

namespace {

void keep_selected(git::BookDiff& diff, const Data& data) {
  if (data.selects_all()) return;
  std::set<std::string_view> selected;
  const std::vector<std::string_view>& ids = data.ids("customers");
  for (std::uint32_t row : data.selected()) selected.insert(ids[row]);
  std::erase_if(diff.records,
                [&](const git::RecordChange& change) { return !selected.contains(change.customer); });
  diff.other_files.clear();
}

/// The summary of the changes, under names that are free in a report on other things.
void add_summary(Section& section, const git::BookDiff& diff, const book::Book& book, std::size_t most) {
  book::Names names(book);
  names.learn("customers", customers_of(diff));
  Document summary = changes_summary(
      {diff, book.schemas(),
       [&](std::string_view collection, std::string_view id) { return names.of(collection, id); }},
      most);
  Section& made = summary.sections.front();
  for (Figure& figure : made.figures) {
    if (figure.name == "customers") figure.name = "changed_customers_count";
    section.figures.push_back(std::move(figure));
  }
  for (Table& table : made.tables) {
    if (table.rows.empty()) continue;
    table.name = "changed_" + table.name;
    section.tables.push_back(std::move(table));
  }
}

/// The two states, or why there are none.
struct WeekStates {
  std::optional<BookStates> states{};
  std::string why{};
};

WeekStates states_of(const Week& week, core::Date eve) {
  const Input& input = week.input;
  const std::optional<git::Repository>& repository = input.around.repository();
  if (!repository) return {{}, "as it is not under git: git init"};
  const std::string& zone = input.config.zone;
  std::optional<git::Commit> before = commit_on(*repository, eve, zone);
  if (!before) return {{}, "as git knows nothing of it from before that day."};
  std::optional<git::Commit> after = commit_read(input.around);
  if (week.now.last < input.parameters.as_of) after = commit_on(*repository, week.now.last, zone);
  if (after && after->committed.seconds < before->committed.seconds)
    return {{}, fmt::format("as the state that is read, {}, is older.", after->short_id())};
  return {BookStates(std::move(before), std::move(after)), ""};
}

std::string untold(core::Date eve, const std::string& why) {
  return fmt::format("What changed in the book since {} can't be told, {}", core::print(eve), why);
}

/// The figures that the book of then had for its own week.
std::vector<Figure> figures_of_then(const Week& week, const git::Commit& commit, core::Date eve,
                                    Needs (*needs)(const Parameters&)) {
  const Input& input = week.input;
  Parameters parameters = input.parameters;
  parameters.as_of = eve;
  parameters.period = period_before(week.now);
  parameters.by.clear();
  book::Book then =
      book::Book::open(input.around.repository()->tree(commit.id),
                       fmt::format("the book at {}", commit.short_id()), input.parameters.threads);
  query::Catalog catalog = query::catalog_of(then, eve);
  segment::add_saved(catalog, then);
  Data data(then, catalog, {"customers", needs(parameters), {}}, parameters);
  Surroundings around(then);
  Input of_then{data, around, then.config(), parameters};
  return weekly_figures(Week(of_then));
}

}  // namespace

void add_states_before(std::vector<Figure>& figures, const Week& week, Needs (*needs)(const Parameters&)) {
  constexpr std::string_view of_a_state[] = {"waiting", "open_value", "weighted_value", "tickets_open"};
  core::Date eve{week.now.first.days - 1};
  if (week.now.last < week.input.parameters.as_of) return;  // what is open now is not what was at its end
  try {
    WeekStates found = states_of(week, eve);
    if (!found.states) return;
    for (const Figure& then : figures_of_then(week, *found.states->before, eve, needs))
      for (Figure& now : figures)
        if (now.name == then.name &&
            std::find(std::begin(of_a_state), std::end(of_a_state), now.name) != std::end(of_a_state))
          now.previous = then.value;
  } catch (const Error&) {  // the section on changes says what git can't tell
  }
}

void add_weekly_changes(Section& section, const Week& week, std::size_t most) {
  const Input& input = week.input;
  core::Date eve{week.now.first.days - 1};
  try {
    WeekStates found = states_of(week, eve);
    if (!found.states) return section.notes.push_back(untold(eve, found.why));
    git::BookDiff diff =
        git::diff_book(*input.around.repository(), input.around.book(), found.states->ids(), {});
    keep_selected(diff, input.data);
    if (!diff.records.empty()) add_summary(section, diff, input.around.book(), most);
    section.notes.push_back(diff.records.empty() ? fmt::format("No record changed: {}.", found.states->words)
                                                 : fmt::format("From {}.", found.states->words));
  } catch (const Error& error) {  // a repository that can't be read takes nothing from the rest of the week
    section.notes.push_back(untold(eve, fmt::format("as git can't be read: {}", error.what())));
  }
}

}  // namespace flatcrm::report
