// Tells cheaply that a row of a source says just what a record of the book holds.
//
//   content_hash(row, first_seen) == content_hash(record, first_seen)    // the same values under equal paths
//
// Shape   64 bits over every path and text, the id among them; only the day on which the source was first
//         seen is left out, which is that of the import in one and that of the first import in the other.
//         Whatever the order. Unequal hashes say nothing: a person may have added a field. Equal ones are
//         taken for equal records: of a million, two that differ meet by chance once in 10^13 imports.
#pragma once

#include <cstdint>

#include "model/paths.h"
#include "model/record_set.h"

namespace flatcrm::import {

std::uint64_t content_hash(const model::Record& record, model::PathId first_seen);

}  // namespace flatcrm::import
