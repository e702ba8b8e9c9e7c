// Which state of a book a figure was made from, so that it can be proved later.
//
//   Fingerprint now = fingerprint(book, {"customers", "deals"});
//   now.revision == "0c3ac096a2"           // "0c3ac096a2-dirty" where records or settings differ from it
//   now.digest                             // of the settings and those collections, as they were read
//
// Shape   the digest is what `git ls-tree REVISION flatcrm.yaml schemas customers deals | git hash-object --stdin` says in
//         the book's folder; of a dirty book what it will say once that is committed. Both are "" outside git and before the
//         first commit.
// Cost    that of `git status` over these collections; files that did not change are not read, at a revision none is.
#pragma once

#include <string>
#include <vector>

#include "book/book.h"

namespace flatcrm::git {

struct Fingerprint {
  std::string revision;
  std::string digest;  // 40 hexadecimal digits
};

/// Of the files that the book reads: the work tree, or a commit.
Fingerprint fingerprint(const book::Book& book, const std::vector<std::string>& collections);

}  // namespace flatcrm::git
