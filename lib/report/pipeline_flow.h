// How deals move: their age in each stage, how many go on from it and how fast, and which are stuck.
//
//   StageHistory history(source.deals_table, source.deals, source.as_of);
//   Table flow = flow_table(source, history);       // a row a stage
//   std::vector<StuckDeal> stuck = stuck_deals(source, history);
//
// Shape   the age of an open deal runs from its entry into its stage, else from its opening. It is stuck when that is more than nine tenths of the
//         deals needed that advanced from the stage; where fewer than least_moves did, more days since its opening than nine tenths of the deals
//         that were won needed in all; where fewer than least_moves were won, more than default_days.
#pragma once

#include <cstdint>
#include <vector>

#include "report/breakdown.h"
#include "report/stage_history.h"
#include "report/tally.h"

namespace flatcrm::report {

inline constexpr std::size_t least_moves = 3;
inline constexpr int default_days = 90;

struct StuckDeal {
  std::uint32_t deal = 0;  // in Deals::list
  core::Date since;
  std::int64_t days = 0;
  core::Decimal limit;
};

/// The one that has stood the longest first.
std::vector<StuckDeal> stuck_deals(const DealSource& source, const StageHistory& history);

Table flow_table(const DealSource& source, const StageHistory& history);
/// Requires: the customers of deals were asked for as codes.
Table stuck_table(const DealSource& source, const std::vector<StuckDeal>& stuck);

/// Open deals × win rate × mean won deal / mean cycle: what the pipeline brings a day.
Cell velocity(const Tally& tally, const std::string& currency);

}  // namespace flatcrm::report
