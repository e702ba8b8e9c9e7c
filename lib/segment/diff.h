// Who came into a segment and who left it since a day, and which figure made the difference.
//
//   Difference difference = diff(book, catalog, saved, since, threads);
//   difference.came[0].id      difference.came[0].reasons[0]     // "silence > 90d: 12 days, then 190 days"
//
// Shape   "then" is the book as its own dates show it: what began later is left out (sales, interactions,
//         deals and tickets by their day, customers by `acquired`), what closed later is open, and `today` is
//         that day. Other fields are what they are now. A reason is a comparison of the query whose truth is
//         another one, with its left side then and now.
#pragma once

#include <string>
#include <vector>

#include "book/book.h"
#include "query/catalog.h"
#include "segment/saved.h"

namespace flatcrm::segment {

struct Change {
  std::string id, name;
  std::vector<std::string> reasons;
};

struct Difference {
  std::vector<Change> came, left;
  std::size_t then = 0, now = 0;
};

Difference diff(const book::Book& book, const query::Catalog& catalog, const Saved& saved, core::Date since,
                int threads);

/// A state of the book, and what its `today` is.
struct Moment {
  const book::Book& book;
  const query::Catalog& catalog;
};
/// As two states of the book have it, field by field: those of two revisions. The segment is what it is after. Who is gone
/// has left too.
Difference diff(const Moment& before, const Moment& after, const Saved& saved, int threads);

}  // namespace flatcrm::segment
