// What an import comes to, as plain data: every row, every field, every record accounted for.
//
//   summary.read ==
//       summary.created + summary.updated + summary.unchanged + summary.rejected + summary.skipped
//
// Rows      a row counts by its main record: created the first time that a record is named, updated where it
//           changed something (a further record of the same row counts too), unchanged where all stood there
//           already. Skipped are blank rows and, with only_new, rows of records that the book has.
// Records   by collection: each record once, whatever the number of rows that it comes from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/source.h"

namespace flatcrm::import {

struct Example {
  std::string record;          // the id
  std::string present, given;  // in the book and in the source
  bool gave_way = false;       // the source's word was taken
};

struct FieldSummary {
  std::string collection, field;
  std::uint64_t given = 0, normalized = 0, not_normalized = 0;
  std::vector<std::string> not_normalized_examples;
  std::uint64_t conflicts = 0;
  std::uint64_t gave_way =
      0;  // values that gave way, as the name of the source comes before those that said them
  std::vector<Example> conflict_examples;
  bool reference = false;
  std::string refers_to;  // of a reference: the collection
  std::uint64_t cancelled = 0,
                open = 0;        // credits that point at what they take back, and those where it is not known
  std::uint64_t unresolved = 0;  // references to nothing, kept as they came
  std::string other_source;      // of which some of them are keys
  std::uint64_t other_keys = 0;  // how many
  std::vector<std::pair<std::string, std::uint64_t>>
      unresolved_examples;  // the commonest texts and how often
};

struct CollectionSummary {
  std::string collection;
  std::uint64_t created = 0, updated = 0, unchanged = 0;
};

struct RowCounts {
  std::uint64_t read = 0, created = 0, updated = 0, unchanged = 0, rejected = 0, skipped = 0;
  void add(const RowCounts& other);
};

/// A column that was taken for a field, without a profile that says so.
struct Found {
  std::string column, field;
  std::string
      words;  // "'Rechnung' is invoice": what its own words for the field's values were taken for; or ""
  bool custom = false;
};

struct SourceSummary {
  SourceReport report;
  RowCounts rows;
  std::vector<std::string> decisions;  // "close_date: day first, as '25/12/2025' shows"
  std::string profile;                 // the built-in one, "" for another or none
  std::vector<std::string> left_out;   // columns that it has no use for
  std::vector<Found> found;            // without a profile: what columns of other names were taken for
  std::uint64_t forgotten = 0;         // rows of people whom the book was told to forget, left out
  std::size_t forgotten_line = 0;      // of the first of them
};

struct Summary {
  RowCounts rows;
  std::uint64_t touched = 0;      // records of the book that rows speak of
  std::uint64_t overwritten = 0;  // of these, those that lose a value for another one, or for none
  std::vector<SourceSummary> sources;
  std::vector<CollectionSummary> collections;
  std::vector<FieldSummary> fields;  // by collection, in the order of the profile's schema
};

}  // namespace flatcrm::import
