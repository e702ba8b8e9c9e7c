// Which records are one customer: average linkage over all pairs of each loose component.
//
//   Clusters clusters = cluster(rows, candidates, {.bits = compare_and_score, .apart = contradict}, threads);
//   clusters.leader[7] == 3         clusters.sure[7] == 7       clusters.bits[7] == 4.2
//
// Two groups are joined while the mean of the bits between them is above a cut, the most alike first; a chain
// of lookalikes does not hold because its ends do not. Records that contradict each other never come into one
// cluster, whoever stands between them. There are two cuts: joins above the higher one are right in at least
// 99 of 100 cases by the model's own account, those between the cuts are for a person to judge.
#pragma once

#include <functional>
#include <vector>

#include "dedupe/candidates.h"

namespace flatcrm::dedupe {

inline constexpr double merge_cut = 6.63;  // a probability of 0.99
inline constexpr double review_cut = 0;    // of 0.5

struct ClusterRules {
  std::function<double(Pair)> bits;  // of a pair that is no candidate
  std::function<bool(Pair, double bits)> apart;
  double cut = review_cut;
  double loose = -3.3;  // pairs below hold no component together: a probability of 0.1
};

struct Clusters {
  std::vector<Row> leader;   // the first row of its cluster
  std::vector<Row> sure;     // the same at the higher cut
  std::vector<float> bits;   // mean over the pairs with the others of its cluster; 0 where it is alone
  std::vector<float> least;  // of the last join of its cluster
};

Clusters cluster(std::size_t rows, const std::vector<Candidate>& candidates, const ClusterRules& rules,
                 int threads);

/// Rows held together by pairs above some bits: a first guess at who is one customer.
Entities components(std::size_t rows, const std::vector<Candidate>& candidates, float bits);

}  // namespace flatcrm::dedupe
