// Of two tables, the rows that stand in one of them only: what has to be parsed to say what differs.
//
//   RowPair pair = differing_rows("id,name\n1,a\n2,b\n", "id,name\n1,a\n2,c\n");
//   pair.before == "id,name\n2,b\n"      pair.after == "id,name\n2,c\n"
//
// Shape   rows are compared as they stand, their line ends left out; which row stands where doesn't count.
//         Nothing where the headers differ, or a table can't be told into rows: then all rows have to be
//         looked at.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flatcrm::git {

struct RowPair {
  std::string before, after;
};

std::optional<RowPair> differing_rows(std::string_view before, std::string_view after);

}  // namespace flatcrm::git
