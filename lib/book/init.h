// Makes a new book: flatcrm.yaml with comments, .gitignore, .gitattributes.
//
//   std::vector<PlainFile> files = new_book("acme", {"Acme Consulting", "EUR", "Europe/Berlin", "DE"});
//   create_book(disk, "acme", files, {"init", 10s, now});
//
// A .gitignore or .gitattributes that is there already keeps its lines and gets those that it lacks.
// Errors  Code::usage for a currency that is no three letters or a region that is no two; Code::book where a
//         book is already.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "book/changes.h"
#include "io/file_system.h"
#include "io/transaction.h"

namespace flatcrm::book {

struct NewBook {
  std::string name;
  std::string currency = "EUR";
  std::string zone = "UTC";
  std::string region;
};

std::vector<PlainFile> new_book(const std::string& root, const NewBook& wishes);

void create_book(io::FileSystem& disk, const std::string& root, const std::vector<PlainFile>& files,
                 const io::Lock::Request& request);

/// The text of a .gitattributes with the lines of a book that it lacks, or without them; "" where nothing else is in it.
std::string with_attributes(std::string_view text);
std::string without_attributes(std::string_view text);

/// The diff that create_book would make.
std::string diff_of_new_book(const std::string& root, const std::vector<PlainFile>& files);

}  // namespace flatcrm::book
