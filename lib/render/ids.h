// The ids that a table is about, one a line: what a shell loop wants.
//
//   flatcrm report neglected -O ids | while read -r id; do flatcrm show "$id"; done
//
// Shape   the first column of references, in the order of the rows, missing ones left out. Error usage for a
//         table without such a column.
#pragma once

#include <string>

#include "report/document.h"

namespace flatcrm::render {

void write_ids(std::string& out, const report::Table& table);

}  // namespace flatcrm::render
