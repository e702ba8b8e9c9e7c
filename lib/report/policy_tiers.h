// The tiers of the contact policy, filled from the segment that defines them.
//
//   # flatcrm.yaml: contact_policy: [{tier: A, days: 30}, {tier: B, days: 90}, {tier: C, days: 365}]
//   PolicyQuestion question(book, checker);
//   Engine engine(book, checker.tree(), question.roots(), options, question.tables());
//   PolicyTiers tiers = question.answer(engine, threads);      tiers.tiers[tiers.of(7)].days == 90
//
// Shape   the first saved segment, by name, whose tiers have the names of the policy; without one, customers who ordered by value: the
//         first tier the top 20 %, the second down to 50 %, a third to 80 %, the last all others. A book without a policy has one tier of 90
//         days.
// Errors  those of segment/tiers.h.
#pragma once

#include <optional>
#include <vector>

#include "book/book.h"
#include "query/check.h"
#include "report/data.h"
#include "segment/tiers.h"

namespace flatcrm::report {

class PolicyQuestion {
 public:
  /// `book` must outlive it.
  PolicyQuestion(const book::Book& book, query::Checker& checker);
  std::vector<query::NodeId> roots() const;
  std::vector<model::TableRequest> tables() const;
  PolicyTiers answer(query::Engine& engine, int threads) const;

 private:
  const book::Book& book_;
  PolicyTiers policy_;
  std::optional<segment::TierQuestion> question_;  // nothing: there is one tier
};

}  // namespace flatcrm::report
