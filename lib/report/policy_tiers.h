// The tiers of the contact policy, filled from the segment that defines them.
//
//   # flatcrm.yaml: contact_policy: [{tier: A, days: 30}, {tier: B, days: 90}, {tier: C, days: 365}]
//   PolicyTiers tiers = policy_tiers(book, catalog, ids, threads);      tiers.tiers[tiers.of(7)].days == 90
//
// Shape   the first saved segment, by name, whose tiers have the names of the policy; without one, customers who ordered by value: the
//         first tier the top 20 %, the second down to 50 %, a third to 80 %, the last all others. A book without a policy has one tier of 90
//         days.
// Errors  Code::locked where the book was changed since `ids` were read.
#pragma once

#include <string_view>
#include <vector>

#include "book/book.h"
#include "query/catalog.h"
#include "report/data.h"

namespace flatcrm::report {

PolicyTiers policy_tiers(const book::Book& book, const query::Catalog& catalog,
                         const std::vector<std::string_view>& ids, int threads);

}  // namespace flatcrm::report
