// Gives references that were imported before their record the id of the record that this import makes.
//
//   deals first: customer "Isdom" is nobody yet, and stays as it came
//   accounts then: Isdom is made, and the deals of the book say customer: isdom-5k2m9x
//
// By       the label of the collection ("name"), exactly, then without case, accents and form of letters; or
//          the key, where record and reference come from one source.
// Outcome  one new record, and none of the book by that label: its id. Otherwise the text stays. Records that
//          rows of the same import speak of are left to these.
// Cost     the reference fields of the collections that may name the new records are read once as columns;
//          files are only loaded where a text is a new record's.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "book/changes.h"
#include "import/match.h"
#include "import/references.h"

namespace flatcrm::import {

/// How many records of each collection were changed. Requires: every run is matched, and its ids are settled.
std::map<std::string, std::uint64_t> find_late_references(Runs& runs, book::Changes& changes);

}  // namespace flatcrm::import
