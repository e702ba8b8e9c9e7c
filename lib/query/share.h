// Tells whether a figure of the book is a share of something, which a person would give in percent.
//
//   is_share(tree, checker.book_value(parse("count(deals where state = won) / count(deals)")))       true
//   is_share(tree, checker.book_value(parse("count(deals where state = won) * 100 / count(deals)"))) false
//
// Shape   a quotient of two quantities of one kind that no number has been multiplied with; 1 less such a
//         quotient; a choice between such.
#pragma once

#include "query/tree.h"

namespace flatcrm::query {

bool is_share(const Tree& tree, NodeId node);

}  // namespace flatcrm::query
