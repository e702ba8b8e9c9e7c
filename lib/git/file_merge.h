// Merges a file of records that two sides changed: three texts in, one out, and what they disagree on.
//
//   MergedFile merged = merge_file(paths, {"customers/c.csv", base, ours, theirs});
//   merged.text                      // with markers where `clashes` is not empty, so that nothing reads it by accident
//   merged.clashes[0].record == "a-1f9x2k"      .field == "name"
//
// Shape   record by record and field by field (record_merge.h), whatever the order of rows, columns and documents. One side's removal
//         against the other's edit, and one id added on both sides with different values, are clashes; so is a file of one record
//         whose ids differ: git pairs similar files of different customers.
// Style   comments, order, quotes, line ends, BOM and delimiter as the side has it that changed them; of ours where both did.
//         The lines that clash stand between markers, all others are merged.
// Errors  none for bad texts: what can't be read by records is one conflict as a whole, and `clashes` says why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "git/record_merge.h"
#include "model/paths.h"

namespace flatcrm::git {

struct MergeTexts {
  std::string path;  // of the file in the book; its ending says how it is written
  std::string_view base, ours, theirs;
};

/// `record` is "" where the whole file is meant.
struct Clash {
  std::string record;
  FieldClash what;
};

struct MergedFile {
  std::string text;
  std::vector<Clash> clashes;
};

/// With the fields that say when and by whom (merge_records.h), for records of which it does not matter who made them.
MergedFile merge_file(model::Paths& paths, const MergeTexts& texts,
                      const std::vector<std::string>& attribution = {});

/// A file that holds no records: by lines. A merge that can't be read where its sides can is one conflict.
MergedFile merge_plain_file(const MergeTexts& texts);

}  // namespace flatcrm::git
