#include "shared/changes.h"

#include <algorithm>

#include <fmt/format.h>

#include "book/names.h"
#include "io/threads.h"
#include "report/record_changes.h"

namespace flatcrm {

namespace {

std::string words_for(const git::Commit& commit) {
  return fmt::format("{} of {}", commit.short_id(), core::print(commit.committed).substr(0, 10));
}

std::vector<std::string> customers_of(const git::BookDiff& diff) {
  std::vector<std::string> customers;
  for (const git::RecordChange& change : diff.records)
    if (!change.customer.empty() && (customers.empty() || customers.back() != change.customer))
      customers.push_back(change.customer);
  return customers;
}

}  // namespace

Compared compared(const std::optional<git::Commit>& before, std::optional<git::Commit> after) {
  Compared what;
  if (before) what.states.before = before->id;
  if (after) what.states.after = after->id;
  what.words = fmt::format("{} to {}", before ? words_for(*before) : "before the first commit",
                           after ? words_for(*after) : "the work tree");
  what.after = std::move(after);
  return what;
}

book::Book book_after(Session& session, const Compared& what) {
  return what.after ? session.book_at(*what.after) : book::Book::open(session.root(), io::default_threads());
}

bool by_rows(const cli::Invocation& invocation) {
  std::string format = invocation.format();
  return format != "table" && format != "markdown" && format != "html";
}

report::Document changes_document(const cli::Invocation& invocation, const book::Book& book,
                                  const git::BookDiff& diff, const Compared& what, bool summary) {
  book::Names names(book);
  names.learn("customers", customers_of(diff));
  report::ChangesInput input{diff, book.schemas(), [&](std::string_view collection, std::string_view id) {
                               return names.of(collection, id);
                             }};
  std::int64_t limit = std::max<std::int64_t>(0, invocation.integer("limit").value_or(20));
  report::Document document = summary ? report::changes_summary(input, static_cast<std::size_t>(limit))
                              : by_rows(invocation) ? report::changes_as_rows(input)
                                                    : report::changes_by_customer(input);
  document.subtitle = what.words;
  return document;
}

}  // namespace flatcrm
