// Holds one record of a merge against what its sides made of it.
//
//   Judgement sides{{base}, {ours, theirs}, {"0f9e8d7c6b", "5a4b3c2d1e"}, merged};
//   judge(paths, sides, findings)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "git/check_merges.h"
#include "git/list_merge.h"
#include "model/paths.h"

namespace flatcrm::git {

/// Nothing where a commit does not have the record.
struct RecordStates {
  std::vector<std::optional<Fields>> bases;  // several: an edit counts only where they agree
  std::vector<std::optional<Fields>> sides;
  std::vector<std::string> names;  // of the sides
  std::optional<Fields> merged;
};

/// Appends findings without commit, collection and record.
void judge(model::Paths& paths, const RecordStates& states, std::vector<MergeFinding>& findings);

}  // namespace flatcrm::git
