// What a report may ask of a book beside its columns, each looked up only when it is asked for.
//
//   input.around.is_under_git()                      // opens git
//   input.around.decisions().is_distinct(a, b)       // reads dedupe/decisions.csv
//
// Errors  those of git/repository.h and dedupe/decisions.h.
#pragma once

#include <optional>

#include "book/book.h"
#include "dedupe/decisions.h"
#include "git/repository.h"

namespace flatcrm::report {

class Surroundings {
 public:
  /// `book` must outlive it.
  explicit Surroundings(const book::Book& book) : book_(book) {}

  const book::Book& book() const { return book_; }
  bool is_under_git() const { return repository().has_value(); }
  /// Nothing where the book is not under git.
  const std::optional<git::Repository>& repository() const;
  dedupe::Decisions decisions() const { return dedupe::read_decisions(book_); }

 private:
  const book::Book& book_;
  mutable bool looked_ = false;
  mutable std::optional<git::Repository> repository_;
};

}  // namespace flatcrm::report
