// Whether a file would be one of a book, wherever the book is.
//
//   own_file("acme/customers/export.csv")        "customers": it would be read as records of them
//   own_file("acme/flatcrm.yaml")                "flatcrm.yaml"
//   own_file("acme/export.csv")                  "": nobody reads it
//
// Shape   by its path alone: the nearest folder upwards with a flatcrm.yaml is the book.
#pragma once

#include <string>

namespace flatcrm::book {

std::string own_file(const std::string& path);

}  // namespace flatcrm::book
