// Merges the matched rows of one collection into changes of the book: the last step of the pipeline.
//
//   Outcomes outcomes = merge_rows(run, only_new, changes);
//   outcomes.rows[7] == Outcome::updated
//
// Requires  match(), settle_ids() and References::write() are done. Records with changes are loaded again
//           from their files, in parallel, and
// kept with the changes; all others are dropped.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "book/changes.h"
#include "import/match.h"
#include "import/summary.h"

namespace flatcrm::import {

enum class Outcome : std::uint8_t { created, updated, unchanged, skipped };

struct ConflictCount {
  std::uint64_t count = 0, gave_way = 0;  // what stayed, and what the source's word replaced
  std::vector<std::pair<std::uint32_t, Example>> examples;  // the first ones by row
};

struct Outcomes {
  std::vector<Outcome> rows;
  std::map<model::PathId, ConflictCount> conflicts;
  CollectionSummary records;
  std::uint64_t touched = 0, overwritten = 0;  // as Summary has them
};

Outcomes merge_rows(CollectionRun& run, bool only_new, book::Changes& changes);

}  // namespace flatcrm::import
