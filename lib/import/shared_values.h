// Values that a source writes into one row of several that belong together, such as the currency of an order of many lines.
//
//   fill_shared_values(mapping, pieces);     // of a field with `same: order` each row has the value of any row of that order
//
// The first row that has one counts, in the order of the file; a row whose group has none stays without. Of a field with
// several columns, a value of an earlier column goes before that of a later one, which only stands in for it: the customer
// of an order whose first line alone has the name is not called by the e-mail address of its second.
#pragma once

#include <vector>

#include "import/map.h"

namespace flatcrm::import {

void fill_shared_values(const Mapping& mapping, std::vector<MappedPiece>& pieces);

}  // namespace flatcrm::import
