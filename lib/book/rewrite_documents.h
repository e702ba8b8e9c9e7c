// New bytes of one YAML file of a book: values edited in their documents, documents added and taken out.
//
//   std::string after = edit_documents(loaded, plan, paths);      // "" when no record is left
//
// Shape   each document is edited by itself, so that the cost follows the number of edits and not its square.
#pragma once

#include <string>

#include "book/read.h"
#include "book/rewrite.h"

namespace flatcrm::book {

/// The records of the plan as a new file, one document each.
std::string new_documents(const FilePlan& plan, const model::Paths& paths);

/// Requires: `loaded` is the file of the plan.
std::string edit_documents(const LoadedFile& loaded, const FilePlan& plan, const model::Paths& paths);

}  // namespace flatcrm::book
