#include "shared/changes.h"

#include <algorithm>

#include <fmt/format.h>

#include "book/names.h"
#include "io/threads.h"
#include "report/record_changes.h"

namespace flatcrm {

book::Book book_after(Session& session, const report::BookStates& what) {
  return what.after ? session.book_at(*what.after) : book::Book::open(session.root(), io::default_threads());
}

bool by_rows(const cli::Invocation& invocation) {
  std::string format = invocation.format();
  return format != "table" && format != "markdown" && format != "html";
}

report::Document changes_document(const cli::Invocation& invocation, const book::Book& book,
                                  const git::BookDiff& diff, const report::BookStates& what, bool summary) {
  book::Names names(book);
  names.learn("customers", report::customers_of(diff));
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
