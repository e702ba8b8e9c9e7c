// A finding in the user's data, collected with all others rather than thrown.
//
//   problems.push_back({"dangling-reference", Severity::error, {"deals/x.yaml", 3, 10},
//                       "no record 'gtxpro' in products", "x-1a2b3c", ""});
//   print(problem) == "deals/x.yaml:3:10: dangling-reference: no record 'gtxpro' in products"
//
// A code is stable, kebab-case and documented in flatcrm-check(1).
#pragma once

#include <string>
#include <vector>

#include "core/error.h"

namespace flatcrm {
namespace core {

enum class Severity { error, warning };

struct Problem {
  std::string code;
  Severity severity = Severity::error;
  Place place;
  std::string message;
  std::string record;  // the id of the record, or ""
  std::string hint;
};

using Problems = std::vector<Problem>;

/// "PLACE: code: message; hint", on one line, control characters made visible.
std::string print(const Problem& problem);

/// Orders by file, line, column, code and message, so that output does not depend on threads.
void sort(Problems& problems);

}  // namespace core
using core::Problem;
using core::Problems;
using core::Severity;
}  // namespace flatcrm
