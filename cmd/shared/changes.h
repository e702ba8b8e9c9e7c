// What `diff` and `report changes` have in common: two states of the book, and the page of what differs.
//
//   Compared what{{before.id, {}}, {}, "0c3ac096a2 of 2026-11-22 to the work tree"};
//   git::BookDiff diff = git::diff_book(session.repository(), book, what.states, {});
//   print(invocation, changes_document(invocation, book, diff, what), book, as_of);
#pragma once

#include <optional>
#include <string>

#include "git/book_diff.h"
#include "shared/session.h"

namespace flatcrm {

struct Compared {
  git::States states;
  std::optional<git::Commit> after;  // nothing: the work tree
  std::string words;                 // for people
};

/// `before`: nothing is before the first commit; `after`: nothing is the work tree.
Compared compared(const std::optional<git::Commit>& before, std::optional<git::Commit> after);

/// The book as of the later state.
book::Book book_after(Session& session, const Compared& what);

/// Whether the format is one for programs: a row a field.
bool by_rows(const cli::Invocation& invocation);

/// By customer, or by rows; with `summary` the counts.
report::Document changes_document(const cli::Invocation& invocation, const book::Book& book,
                                  const git::BookDiff& diff, const Compared& what, bool summary = false);

}  // namespace flatcrm
