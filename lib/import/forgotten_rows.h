// Keeps out of an import whom the book was told to forget.
//
//   find_forgotten(run, forgotten);        // before match(): run.is_forgotten(row), and run.id_of(row) is the id that is left
//   leave_out_personal(run, forgotten);    // once references are written: what a sale says of the person beside its figures
//
// A row of someone forgotten makes and changes nothing; what refers to it refers to what is left of the record, and keeps its figures alone:
// personal fields and other values that are the name, an address or a number of the person go from the row. A link to the person is left out.
#pragma once

#include "book/forgotten.h"
#include "import/match.h"

namespace flatcrm::import {

void find_forgotten(CollectionRun& run, const book::Forgotten& forgotten);
void leave_out_personal(CollectionRun& run, const book::Forgotten& forgotten);

/// The id of whom a reference means, or "": by id, key of the source, address, number or name.
std::string_view find_forgotten(const book::Forgotten& forgotten, const std::string& collection,
                                std::string_view source, std::string_view text);

}  // namespace flatcrm::import
