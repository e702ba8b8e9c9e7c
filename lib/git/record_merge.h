// Merges one record that two sides changed, field by field.
//
//   Fields base{{"id", "a-1"}, {"name", "Acme"}, {"status", "lead"}};
//   RecordMerge merge = merge_record(paths, {base}, {{"id", "a-1"}, {"name", "Acme Ltd"}, {"status", "lead"}},
//                                    {{"id", "a-1"}, {"name", "Acme"}, {"status", "active"}});
//   merge.ours == {{"id", "a-1"}, {"name", "Acme Ltd"}, {"status", "active"}}       merge.clashes.empty()
//
// Shape   fields by their header ("emails", "addresses.1.city", "hobbies[]"). What one side changed is taken; what both changed
//         otherwise is a clash. Lists are merged by element (list_merge.h). An amount and its currency are one value: when each side
//         changed one of the two, that is a clash. So is any edit of a record that the other side merged into another one.
//         Two bases (an ancestor that was a conflict itself) count where they agree; where they don't, only equal sides merge.
#pragma once

#include <string>
#include <vector>

#include "git/list_merge.h"
#include "model/paths.h"

namespace flatcrm::git {

struct FieldClash {
  std::string field;         // "" is the whole record
  std::string ours, theirs;  // "" where a side has no value
  std::string why{};         // where it is not simply that both changed the field
};

struct RecordMerge {
  Fields ours;    // with every clash decided as ours has it
  Fields theirs;  // and as theirs has it
  std::vector<FieldClash> clashes;
};

/// Requires: one base or two.
RecordMerge merge_record(model::Paths& paths, const std::vector<Fields>& bases, const Fields& ours,
                         const Fields& theirs);

}  // namespace flatcrm::git
