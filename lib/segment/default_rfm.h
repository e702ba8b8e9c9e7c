// The names of the cells of recency, frequency and monetary value where a book has none of its own.
//
//   default_rfm().cells->names.size() == 11      // champions, loyal, ... lost
//
// Shape   a book has its own in segments/rfm.yaml, in the same form (flatcrm-book(5)).
// Source  the customary eleven, as the vendors of e-mail and shop software draw them on the grid of R against the mean of F and M.
#pragma once

#include "segment/saved.h"

namespace flatcrm::segment {

const Saved& default_rfm();

}  // namespace flatcrm::segment
