// New bytes of one YAML file of a book: values edited in their documents, documents added and taken out.
//
//   std::string after = edit_documents(loaded, plan, created, paths);      // "" when no record is left
//
// Shape   each document is edited by itself, so that the cost follows the number of edits and not its square.
#pragma once

#include <string>

#include "book/created_rows.h"
#include "book/read.h"
#include "book/rewrite.h"

namespace flatcrm::book {

/// Appends the records to `out`, one document each.
void new_documents(std::string& out, const CreatedRows& created, const model::Paths& paths);

/// Requires: `loaded` is the file of the plan, `created` are its rows.
std::string edit_documents(const LoadedFile& loaded, const FilePlan& plan, const CreatedRows& created,
                           const model::Paths& paths);

}  // namespace flatcrm::book
