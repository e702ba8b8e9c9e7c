// A list that a query made, as a document.
//
//   Document document = listing_document(listing, book.config(), "customers");
//   document.sections[0].tables[0].columns[1].kind == Kind::money
//
// Shape   one table "records", or "groups"; its columns are those of the listing. A field of money says its
//         own amount and currency, what is reckoned from amounts is in the book's. Durations are days.
#pragma once

#include <string>

#include "book/config.h"
#include "report/document.h"
#include "segment/listing.h"

namespace flatcrm::report {

Document listing_document(const segment::Listing& listing, const book::Config& config,
                          const std::string& title);

/// One value of a column.
Cell cell_of(const segment::Listing& listing, const segment::ListColumn& column, std::size_t row,
             const std::string& currency);

}  // namespace flatcrm::report
