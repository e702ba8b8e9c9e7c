// What a record of the book says of where it comes from, and whether a row says anything else.
//
//   // sources: [{source: shop, key: "7"}]
//   has_entry(record, roles, "shop", "7") == true      has_source(record, roles, "shop") == true
//   merged_into(record, roles) == ""                   // the id of the record that it went into
//
// Cost    one pass over the record's values.
#pragma once

#include <string_view>

#include "import/mapping.h"
#include "import/path_roles.h"
#include "model/record_set.h"

namespace flatcrm::import {

/// Is (source, key) among the entries of `sources`?
bool has_entry(const model::Record& record, PathRoles& roles, std::string_view source, std::string_view key);
bool has_source(const model::Record& record, PathRoles& roles, std::string_view source);
std::string_view merged_into(const model::Record& record, PathRoles& roles);

/// Does every value of the row stand in the record already?
bool says_nothing_new(const model::Record& row, const model::Record& record, const RecordMap& map);

}  // namespace flatcrm::import
