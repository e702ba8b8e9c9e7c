// How deals moved through their stages, from what their history says.
//
//   StageHistory history(table, deals, as_of);
//   history.entered(7)                  the day on which deal 7 came into its present stage; its opening where no history says
//   history.stages[2].left              deals that were in stage 2 and are in it no more
//   history.stages[2].won               of the deals that were ever in it
//
// Shape   deals and stages by their numbers in Deals. A visit begins on the day of its entry, and ends with the next one or on
//         the closing day; entries after the as-of day, without a day or of a stage without a name are left out. A deal advanced from a stage
//         when it was won, or when its next stage stands later in the pipeline; stages that no settings know have no order, and leaving one
//         is an advance. An entry that repeats the stage before it begins no visit. At most max_history entries are read.
#pragma once

#include <cstdint>
#include <vector>

#include "model/table.h"
#include "report/deals.h"
#include "report/report.h"
#include "report/statistics.h"

namespace flatcrm::report {

inline constexpr int max_history = 12;

/// Of one stage, over all deals that have a history.
struct StageFlow {
  std::int64_t visits = 0, left = 0, advanced = 0, went_back = 0;
  std::vector<std::int64_t> days_to_advance{};
  std::int64_t closed = 0, won = 0;  // deals that were ever in it
};

class StageHistory {
 public:
  /// `list` is of the rows of the table, as `deals` says; the history has the columns of add_history_columns().
  StageHistory(const model::Table& table, const Deals& deals, core::Date as_of);

  std::vector<StageFlow> stages;
  std::int64_t with_history = 0;
  std::int64_t cut = 0;  // deals with more entries than are read

  /// Of deal i: the day on which it came into its present stage, else that on which it was opened.
  core::Date entered(std::size_t deal) const { return entered_[deal]; }
  bool is_known(std::size_t deal) const { return known_[deal] != 0; }

 private:
  struct Visit {
    std::int32_t stage;
    core::Date from;
  };
  void add(const std::vector<Visit>& visits, const Deal& deal, const Deals& deals);
  void add_visit(const std::vector<Visit>& visits, std::size_t i, const Deal& deal, const Deals& deals);

  std::vector<core::Date> entered_;
  std::vector<std::uint8_t> known_;
};

/// The selected deals; open ones that were closed or moved on after the as-of day in the stage that their history has them in on it, in
/// none where it does not say. Needs the columns of deals_request() and add_history_columns().
Deals deals_in_past_stages(const Input& input);

/// The columns of the history, behind those of a request for deals.
void add_history_columns(model::TableRequest& deals);

}  // namespace flatcrm::report
