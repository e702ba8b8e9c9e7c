// Tiers, differences and overlaps of segments, as documents.
//
//   Document document = tiers_document(tiers, saved, config, 20);    // tables "tiers", "guarded"
//   difference_document(difference, saved, since)                    // tables "came", "left"
//   overlap_document({{"silent", rows}, {"near", rows}})             // table "overlap": how many are in both
//
// Shape   the guarded stand with the way that leads to the top tier: "Margarete Brandt → household with →
//         Tobias Brandt, tier A, 20660.00 EUR".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "book/config.h"
#include "report/document.h"
#include "report/report.h"
#include "segment/diff.h"
#include "segment/tiers.h"

namespace flatcrm::report {

Document tiers_document(const segment::Tiers& tiers, const segment::Saved& saved, const book::Config& config,
                        std::size_t limit);

/// The members of one tier: id, name, tier, value, and for a guarded one the way.
Document members_document(const segment::Tiers& tiers, const segment::Saved& saved, std::size_t tier,
                          const book::Config& config);

Document difference_document(const segment::Difference& difference, const segment::Saved& saved,
                             const std::string& since, const NameOf& name_of);

/// Members as sorted rows of one collection.
Document overlap_document(const std::vector<std::pair<std::string, std::vector<std::uint32_t>>>& segments);

}  // namespace flatcrm::report
