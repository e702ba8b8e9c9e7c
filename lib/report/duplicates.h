// What dedupe found, as documents: clusters, pairs, a summary, the explanation of a pair.
//
//   report::Document document = clusters_document(run);      // CSV: id,cluster,probability
#pragma once

#include "dedupe/against.h"
#include "dedupe/explain.h"
#include "dedupe/run.h"
#include "report/document.h"

namespace flatcrm::report {

/// Records that have a duplicate, with the first id of their cluster.
Document clusters_document(const dedupe::Run& run);
/// Pairs at or above a probability, with the bits of each kind of evidence.
Document pairs_document(const dedupe::Run& run, double least);
/// What was compared, what the model learned, and how right the result should be.
Document dedupe_summary(const dedupe::Run& run);
/// Who of a list is in the book already.
Document against_document(const std::vector<dedupe::Met>& met);
Document explanation_document(const dedupe::Explanation& explanation);

}  // namespace flatcrm::report
