// What the queries of a book may name.
//
//   Catalog catalog = catalog_of(book, today);       // `book` must outlive it
//   catalog.used_paths("customers")                   // looked up once, when first asked for
#pragma once

#include "book/book.h"
#include "query/catalog.h"

namespace flatcrm::query {

Catalog catalog_of(const book::Book& book, core::Date today);

}  // namespace flatcrm::query
