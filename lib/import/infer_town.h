// Makes postcode and town of a column such as "PLZ/Ort" or "City, State, Zip", whose name says that both stand in it.
//
//   is_town_line("PLZ/Ort", look) == true             // 10115 Berlin
//   place_town(inferred, "PLZ/Ort", look, 1)
//   //   addresses.1.postcode: {from: PLZ/Ort, part: postcode}     addresses.1.city: {from: PLZ/Ort, part: town}
#pragma once

#include <cstddef>
#include <string>

#include "import/column_look.h"
#include "import/infer.h"

namespace flatcrm::import {

/// Does the name say so, and do nearly all values hold it? `name` is the column's without what others share with it.
bool is_town_line(const std::string& name, const ColumnLook& look);

/// False where a field has a column already. `address` is the number of the address that the column is of.
bool place_town(Inferred& inferred, const std::string& column, const ColumnLook& look, std::size_t address);

}  // namespace flatcrm::import
