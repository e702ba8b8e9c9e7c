// Gives the records of customers or staff away as vCards, one after the other.
//
//   export_vcards(book, "customers", 4, [&](std::string_view id, const std::string& card) { ... });
//
// Shape   in the order of the book's files and of the records in them; tombstones are left out.
// Errors  those of read.h; Code::usage for a collection that has no people in it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "book/book.h"

namespace flatcrm::book {

/// Returns the number of cards.
std::size_t export_vcards(const Book& book, const std::string& collection, int version,
                          const std::function<void(std::string_view id, const std::string& card)>& out);

}  // namespace flatcrm::book
