// The page of what differs between two states of the book.
//
//   report::BookStates what(before, {});
//   git::BookDiff diff = git::diff_book(session.repository(), book, what.ids(), {});
//   print(invocation, changes_document(invocation, book, diff, what), book, as_of);
#pragma once

#include "git/book_diff.h"
#include "report/book_states.h"
#include "shared/session.h"

namespace flatcrm {

/// The book as of the later state.
book::Book book_after(Session& session, const report::BookStates& what);

/// Whether the format is one for programs: a row a field.
bool by_rows(const cli::Invocation& invocation);

/// By customer, or by rows; with `summary` the counts.
report::Document changes_document(const cli::Invocation& invocation, const book::Book& book,
                                  const git::BookDiff& diff, const report::BookStates& what,
                                  bool summary = false);

}  // namespace flatcrm
