// Makes the parts of an address of columns whose names say which address they are of.
//
//   place_address(inferred, "Shipping City", {"shipping", "addresses.*.city"}, 2);   // addresses.2.city: Shipping City
//   label_addresses(inferred, {{{"", "billing"}, 1}, {{"", "shipping"}, 2}});
//   //   addresses.2.label: {from: "{Shipping Street}{Shipping City}", else: delivery}
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "import/address_groups.h"
#include "import/infer.h"

namespace flatcrm::import {

/// Which address a column is of: what its header groups and numbers it by, and the words of its group.
using AddressKey = std::pair<std::string, std::string>;

/// Lines of a street make one; of a country's code and name the first that is there counts.
void place_address(Inferred& inferred, const std::string& column, const AddressGroups::Part& part,
                   std::size_t address);

/// Of several addresses each says what it is for, where a row has it. `addresses` holds the number of each by its key.
void label_addresses(Inferred& inferred, const std::map<AddressKey, std::size_t>& addresses);

}  // namespace flatcrm::import
