// Customers whom `flatcrm dedupe` takes for another record, and about whom nobody has decided yet.
//
//   open_twins(book, decisions, threads)        // {"omer-yilmaz-9jgpft"}: of each cluster all but the first
//
// Cost    that of a whole run of dedupe: see tests/bench/dedupe.
#pragma once

#include <string>
#include <vector>

#include "book/book.h"
#include "dedupe/decisions.h"

namespace flatcrm::report {

/// Sorted.
std::vector<std::string> open_twins(const book::Book& book, const dedupe::Decisions& decisions, int threads);

}  // namespace flatcrm::report
