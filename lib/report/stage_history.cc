#include "report/stage_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flatcrm::report {

namespace {

std::string column(int entry, const char* field) {
  return fmt::format("history.{}.{}", entry, field);
}

/// The entries of the histories, in their columns.
struct Entries {
  explicit Entries(const model::Table& table) {
    for (int entry = 1; entry <= max_history; ++entry) {
      stages.push_back(&table.codes(column(entry, "stage")));
      days.push_back(&table.dates(column(entry, "date")));
    }
  }
  std::size_t size() const { return stages.size(); }
  /// "" and no_date where a deal has fewer.
  std::string_view stage(std::size_t entry, std::uint32_t row) const {
    return stages[entry]->dictionary.text(stages[entry]->codes[row]);
  }
  core::Date day(std::size_t entry, std::uint32_t row) const { return days[entry]->days[row]; }

  std::vector<const model::Codes*> stages;
  std::vector<const model::Dates*> days;
};

/// Stages by pipeline and name, as deals are numbered by.
class StageNumbers {
 public:
  explicit StageNumbers(const Deals& deals) : deals_(deals) {
    for (std::size_t i = 0; i < deals.stages.size(); ++i) {
      const DealStage& stage = deals.stages[i];
      numbers_.emplace(std::pair(std::string_view(stage.pipeline), std::string_view(stage.name)), i);
      numbers_.emplace(std::pair(std::string_view(), std::string_view(stage.name)), i);
    }
  }
  /// In the pipeline of the deal; -1 for a stage that no settings and no deal name.
  std::int32_t of(std::string_view name, std::int32_t present) const {
    std::string_view pipeline;
    if (present >= 0) pipeline = deals_.stages[static_cast<std::size_t>(present)].pipeline;
    return in(pipeline, name);
  }
  std::int32_t in(std::string_view pipeline, std::string_view name) const {
    auto found = numbers_.find({pipeline, name});
    if (found == numbers_.end()) found = numbers_.find({std::string_view(), name});
    return found == numbers_.end() ? -1 : static_cast<std::int32_t>(found->second);
  }

 private:
  const Deals& deals_;
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> numbers_;
};

enum class Move : std::uint8_t { stays, advances, goes_back, is_lost };

const book::Stage* settings_of(const Deals& deals, std::int32_t stage) {
  return stage < 0 ? nullptr : deals.stages[static_cast<std::size_t>(stage)].settings;
}

Outcome outcome_of(const Deals& deals, std::int32_t stage) {
  const book::Stage* settings = settings_of(deals, stage);
  if (settings == nullptr || settings->outcome == "open") return Outcome::open;
  return settings->outcome == "won" ? Outcome::won : Outcome::lost;
}

Move move_of(const Deals& deals, std::int32_t stage, std::int32_t next) {
  if (outcome_of(deals, next) != Outcome::open)
    return outcome_of(deals, next) == Outcome::won ? Move::advances : Move::is_lost;
  bool ordered = settings_of(deals, stage) != nullptr && settings_of(deals, next) != nullptr;
  return ordered && next < stage ? Move::goes_back : Move::advances;
}

/// Out of the last stage of its history, or not.
Move last_move(const Deals& deals, const Deal& deal, std::int32_t stage) {
  if (deal.outcome != Outcome::open) return deal.outcome == Outcome::won ? Move::advances : Move::is_lost;
  if (deal.stage < 0 || deal.stage == stage) return Move::stays;
  return move_of(deals, stage, deal.stage);
}

/// The stage that the history has a deal in on a day; whether it goes on after the day.
struct PastStage {
  std::string_view name{};
  core::Date from = core::no_date;
  bool moves_on = false;
};

PastStage past_stage(const Entries& entries, std::uint32_t row, core::Date as_of) {
  PastStage past;
  for (std::size_t entry = 0; entry < entries.size(); ++entry) {
    core::Date day = entries.day(entry, row);
    std::string_view stage = entries.stage(entry, row);
    if (stage.empty() || day == core::no_date) continue;
    past.moves_on = past.moves_on || day > as_of;
    if (day > as_of || (past.from != core::no_date && day < past.from)) continue;
    past.from = day;
    past.name = stage;
  }
  return past;
}

void put_into_past_stages(Deals& deals, const model::Table& table, core::Date as_of) {
  StageNumbers numbers(deals);
  Entries entries(table);
  const model::Codes& pipelines = table.codes("pipeline");
  const model::Numbers& probabilities = table.numbers("probability");
  for (std::size_t i = 0; i < deals.list.size(); ++i) {
    Deal& deal = deals.list[i];
    std::uint32_t row = deals.rows[i];
    if (deal.outcome != Outcome::open) continue;
    PastStage past = past_stage(entries, row, as_of);
    if (!deal.reopened && !past.moves_on) continue;
    deal.stage = numbers.in(pipelines.dictionary.text(pipelines.codes[row]), past.name);
    if (outcome_of(deals, deal.stage) != Outcome::open) deal.stage = -1;
    if (!deal.reopened && !probabilities.missing(row)) continue;
    const book::Stage* settings = settings_of(deals, deal.stage);
    deal.has_probability = settings != nullptr;
    if (settings != nullptr) deal.probability = settings->probability;
  }
}

}  // namespace

void add_history_columns(model::TableRequest& deals) {
  // One entry more than is read tells that there are more.
  for (int entry = 1; entry <= max_history + 1; ++entry) {
    deals.columns.push_back({column(entry, "stage"), model::As::codes});
    if (entry <= max_history) deals.columns.push_back({column(entry, "date")});
  }
}

Deals deals_in_past_stages(const Input& input) {
  const model::Table& table = input.data.table("deals");
  core::Date as_of = input.parameters.as_of;
  Deals deals = read_deals(table, input.config, input.data.rates(), as_of, input.data.owned("deals"));
  put_into_past_stages(deals, table, as_of);
  return deals;
}

StageHistory::StageHistory(const model::Table& table, const Deals& deals, core::Date as_of)
    : stages(deals.stages.size()), entered_(deals.list.size()), known_(deals.list.size(), 0) {
  Entries entries(table);
  const model::Codes& more = table.codes(column(max_history + 1, "stage"));
  StageNumbers numbers(deals);
  std::vector<Visit> visits;
  for (std::size_t i = 0; i < deals.list.size(); ++i) {
    const Deal& deal = deals.list[i];
    std::uint32_t row = deals.rows[i];
    visits.clear();
    for (std::size_t entry = 0; entry < entries.size(); ++entry) {
      core::Date day = entries.day(entry, row);
      std::string_view stage = entries.stage(entry, row);
      if (stage.empty() || day == core::no_date || day > as_of) continue;
      visits.push_back({numbers.of(stage, deal.stage), day});
    }
    std::stable_sort(visits.begin(), visits.end(),
                     [](const Visit& left, const Visit& right) { return left.from < right.from; });
    visits.erase(std::unique(visits.begin(), visits.end(),
                             [](const Visit& left, const Visit& right) { return left.stage == right.stage; }),
                 visits.end());
    cut += more.codes[row] != 0 ? 1 : 0;
    entered_[i] = deal.opened;
    if (visits.empty()) continue;
    ++with_history;
    if (visits.back().stage == deal.stage) {
      entered_[i] = visits.back().from;
      known_[i] = 1;
    }
    add(visits, deal, deals);
  }
}

void StageHistory::add(const std::vector<Visit>& visits, const Deal& deal, const Deals& deals) {
  for (std::size_t i = 0; i < visits.size(); ++i) {
    if (visits[i].stage < 0 || outcome_of(deals, visits[i].stage) != Outcome::open) continue;
    add_visit(visits, i, deal, deals);
    bool again = std::any_of(visits.begin(), visits.begin() + static_cast<std::ptrdiff_t>(i),
                             [&](const Visit& earlier) { return earlier.stage == visits[i].stage; });
    if (again) continue;
    StageFlow& flow = stages[static_cast<std::size_t>(visits[i].stage)];
    flow.closed += deal.outcome != Outcome::open ? 1 : 0;
    flow.won += deal.outcome == Outcome::won ? 1 : 0;
  }
}

void StageHistory::add_visit(const std::vector<Visit>& visits, std::size_t i, const Deal& deal,
                             const Deals& deals) {
  const Visit& visit = visits[i];
  bool last = i + 1 == visits.size();
  Move move = last ? last_move(deals, deal, visit.stage) : move_of(deals, visit.stage, visits[i + 1].stage);
  core::Date end = last ? deal.closed : visits[i + 1].from;
  StageFlow& flow = stages[static_cast<std::size_t>(visit.stage)];
  ++flow.visits;
  flow.left += move != Move::stays ? 1 : 0;
  flow.advanced += move == Move::advances ? 1 : 0;
  flow.went_back += move == Move::goes_back ? 1 : 0;
  if (move == Move::advances && end != core::no_date)
    flow.days_to_advance.push_back(end.days - visit.from.days);
}

}  // namespace flatcrm::report
