// Finds goals whose metric means nothing, or whose unit does not fit it.
//
//   Problems problems = check_goals(book, catalog);
//   print(problems[0])
//     == "goals/silence.yaml:3:31: goal-metric: no field 'silense' in customers; did you mean 'silence'?"
//
// Shape   the place is that of the mistake in the file; of a text that is escaped or folded there, where the
//         text begins.
#pragma once

#include <string_view>

#include "book/book.h"
#include "core/problem.h"
#include "query/catalog.h"

namespace flatcrm::report {

inline constexpr std::string_view goal_check_code = "goal-metric";

core::Problems check_goals(const book::Book& book, const query::Catalog& catalog);

}  // namespace flatcrm::report
