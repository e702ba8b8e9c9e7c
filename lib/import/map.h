// Turns the rows of a source into records, in parallel, before anything is known of the book's records.
//
//   SourcePieces cuts = cut_source(*source, threads);
//   decide_formats(mapping, *source, cuts, ...);    // order of dates, mark of decimals: from all of a column
//   std::vector<MappedPiece> pieces = map_rows(mapping, *source, cuts, limit, threads);
//   pieces[0].sets[0].records[0].value(name) == "Acme"     pieces[0].sets[0].rows[0].key == "17"
//
// Shape   sets[i] belongs to mapping.records[i]. A record has its id first (made of source and key, as a new
//         record would have it), then its fields in the schema's order, then sources.1.* unless the row gives
//         its id itself. Record::begin() is the row's offset in the source, Record::index() the row's number
//         in its piece. An empty cell is no value, or one of size 0 where the profile clears. A reference
//         holds the text that it came as, and in `at` the number of that text in `references`.
// Errors  Code::bad_input for a column whose dates or amounts can be read in two ways, naming it and
//         two values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "import/mapping.h"
#include "model/record_set.h"

namespace flatcrm::import {

struct MappedRow {
  std::string_view key;      // the source's own, or the id where the row gives it
  std::uint64_t hash = 0;    // of source and key, or of the id that the row gives
  std::uint32_t parent = 0;  // the record of sets[0] that the same row made
  bool gives_id = false;
};

struct MappedSet {
  model::RecordSet records;
  std::vector<MappedRow> rows;  // one a record
};

/// How the values of one field fared.
struct FieldCount {
  std::uint64_t given = 0, normalized = 0, failed = 0;
  std::vector<std::string> examples;  // of failed ones, the first few
};

/// The distinct texts of one reference field.
class ReferenceTexts {
 public:
  std::uint32_t number(std::string_view text);
  const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  std::vector<std::string_view> texts_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::uint32_t last_ = 0;
};

struct RejectedRow {
  std::uint64_t offset = 0;  // in the source's text
  std::uint64_t size = 0;    // without its line end
  std::size_t cells = 0;
  std::string reason;
};

struct MappedPiece {
  std::vector<MappedSet> sets;
  std::vector<std::vector<FieldCount>> counts;          // a record, a field
  std::vector<std::vector<ReferenceTexts>> references;  // the same; empty for fields that are none
  std::vector<RejectedRow> rejected;
  std::uint64_t read = 0;
  std::uint64_t skipped = 0;             // rows without a single value, and those left out
  std::uint64_t left_out = 0;            // of these, rows of which the condition does not hold
  std::uint64_t unknown = 0;             // of these, rows that lack a value that it asks for
  std::vector<std::uint32_t> unit_rows;  // of a wide table: the row of each record of sets[0]
};

/// The rows of a source in pieces that may be read at the same time: offsets of row starts.
using SourcePieces = std::vector<std::uint64_t>;
SourcePieces cut_source(const Source& source, int threads);

/// Settles every column of the mapping whose format its values decide; says what it found, "close_date:
/// year first".
std::vector<std::string> decide_formats(Mapping& mapping, const Source& source, const SourcePieces& cuts,
                                        const MappingOptions& options, const Profile& profile, int threads);

/// `limit` 0 is none: else only the first so many rows are read.
std::vector<MappedPiece> map_rows(const Mapping& mapping, const Source& source, const SourcePieces& cuts,
                                  std::uint64_t limit, int threads);

}  // namespace flatcrm::import
