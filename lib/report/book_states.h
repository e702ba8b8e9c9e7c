// Two states of a book under git: which commits they are, and what a person calls them.
//
//   std::optional<git::Commit> then = commit_on(repository, {2026-11-15}, "Europe/Berlin");    // the end of that day
//   BookStates states(then, {});
//   states.words == "0c3ac096a2 of 2026-11-15 to the work tree"
//   git::diff_book(repository, book, states.ids(), {});
#pragma once

#include <optional>
#include <string>

#include "git/book_diff.h"
#include "report/surroundings.h"

namespace flatcrm::report {

struct BookStates {
  /// `before`: nothing is before the first commit; `after`: nothing is the work tree.
  BookStates(std::optional<git::Commit> earlier, std::optional<git::Commit> later);

  std::optional<git::Commit> before, after;
  std::string words;

  git::States ids() const;
};

/// The newest commit of a day's end, or nothing where that is before the first one. Error book where a shallow
/// clone does not reach so far.
std::optional<git::Commit> commit_on(const git::Repository& repository, core::Date day,
                                     const std::string& zone);

/// The commit that a book is read from; nothing: its work tree.
std::optional<git::Commit> commit_read(const Surroundings& around);

}  // namespace flatcrm::report
