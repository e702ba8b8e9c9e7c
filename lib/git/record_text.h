// Records as lines of text, for git's own diff, log and blame.
//
//   record_text("id,name,status\nacme-1f9x2k,Acme,lead\n", "3f.csv")
//   // acme-1f9x2k name: Acme
//   // acme-1f9x2k status: lead
//   print_driver_diff(...)       // customers/3f.csv: Customer acme-1f9x2k (Acme)
//                                // - status: lead
//                                // + status: active
//
// Shape   sorted by id; fields in the order of the schema that fits the names best, so that neither where a
//         row stands nor the order of its columns shows; a line for each line of a longer text. The same
//         record reads the same from YAML and from CSV. A text that can't be read as records stays as it is,
//         since git would take a failure for the end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "git/record_diff.h"
#include "model/schema.h"

namespace flatcrm::git {

/// `path` says by its ending what the text is; without a known one the text does.
std::string record_text(std::string_view text, const std::string& path, const model::Schemas& schemas);

/// What git's `diff.<driver>.command` prints of one file. `owner` is the name of whom a record belongs to,
/// where it is known: "Deal renewal-3k2m1x (Renewal), Acme Ltd".
struct DriverRecord {
  RecordChange change;
  std::string title;  // of its kind: "Deal"
  std::string owner;
};
std::string driver_text(const std::vector<DriverRecord>& records);

}  // namespace flatcrm::git
