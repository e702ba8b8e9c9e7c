// Compares postal addresses: the street with its number, and the place, as two dimensions.
//
//   levels of "435 S. La Cienega Blv., Los Angeles" and "435 La Cienega Blvd., West Hollywood":
//   street "nearly the same", place "different"
//
// Shape   several addresses a record: the two that are most alike count.
#pragma once

#include <memory>
#include <vector>

#include "dedupe/comparator.h"

namespace flatcrm::dedupe {

/// The parts of one address of each row; a part that no field gives is all 0.
struct AddressParts {
  ValueColumn number, street, postcode, city, region, country;
};

struct Addresses {
  Who who = Who::people;
  std::vector<AddressParts> slots;
  model::Dictionary dictionary;  // of all parts
};

std::unique_ptr<Comparator> compare_addresses(Addresses addresses);

}  // namespace flatcrm::dedupe
