// Points a credit at the document that it takes back, where that can be known.
//
//   ref: {cancels: [customer, product]}      // in the fields of a profile for sales
//
// What is taken back is a document of the same customer and product (or whatever fields the profile names,
// all of them given), no credit itself, not later than the credit, of at least its quantity and at the same
// price a piece. One document of just the opposite quantity is it; where there is none of these, one that is
// larger. Several that fit as well leave it open: nothing is guessed. Documents of the import and of the book
// are looked at.
//
// Requires  references of the run are written, and its ids are settled.
#pragma once

#include <cstdint>

#include "import/match.h"

namespace flatcrm::import {

struct CancellationCount {
  std::uint64_t found = 0, open = 0;
};

/// Gives the fields whose origin is `cancels` their ids.
CancellationCount find_cancelled(CollectionRun& run);

}  // namespace flatcrm::import
