// Finds the record that each mapped row belongs to: one in the book, one of an earlier row, or a new one.
//
//   CollectionRun run(book, "customers");
//   run.add(source, piece, record, mapping, mapped);     // every batch of rows, in the order of the sources
//   match(run, true);
//   run.targets[row].found      // existing: run.files[file], row `record` in it
//   run.root[row]               // else: the row that makes the record
//
// By      1 the id that the row gives, or the source and key that the record has in `sources`; a record that
//         went into another (merged_into) is that other one.
//         2 the identifiers that the profile names in `match`, compared without case, where they point to one
//         record only; and where the profile has a key, only to a record that has no entry of this source
//         yet: two keys of one source are two things.
// Two rows of one source and key are one record: the first makes it, the next ones are merged into it, in
// their order. The fast way first: a row's record is looked for in the file that would hold it if its id were
// the one that the row makes; only rows that are not found so are looked for in every file. Each file is read
// at most twice and not kept.
// Errors  those of book::load_file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "book/book.h"
#include "import/map.h"

namespace flatcrm::import {

/// Rows of one piece of one source, for one record of the profile.
struct Batch {
  std::uint32_t source = 0;  // in the run of the import
  std::uint32_t piece = 0;
  std::uint32_t record = 0;  // in the mapping
  const Mapping* mapping = nullptr;
  const RecordMap* map = nullptr;
  MappedPiece* mapped = nullptr;
  MappedSet* set = nullptr;  // of `mapped`
  std::uint32_t first = 0;   // the collection's number of its first row
};

struct Target {
  std::uint32_t file = 0, record = 0;  // where found
  bool found = false;
  bool same = false;      // found, and every value of the row stands there already
  bool id_taken = false;  // not found, and its id belongs to another record
};

struct CollectionRun {
  CollectionRun(const book::Book& book, std::string collection);
  void add(std::uint32_t source, std::uint32_t piece, std::uint32_t record, const Mapping& mapping,
           MappedPiece& mapped);

  std::uint32_t batch_of(std::uint32_t row) const;
  const Batch& batch(std::uint32_t row) const { return batches[batch_of(row)]; }
  model::Record record(std::uint32_t row) const;
  const MappedRow& mapped(std::uint32_t row) const;
  bool gives_id(std::uint32_t row) const;
  /// Is it of someone whom the book was told to forget? Then it makes nothing and changes nothing.
  bool is_forgotten(std::uint32_t row) const { return row < forgotten.size() && !forgotten[row].empty(); }
  /// The id of the record that a row belongs to. Requires: match().
  std::string_view id_of(std::uint32_t row) const;

  const book::Book& book;
  std::string collection;
  model::Paths& paths;
  std::vector<Batch> batches;
  std::uint32_t rows = 0;
  std::vector<book::BookFile> files;
  std::vector<std::string_view> forgotten;  // by row, the id that is left, or ""; may be shorter
  std::vector<Target> targets;              // by row; of a root
  std::vector<std::uint32_t> root;          // by row: itself, or the earlier row that its record comes from
  std::unordered_map<std::uint32_t, std::string>
      other_ids;  // of roots found under another id than the row makes
};

/// `compare`: also say which rows change nothing; only when their references are found already.
void match(CollectionRun& run, bool compare);

/// Gives records that are new another id where theirs belongs to another one: the next attempt of
/// core::make_id, the first attempt going to the smallest key, so that the order of rows does not matter.
void settle_ids(CollectionRun& run);

/// For each value the first place with an equal one: hash, then equal(i, j).
std::vector<std::uint32_t> first_of(const std::vector<std::uint64_t>& hashes,
                                    const std::function<bool(std::uint32_t, std::uint32_t)>& equal,
                                    int threads);

/// The hash under which a source's key is known.
std::uint64_t key_hash(std::string_view source, std::string_view key);

}  // namespace flatcrm::import
