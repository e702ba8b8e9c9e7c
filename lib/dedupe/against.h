// Checks a list against the book before it is imported: who of it is there already, under another key.
//
//   std::vector<Met> met = check_against(book, plan.changes, options);
//   met[0].record == "anna-abel-1f9x2k"      // as the import would call it
//   met[0].match == "anna-abel-0q8z2d"       // "" for who is new
//
// Shape   a line for each customer that the import would create, in the order of the plan; each record of the
//         book is the match of at most one of them, the most likely pairs first. Nothing is written.
#pragma once

#include <string>
#include <vector>

#include "book/book.h"
#include "book/changes.h"
#include "dedupe/run.h"

namespace flatcrm::dedupe {

struct Met {
  std::string record, name, match;
  double probability = 0;
};

std::vector<Met> check_against(const book::Book& book, const book::Changes& planned,
                               const RunOptions& options);

}  // namespace flatcrm::dedupe
