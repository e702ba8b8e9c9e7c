// Where a record is, of whichever collection, and files of which the bytes are known already.
//
//   collection_of(book, book.schemas().collections(), "acme-1f9x2k") == "customers"
//
// Errors  those of read.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/read.h"

namespace flatcrm::book {

/// The first of the collections that holds the record of an id, or one that it was merged into. Where the
/// layouts would have put it comes first, so that nothing is searched for what lies in its place elsewhere.
std::optional<std::string> collection_of(const Book& book, const std::vector<std::string>& collections,
                                         std::string_view id);

/// As load_file, of bytes that were read already.
LoadedFile load_bytes(const Book& book, const std::string& collection, const BookFile& file, io::Bytes bytes,
                      core::Problems& problems);

}  // namespace flatcrm::book
