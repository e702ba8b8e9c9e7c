// Reads collections of a book, as typed columns or as whole records.
//
//   Tables tables =
//       read_tables(book, {{"interactions", {{"date"}, {"staff"}}}, {"staff", {{"id"}, {"name"}}}});
//   tables[0].rows();       // all tables are of one state of the book, whatever writers do meanwhile
//
//   LoadedFile file = load_file(book, "customers", {"customers/customers.csv", FileKind::csv}, problems);
//   file.records[0].id();
//
// Merged records: read_tables gives references as the id that they have now (merged_ids, merged_into).
// Tombstones (records with merged_into) are left out of tables and kept in loaded files.
// Errors  Code::book with file and line for conflict markers and text that can't be read at all; never a part
//         of a collection.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "book/book.h"
#include "io/bytes.h"
#include "model/record_set.h"
#include "model/table.h"

namespace flatcrm::book {

using Tables = std::vector<model::Table>;

Tables read_tables(const Book& book, const std::vector<model::TableRequest>& requests);

/// One file of a collection with its bytes, which the records' views point into.
struct LoadedFile {
  BookFile file;
  io::Bytes bytes;
  model::RecordSet records;
  model::TableStyle style;  // of a CSV file
};

LoadedFile load_file(const Book& book, const std::string& collection, const BookFile& file,
                     core::Problems& problems);

/// All files of a collection, in parallel, in the order of their paths.
std::vector<LoadedFile> load_collection(const Book& book, const std::string& collection,
                                        core::Problems& problems);

/// Where a record is: its file's name or shard first, then every file of the collection.
struct Found {
  LoadedFile file;
  std::size_t row = 0;
  model::Record record() const { return file.records[row]; }
};
/// Follows merged ids; nothing when there is no such record. Reads no more than it must.
std::optional<Found> find_record(const Book& book, const std::string& collection, std::string_view id);

/// merged id -> the id that it is now, over all steps. Reads only files whose header or keys name merged_ids
/// or merged_into.
std::unordered_map<std::string, std::string> merged_ids(const Book& book, const std::string& collection);

/// The id and all that were merged into it, sorted.
std::vector<std::string> ids_of_record(const Book& book, const std::string& collection, std::string_view id);

}  // namespace flatcrm::book
