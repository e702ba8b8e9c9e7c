// Merges three files for git: finds what the file is in its book, and leaves the result where git looks for it.
//
//   DriverMerge merge = plan_merge({"base", "ours", "theirs"}, "crm/customers/a.yaml");
//   merge.text                                // to be written over "ours"
//   print(merge)                              // one line for each clash
//
// Shape   the book is the nearest folder with a flatcrm.yaml above the path (which need not exist); without one, a folder of the
//         path that is named as a collection says what the records are. Files outside of collections are merged by lines.
// Errors  bad_input for a file that is missing; a book's broken schema is said by the merge's clash, and nothing is guessed.
#pragma once

#include <string>
#include <vector>

#include "git/file_merge.h"

namespace flatcrm::git {

struct MergePaths {
  std::string base, ours, theirs;
};

struct DriverMerge {
  std::string path;  // as it was given
  MergedFile merged;
  std::string before;  // what "ours" holds
};

DriverMerge plan_merge(const MergePaths& files, const std::string& path);

/// "customers/a.yaml: name of 'a-1f9x2k': 'Acme Ltd' in ours, 'Acme Inc' in theirs", one line each.
std::vector<std::string> print(const DriverMerge& merge);

}  // namespace flatcrm::git
