// Moves a collection into another layout, every field of every record kept.
//
//   Changes changes;
//   Conversion done = plan_conversion(book, "customers", {LayoutKind::csv_sharded, 0}, changes);
//   done.records == 10000      done.comments == 3     // lines of comment that the new layout can't hold
//
// Errors  Code::book when a record can't be read or has no id, with its place: nothing is moved then.
#pragma once

#include <cstddef>
#include <string>

#include "book/book.h"
#include "book/changes.h"

namespace flatcrm::book {

struct Conversion {
  std::size_t records = 0;
  std::size_t comments = 0;  // comment lines of YAML files
  Place first_comment;       // where the first one stands
};

Conversion plan_conversion(const Book& book, const std::string& collection, const Layout& to,
                           Changes& changes);

}  // namespace flatcrm::book
