// Finds everything that is wrong with a book.
//
//   Problems problems = check(book);      // sorted by place; empty when all is well
//
// Looks at  flatcrm.yaml, schemas, every file of every collection: text that can't be read (the rest is still
//           checked), conflict markers, values against the schema, ids (missing, twice, unlike the file's
//           name, not valid), references to nothing, files of no collection, a .gitignore that lets .flatcrm/
//           in. Rules of schemas are query::check_rules'. Codes of both are listed in flatcrm-check(1) from
//           `check_codes()`.
#pragma once

#include <string_view>
#include <vector>

#include "book/book.h"
#include "core/problem.h"

namespace flatcrm::book {

struct CheckCode {
  std::string_view code;
  core::Severity severity;
  std::string_view meaning;
};
const std::vector<CheckCode>& check_codes();

core::Problems check(const Book& book);

/// Those of which there are more than before: in `before` a finding is known by its code, record and message, wherever it stood, so that
/// lines which moved and records in another file are no news.
core::Problems news(core::Problems problems, const core::Problems& before);

}  // namespace flatcrm::book
