// What the commit of an import says: for people above, for `history` and `import --undo` in trailers below.
//
//   commit_message(plan.summary, {{"leads.csv", {sha256, "hubspot"}}})
//   // Import leads.csv: 120 created, 3 updated
//   //
//   // Flatcrm-Import: leads.csv
//   // Flatcrm-Source-SHA256: ...
//   // Flatcrm-Profile: hubspot
//   // Flatcrm-Rows: read 130, created 120, updated 3, unchanged 2, rejected 5, skipped 0
//
// Shape   the four trailers once for each source, in the order of the summary. A source is named without its folder.
#pragma once

#include <map>
#include <string>

#include "import/summary.h"

namespace flatcrm::import {

struct SourceOrigin {
  std::string sha256;   // of the file as it came
  std::string profile;  // as it was named, or "" where the headers were the profile
};

/// `origins` by the names of the sources as the summary has them.
std::string commit_message(const Summary& summary, const std::map<std::string, SourceOrigin>& origins);

}  // namespace flatcrm::import
