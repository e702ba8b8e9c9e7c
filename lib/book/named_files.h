// The files of a folder of the book that are found by a name: saved segments, saved reports.
//
//   named_files(book, "segments") == {"silent", "value"}          // segments/silent.yaml, segments/value.yaml
//   read_named(book, "segments", "silent")->view()                // nothing where there is none, or it is no name
//
// Shape   a name is made of ASCII letters, digits, '-' and '_', so that it can't lead out of its folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "io/bytes.h"

namespace flatcrm::book {

std::string named_path(std::string_view folder, std::string_view name);
std::vector<std::string> named_files(const Book& book, std::string_view folder);
std::optional<io::Bytes> read_named(const Book& book, std::string_view folder, std::string_view name);

}  // namespace flatcrm::book
