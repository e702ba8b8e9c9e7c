// Verifies merges that were made without the merge driver, as forges make them: record by record against both sides.
//
//   for (const MergeFinding& finding : check_merges(repository, "v1..main").findings)
//     print(finding)
//     // 1a2b3c4d5e: lost-edit: customers 'anna-1f9x2k': phones '1' -> '2' of 0f9e8d7c6b is not in the merge, which has '1'
//
// Shape   what one side changed since the common ancestor must be in the merge; what both changed may be either, or what a person
//         made of it. Findings are in the order of commits, newest first, then of records. An edit that stands in another record is one
//         finding. Content that neither side has is a finding too: nobody reviewed it.
// Codes   lost-edit lost-record lost-deletion wrong-record doubled-record changed-in-merge unreadable
// Errors  of git/repository.h: an unknown revision, an object that is missing or broken.
#pragma once

#include <string>
#include <vector>

#include "git/repository.h"

namespace flatcrm::git {

struct MergeFinding {
  std::string code;
  std::string commit;  // the merge
  std::string collection, record, field;
  std::string side;               // the parent whose edit it was
  std::string before, edit, now;  // "" where there is no value
  std::string other;              // of wrong-record: where the edit stands
  std::string note;
};

struct CheckedMerges {
  std::size_t merges = 0;
  std::vector<MergeFinding> findings;
};

/// "A..B": the merges that B has and A has not; "A.." stands for "A..HEAD", and "B" for all that B has.
CheckedMerges check_merges(const Repository& repository, const std::string& range);

/// The work tree as the merge that is about to be committed: of HEAD and of `others`, revisions parted by blanks.
CheckedMerges check_merge_under_way(const Repository& repository, const std::string& others);

std::string print(const MergeFinding& finding);
/// All fields of each, as a list.
std::string as_json(const std::vector<MergeFinding>& findings);

}  // namespace flatcrm::git
