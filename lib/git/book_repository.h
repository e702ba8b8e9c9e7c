// The repository that a book lies in, whether it is read from disk or from a commit.
//
//   std::optional<Repository> repository = repository_of(book);     // nothing: not under git
//   commit_of(book)          // the commit that is read, or nothing: the work tree
#pragma once

#include <optional>
#include <string>

#include "book/book.h"
#include "git/repository.h"

namespace flatcrm::git {

/// Nothing too where the book is no folder on this disk.
std::optional<Repository> repository_of(const book::Book& book);
std::optional<std::string> commit_of(const book::Book& book);

}  // namespace flatcrm::git
