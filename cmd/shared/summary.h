// The account of an import, for a person and for a program.
#pragma once

#include <string>

#include "import/plan.h"

namespace flatcrm {

/// Some lines; `more` adds what was found out about the files.
std::string summary_as_text(const import::ImportPlan& plan, bool more);
/// {"rows": {"read": ...}, "sources": [...], "collections": [...], "fields": [...], "rejects": [...]}
std::string summary_as_json(const import::ImportPlan& plan);

}  // namespace flatcrm
