// The files of a new book.
//
//   for (const PlainFile& file : new_book({"Acme Consulting", "EUR", "Europe/Berlin", "DE"})) ...
//   // flatcrm.yaml (commented), .gitignore, .gitattributes
#pragma once

#include <string>
#include <vector>

#include "book/changes.h"

namespace flatcrm::book {

struct NewBook {
  std::string name;
  std::string currency = "EUR";
  std::string zone = "UTC";
  std::string region;
};

/// Error usage for a currency that is no three letters, or a region that is no two.
std::vector<PlainFile> new_book(const NewBook& wishes);

}  // namespace flatcrm::book
