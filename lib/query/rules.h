// What a book asks of its own records, in the language of queries: `x-rules` of its schemas.
//
//   # schemas/customers.yaml
//   x-rules:
//     - rule: tax_id is not empty
//       when: kind = organization
//       message: a firm needs its tax id
//
//   check_rules(book, catalog, threads);
//   // customers/acme-1f9x2k.yaml:1:1: broken-rule: a firm needs its tax id; the rule stands at ...
//
// Shape   a record breaks a rule that is false for it. One that is unknown, since a value is missing, is not broken: to ask for a value, say
//         `is not empty`. `when` has to hold for the rule to count.
// Problems  broken-rule at the first field of the record that the rule names, else where the record begins; bad-rule at the place
//           in the schema: it is no query, its types don't fit, or it has no value (a number too large).
//           Files that can't be read are book::check's to report; their collections' rules are left out.
#pragma once

#include <string>
#include <vector>

#include "book/book.h"
#include "core/problem.h"
#include "query/catalog.h"

namespace flatcrm::query {

core::Problems check_rules(const book::Book& book, const Catalog& catalog, int threads);

}  // namespace flatcrm::query
