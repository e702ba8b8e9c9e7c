// What the fields of a record are to each other, once all of them are known: which gives the id, the name for people, the
// country of the phones; by which a record is found; what a credit takes back.
//
//   find_roles(record, spec, profile.optional, "DE");     // record.id, label, country, match, person_name, ...
//
// Requires  record.fields are complete; they are put in the schema's order.
// Errors    Code::bad_input at the profile's line: `match` or `same` by a field that is not filled, `cancels` where nothing
//           can be cancelled.
#pragma once

#include <string>

#include "import/mapping.h"
#include "import/profile.h"

namespace flatcrm::import {

/// `optional`: the file may lack columns of the profile. `region`: where no row says its country.
void find_roles(RecordMap& record, const RecordSpec& spec, bool optional, const std::string& region);

}  // namespace flatcrm::import
