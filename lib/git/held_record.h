// One record taken out of a file's content, kept apart from it.
//
//   std::shared_ptr<const HeldRecord> held =
//       hold_record(bytes.view(), "customers/3f.csv", "acme-1f9x2k", paths);
//   held->record().value(name)            // null where the content holds no such record
//
// Cost    of a table only rows that hold the id's bytes are parsed; content without them is not parsed
//         at all.
// Errors  as of model::read_table_records and read_yaml_records.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "io/bytes.h"
#include "model/paths.h"
#include "model/record_set.h"

namespace flatcrm::git {

struct HeldRecord {
  io::Bytes text;
  model::RecordSet records;
  std::size_t row = 0;
  model::Record record() const { return records[row]; }
};

/// `id`: the record's, or the key of one without an id.
std::shared_ptr<const HeldRecord> hold_record(std::string_view content, const std::string& path,
                                              const std::string& id, model::Paths& paths);

}  // namespace flatcrm::git
