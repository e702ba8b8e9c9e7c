#include "book/names.h"
#include "core/error.h"
#include "report/book_states.h"
#include "report/record_changes.h"
#include "report/report.h"

namespace flatcrm::report {

namespace {

constexpr int days_of_week = 7;

const git::Repository& repository_of(const Input& input) {
  const std::optional<git::Repository>& repository = input.around.repository();
  if (!repository)
    throw Error(Code::book, "the book is not under git", {input.around.book().root(), 0, 0},
                "put it there with 'git init'");
  return *repository;
}

/// The day of the later state, unless --as-of says another one.
core::Date day_of(const std::optional<git::Commit>& after, const Parameters& parameters) {
  if (parameters.as_of_given || !after) return parameters.as_of;
  return *core::parse_day(core::print(after->committed));
}

std::optional<git::Commit> before_of(const git::Repository& repository, core::Date day, const Input& input) {
  const std::string& zone = input.config.zone;
  if (!input.parameters.since.empty()) return repository.commit_of(input.parameters.since, zone);
  return commit_on(repository, {day.days - days_of_week}, zone);
}

Document make(const Input& input) {
  const git::Repository& repository = repository_of(input);
  std::optional<git::Commit> after = commit_read(input.around);
  core::Date day = day_of(after, input.parameters);
  BookStates states(before_of(repository, day, input), std::move(after));
  const book::Book& book = input.around.book();
  git::BookDiff diff = git::diff_book(repository, book, states.ids(), {});
  book::Names names(book);
  names.learn("customers", customers_of(diff));
  ChangesInput changes{diff, book.schemas(), [&](std::string_view collection, std::string_view id) {
                         return names.of(collection, id);
                       }};
  Document document = input.parameters.by_rows ? changes_as_rows(changes) : changes_by_customer(changes);
  document.subtitle = states.words;
  document.made_from.book = input.config.name;
  document.made_from.as_of = day;
  return document;
}

Needs needs(const Parameters&) {
  return {};
}

}  // namespace

Report report_changes() {
  return {
      .name = "changes",
      .summary = "who and what changed since a git revision or a date",
      .about =
          "Compares two states of a book under git: that of `--since`, else of a week ago, with the work "
          "tree, or the state that "
          "`--at` names. By customer for people; in CSV, TSV and JSON the table `changes` has a row a field.",
      .of_states = true,
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
