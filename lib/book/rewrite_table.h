// New bytes of one CSV file of a book: cells edited, rows inserted in order, taken out; or a new table.
//
//   std::string after = edit_table(loaded, plan, created, paths);
//
// Shape   a table whose header stands in schema order and whose rows stand in the order of its collection
//         (logs by date, then id; else by id) keeps both: new rows and columns go to their place. In any
//         other they go to the end.
// A table without a record left is "".
#pragma once

#include <string>

#include "book/created_rows.h"
#include "book/read.h"
#include "book/rewrite.h"

namespace flatcrm::book {

/// Appends to `out`. `created` are those of a plan that has nothing else.
void new_table(std::string& out, const CreatedRows& created, const model::Paths& paths);

/// Requires: `loaded` is the file of the plan, `created` are its rows.
std::string edit_table(const LoadedFile& loaded, const FilePlan& plan, const CreatedRows& created,
                       model::Paths& paths);

}  // namespace flatcrm::book
