#include "report/open_twins.h"

#include <algorithm>

#include "dedupe/run.h"

namespace flatcrm::report {

std::vector<std::string> open_twins(const book::Book& book, const dedupe::Decisions& decisions, int threads) {
  dedupe::RunOptions options;
  options.threads = threads;
  options.kin = false;
  options.distinct = decisions.distinct();
  dedupe::Run run = dedupe::run_dedupe(book, options);
  std::vector<std::string> twins;
  for (const dedupe::Cluster& cluster : run.clusters())
    for (std::size_t i = 1; i < cluster.records.size(); ++i) twins.emplace_back(cluster.records[i].id);
  std::sort(twins.begin(), twins.end());
  return twins;
}

}  // namespace flatcrm::report
