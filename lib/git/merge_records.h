// Decides what the records of a merged file are: ours, theirs, both or a clash.
//
//   MergedRecords merged = merge_records(paths, {base}, ours, theirs);
//   merged.ours        // the records, every clash decided as ours has it
//   merged.theirs      // and as theirs has it
//
// Shape   `attribution` names fields that say when and by whom something was said ("date", "by"): of two records that say the same
//         otherwise the one that was said first counts, and that is no clash.
#pragma once

#include <string>
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
                            const KeyedRecords& ours, const KeyedRecords& theirs,
                            const std::vector<std::string>& attribution = {});

}  // namespace flatcrm::git
