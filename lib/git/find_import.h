// The commit of an import, and whether it was taken back already.
//
//   Commit import = find_import(repository, "last");        // the youngest that was not taken back
//   Commit import = find_import(repository, "HEAD~3");      // Error usage where that is the commit of no import
//
// Errors  Code::book where there is no such commit; Code::usage where it was taken back already.
#pragma once

#include <string>

#include "git/repository.h"

namespace flatcrm::git {

Commit find_import(const Repository& repository, const std::string& revision_or_last);

}  // namespace flatcrm::git
