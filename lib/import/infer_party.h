// Makes the customer of a list of sales, tickets, contacts or deals, whom an e-mail address tells.
//
//   find_party(inferred, {source, schemas.of("sales"), looks}, plain, schemas.of("customers"));
//   // email, first_name, last_name of an order  ->  also: customers, key [email], match [emails], with their names
//   //                                                customer: {ref: customers}
//   // Requester email of a ticket                ->  customer: {from: Requester email, by: emails}
//
// Shape  only sales make customers: who bought is one. Elsewhere an address that nobody of the book has stays as it came.
#pragma once

#include <string>
#include <vector>

#include "import/infer.h"
#include "import/infer_finish.h"

namespace flatcrm::import {

/// `plain` holds the columns' names without what all share. Several addresses in a row of which none is the customer's by its name
/// tell nothing.
void find_party(Inferred& inferred, const InferFacts& facts, const std::vector<std::string>& plain,
                const model::Schema& customers);

}  // namespace flatcrm::import
