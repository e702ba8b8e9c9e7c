// What differs between two states of a collection's files, as changes of records and their fields.
//
//   Sides sides;
//   sides.files.push_back({"customers/a.csv", before_bytes, after_bytes});     // only files that differ
//   std::vector<RecordChange> changes = diff_records(paths, std::move(sides), threads);
//   changes[0].id == "acme-1f9x2k"
//   changes[0].fields[0]               // {"status", "lead", "active"}
//
// Shape   sorted by id; fields in the order of the schema; "" where a side has no value. A record that moved
//         to another file, or whose file was written in another layout, has not changed. One that became a
//         tombstone, or that is gone while another one lists it in merged_ids, is merged. Records without an
//         id are known by the key of their schema. Line ends within a value don't count.
// Cost    in proportion to the files that differ; of two tables with one header only the rows that differ
//         are parsed.
// Errors  as of book/read.h, with the file that can't be read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/bytes.h"
#include "model/paths.h"
#include "model/record_set.h"

namespace flatcrm::git {

struct FieldChange {
  std::string field;  // as a column is named
  std::string before, after;
};

enum class ChangeKind : std::uint8_t { added, removed, changed, merged };
std::string_view name_of(ChangeKind kind);

struct RecordChange {
  ChangeKind kind = ChangeKind::changed;
  std::string collection, id;
  std::string label;        // what names it for a person, or ""
  std::string customer;     // whose it is: its own id of a customer (of a merged one, the one that stays)
  std::string merged_into;  // of a merged one
  std::string path;         // the file where it stands now, or stood last
  std::vector<FieldChange> fields;
};

/// One file of the two states; nothing where a state doesn't have it.
struct FileSides {
  std::string path;
  std::optional<io::Bytes> before, after;
};

std::vector<RecordChange> diff_records(model::Paths& paths, std::vector<FileSides> files, int threads);

/// The fields of two records that differ. Either may be null.
std::vector<FieldChange> diff_fields(const model::Paths& paths, const model::Record* before,
                                     const model::Record* after);

/// Are two values one but for their line ends?
bool same_value(std::string_view one, std::string_view other);

}  // namespace flatcrm::git
