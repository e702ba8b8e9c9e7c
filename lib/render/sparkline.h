// A row of numbers as a line of small bars.
//
//   sparkline({1, 5, 3}, 40)  == "▁█▄"        sparkline({1, 5, 3}, 40, true) == ".#="
//
// Shape   a character a value, lowest to highest from 0 (or the least value, where it is below); a blank for a missing one. Of more
//         values than columns, neighbours share a character, and the largest of them is shown.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/document.h"

namespace flatcrm::render {

/// "" where no value is a number. `columns` 0: room for all.
std::string sparkline(const std::vector<report::Cell>& values, std::size_t columns, bool ascii = false);

}  // namespace flatcrm::render
