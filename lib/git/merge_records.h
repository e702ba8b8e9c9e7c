// Decides what the records of a merged file are: ours, theirs, both or a clash.
//
//   MergedRecords merged = merge_records(paths, {base}, ours, theirs);
//   merged.ours        // the records, every clash decided as ours has it
//   merged.theirs      // and as theirs has it
#pragma once

#include <vector>

#include "git/file_merge.h"
#include "git/keyed_records.h"

namespace flatcrm::git {

struct MergedRecords {
  WantedRecords ours, theirs;
  std::vector<Clash> clashes;
};

/// Requires: one base or two; all tables outlive the result.
MergedRecords merge_records(model::Paths& paths, const std::vector<const KeyedRecords*>& bases,
                            const KeyedRecords& ours, const KeyedRecords& theirs);

}  // namespace flatcrm::git
