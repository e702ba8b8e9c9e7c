#include "report/pipeline_flow.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "report/measures.h"
#include "report/win_rates.h"

namespace flatcrm::report {

namespace {

bool is_open(const Deal& deal, core::Date as_of) {
  return deal.outcome == Outcome::open && (deal.opened == core::no_date || deal.opened <= as_of);
}

/// What is too long, and whether it is counted from the opening.
struct Limit {
  core::Decimal days;
  bool from_opening = false;
};

class Limits {
 public:
  Limits(const DealSource& source, const StageHistory& history) {
    for (const StageFlow& flow : history.stages) {
      std::optional<core::Decimal> days;
      if (flow.days_to_advance.size() >= least_moves) days = percentile(flow.days_to_advance, 90);
      stages_.push_back(days);
    }
    std::vector<std::int64_t> cycles;
    for (const Deal& deal : source.deals.list) {
      bool won = deal.outcome == Outcome::won && deal.opened != core::no_date && deal.closed != core::no_date;
      if (won && deal.closed >= deal.opened && deal.closed <= source.as_of)
        cycles.push_back(deal.closed.days - deal.opened.days);
    }
    if (cycles.size() >= least_moves) cycle_ = percentile(std::move(cycles), 90);
  }

  Limit of(std::int32_t stage) const {
    if (stage >= 0 && stages_[static_cast<std::size_t>(stage)].has_value())
      return {*stages_[static_cast<std::size_t>(stage)], false};
    if (cycle_.has_value()) return {*cycle_, true};
    return {{default_days, 0}, false};
  }

 private:
  std::vector<std::optional<core::Decimal>> stages_;
  std::optional<core::Decimal> cycle_;
};

}  // namespace

std::vector<StuckDeal> stuck_deals(const DealSource& source, const StageHistory& history) {
  Limits limits(source, history);
  std::vector<StuckDeal> stuck;
  for (std::uint32_t i = 0; i < source.deals.list.size(); ++i) {
    const Deal& deal = source.deals.list[i];
    if (!is_open(deal, source.as_of)) continue;
    Limit limit = limits.of(deal.stage);
    core::Date since = limit.from_opening ? deal.opened : history.entered(i);
    if (since == core::no_date) continue;
    std::int64_t days = source.as_of.days - since.days;
    if (core::compare({days, 0}, limit.days) > 0) stuck.push_back({i, since, days, limit.days});
  }
  const model::Texts& ids = source.deals_table.texts("id");
  std::sort(stuck.begin(), stuck.end(), [&](const StuckDeal& left, const StuckDeal& right) {
    if (left.days != right.days) return left.days > right.days;
    return ids.texts[source.deals.rows[left.deal]] < ids.texts[source.deals.rows[right.deal]];
  });
  return stuck;
}

Table flow_table(const DealSource& source, const StageHistory& history) {
  Table table{.name = "flow", .title = "How deals move"};
  table.columns = {{"stage", "Stage"},
                   {"open", "Open", Kind::integer},
                   {"age_median_days", "Age, median", Kind::days},
                   {"age_p90_days", "Age, 90 %", Kind::days},
                   {"left", "Left it", Kind::integer},
                   {"advanced", "Went on", Kind::integer},
                   {"advanced_percent", "Share", Kind::percent},
                   {"low_percent", "Low", Kind::percent},
                   {"high_percent", "High", Kind::percent},
                   {"days_median", "Days to go on, median", Kind::days},
                   {"days_p90", "90 %", Kind::days},
                   {"won_percent", "Won in the end", Kind::percent}};
  std::vector<Spread> ages(history.stages.size());
  std::vector<std::int64_t> open(history.stages.size(), 0);
  for (std::size_t i = 0; i < source.deals.list.size(); ++i) {
    const Deal& deal = source.deals.list[i];
    if (!is_open(deal, source.as_of) || deal.stage < 0) continue;
    auto stage = static_cast<std::size_t>(deal.stage);
    ++open[stage];
    core::Date entered = history.entered(i);
    if (entered != core::no_date && entered <= source.as_of)
      ages[stage].add(source.as_of.days - entered.days);
  }
  for (std::size_t i = 0; i < history.stages.size(); ++i) {
    const StageFlow& flow = history.stages[i];
    if (open[i] + flow.visits == 0) continue;
    Spread moves;
    for (std::int64_t days : flow.days_to_advance) moves.add(days);
    std::optional<Interval> interval = wilson(flow.advanced, flow.left);
    table.rows.push_back({source.deals.stages[i].name, open[i], ages[i].median(), ages[i].p90(), flow.left,
                          flow.advanced, percent(flow.advanced, flow.left, table_digits), low_of(interval),
                          high_of(interval), moves.median(), moves.p90(),
                          percent(flow.won, flow.closed, table_digits)});
  }
  table.note = history.with_history == 0 ? "No deal has a history, so that ages run from the opening, and "
                                           "nobody knows how deals went on from a stage."
                                         : fmt::format(
                                               "From the history of {} of {} deals; low and high are the "
                                               "ends of the 95 % interval of the share.",
                                               history.with_history, source.deals.list.size());
  return table;
}

Table stuck_table(const DealSource& source, const std::vector<StuckDeal>& stuck) {
  Table table{.name = "stuck", .title = "Stuck deals"};
  table.columns = {{"deal", "Deal", Kind::reference},
                   {"customer", "Customer", Kind::reference},
                   {"owner", "Owner", Kind::reference},
                   {"stage", "Stage"},
                   {"since", "Since", Kind::date},
                   {"days", "Days", Kind::integer, "", true},
                   {"limit_days", "Too long after", Kind::days},
                   {"value", "Value", Kind::money, source.currency}};
  const model::Codes& customers = source.deals_table.codes("customer");
  const model::Codes& owners = source.deals_table.codes("owner");
  std::size_t most = source.input.parameters.limit;
  std::size_t kept = most == 0 ? stuck.size() : std::min(most, stuck.size());
  for (std::size_t i = 0; i < kept; ++i) {
    const StuckDeal& of = stuck[i];
    const Deal& deal = source.deals.list[of.deal];
    std::uint32_t row = source.deals.rows[of.deal];
    Cell value;
    if (deal.amount == Amount::given)
      value = Money{core::round(deal.value, source.deals.value_digits), source.currency};
    std::string stage = deal.stage < 0 ? "" : source.deals.stages[static_cast<std::size_t>(deal.stage)].name;
    table.rows.push_back(
        {source.input.reference("deals", source.deals_table.texts("id").texts[row]),
         source.input.reference("customers", customers.dictionary.text(customers.codes[row])),
         source.staff.reference(owners.dictionary.text(owners.codes[row])), std::move(stage), of.since,
         of.days, Days{of.limit}, value});
  }
  table.note = fmt::format(
      "Longer in its stage than 9 of 10 deals that went on from it; where fewer than {} did, longer open "
      "than 9 of 10 that were won, or else "
      "longer than {} days.",
      least_moves, default_days);
  if (kept < stuck.size()) table.note += fmt::format(" {} more; --limit 0 lists all.", stuck.size() - kept);
  return table;
}

Cell velocity(const Tally& tally, const std::string& currency) {
  std::int64_t days = std::accumulate(tally.cycles.begin(), tally.cycles.end(), std::int64_t{0});
  std::int64_t closed = tally.won + tally.lost, given = tally.won_amounts.given;
  if (given == 0 || closed == 0 || days <= 0) return Missing{Kind::money};
  auto cycles = static_cast<std::int64_t>(tally.cycles.size());
  return Money{times(tally.won_amounts.sum.total(), {tally.open, tally.won, cycles}, {given, closed, days},
                     table_digits),
               currency};
}

}  // namespace flatcrm::report
