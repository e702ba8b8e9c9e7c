#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/breakdown.h"
#include "report/measures.h"
#include "report/pipeline_flow.h"
#include "report/report.h"
#include "report/tally.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

const std::vector<std::string>& default_breakdowns() {
  static const std::vector<std::string> names{"stage",   "quarter", "region", "agent",
                                              "manager", "product", "age"};
  return names;
}

Needs needs(const Parameters&) {
  model::TableRequest products{"products", {{"id", model::As::texts}, {"name", model::As::texts}}};
  model::TableRequest deals = deals_request();
  deals.columns.push_back({"customer", model::As::codes});
  add_history_columns(deals);
  return {.tables = {std::move(deals), StaffDirectory::request(), std::move(products)}, .rates = true};
}

Tally tally_of(const Deals& deals, const std::optional<Period>& period) {
  Tally tally;
  for (const Deal& deal : deals.list) {
    if (is_in(deal, period)) tally.add(deal);
  }
  return tally;
}

/// A figure of the period, and the same of the period before where there is one.
template <typename Value>
Figure figure(std::string name, std::string label, const Tally& now, const Tally* before, Value value,
              std::string unit = "") {
  return {std::move(name), std::move(label), value(now), std::move(unit),
          before == nullptr ? Cell{} : value(*before)};
}

Cell mean_cycle(const Tally& tally) {
  core::Sum sum;
  for (std::int64_t days : tally.cycles) sum.add({days, 0});
  std::optional<core::Decimal> value =
      mean(sum.total(), static_cast<std::int64_t>(tally.cycles.size()), figure_mean_digits);
  return value.has_value() ? Cell{Days{*value}} : Cell{Missing{Kind::days}};
}

Cell median_cycle(const Tally& tally) {
  std::optional<core::Decimal> value = median(tally.cycles);
  return value.has_value() ? Cell{Days{*value}} : Cell{Missing{Kind::days}};
}

std::vector<Figure> figures(const Tally& now, const Tally* before, const DealSource& source) {
  const std::string& currency = source.currency;
  int digits = source.deals.value_digits;
  std::vector<Figure> list;
  list.push_back({"deals", "Deals", now.deals(), "deals"});
  list.push_back({"open", "Open", now.open, "deals"});
  list.push_back(figure(
      "won", "Won", now, before, [](const Tally& t) -> Cell { return t.won; }, "deals"));
  list.push_back(figure(
      "lost", "Lost", now, before, [](const Tally& t) -> Cell { return t.lost; }, "deals"));
  list.push_back(figure("win_rate_percent", "Win rate", now, before,
                        [](const Tally& t) { return t.win_rate(figure_percent_digits); }));
  list.push_back(figure("won_value", "Won value", now, before,
                        [&](const Tally& t) { return t.won_amounts.total(currency, digits); }));
  list.push_back(figure("mean_won_value", "Mean won deal", now, before,
                        [&](const Tally& t) { return t.won_amounts.mean_of(currency, figure_mean_digits); }));
  list.push_back(figure("mean_cycle_days", "Mean days from opened to won", now, before, mean_cycle));
  list.push_back(figure("median_cycle_days", "Median days from opened to won", now, before, median_cycle));
  list.push_back({"open_value", "Open value", now.open_amounts.total(currency, digits)});
  list.push_back({"weighted_open_value", "Open value by probability",
                  now.weighted_value(currency, std::max(digits, table_digits))});
  list.push_back({"velocity_per_day", "Sales velocity a day", velocity(now, currency)});
  list.push_back({"open_without_amount", "Open without an amount", now.open_amounts.blank, "deals"});
  list.push_back(figure(
      "won_without_amount", "Won without an amount", now, before,
      [](const Tally& t) -> Cell { return t.won_amounts.blank; }, "deals"));
  return list;
}

/// Deals of the period that a finding is about, with the ids of the first few.
template <typename Is>
std::optional<Finding> finding(const DealSource& source, std::string code, std::string_view text, Is is) {
  constexpr std::size_t shown = 5;
  Finding found{.code = std::move(code)};
  const model::Texts& ids = source.deals_table.texts("id");
  for (std::size_t i = 0; i < source.deals.list.size(); ++i) {
    const Deal& deal = source.deals.list[i];
    std::uint32_t row = source.deals.rows[i];
    if (!is_in(deal, source.period) || !is(row, deal)) continue;
    ++found.count;
    if (found.records.size() < shown) found.records.push_back({std::string(ids.texts[row]), ""});
  }
  if (found.count == 0) return std::nullopt;
  found.text = counted(found.count, text);
  return found;
}

void add(std::vector<Finding>& list, std::optional<Finding> found, std::string command = "") {
  if (!found.has_value()) return;
  found->command = std::move(command);
  list.push_back(std::move(*found));
}

std::vector<Finding> findings(const DealSource& source) {
  std::vector<Finding> list;
  const model::Codes& products = source.deals_table.codes("product");
  const model::Codes& owners = source.deals_table.codes("owner");
  const model::Texts& known = source.products.texts("id");
  std::set<std::string_view> names(known.texts.begin(), known.texts.end());
  add(list,
      finding(source, "product-missing", "[deal names|deals name] a product that is not in products",
              [&](std::size_t row, const Deal&) {
                std::uint32_t code = products.codes[row];
                return code != 0 && !names.contains(products.dictionary.text(code));
              }),
      "flatcrm check");
  add(list,
      finding(source, "owner-missing", "[deal has|deals have] an owner who is not in staff",
              [&](std::size_t row, const Deal&) {
                std::uint32_t code = owners.codes[row];
                return code != 0 && !source.staff.row(owners.dictionary.text(code)).has_value();
              }),
      "flatcrm check");
  add(list, finding(source, "rate-missing",
                    fmt::format("[deal has|deals have] an amount without a rate to {} and [is|are] in no sum",
                                source.currency),
                    [](std::size_t, const Deal& deal) { return deal.amount == Amount::no_rate; }));
  add(list, finding(source, "closing-date-missing", "closed [deal has|deals have] no closing date",
                    [](std::size_t, const Deal& d) {
                      return d.outcome != Outcome::open && d.closed == core::no_date;
                    }));
  add(list, finding(source, "closed-in-the-future",
                    "[deal was|deals were] closed after the as-of day and [counts|count] as open",
                    [](std::size_t, const Deal& d) { return d.reopened; }));
  if (std::optional<Finding> found = unopened(source.deals, source.deals_table))
    list.push_back(std::move(*found));
  add(list, finding(source, "closed-before-opened",
                    "won [deal was|deals were] closed before [it was|they were] opened",
                    [](std::size_t, const Deal& d) {
                      return d.outcome == Outcome::won && d.opened != core::no_date &&
                             d.closed != core::no_date && d.closed < d.opened;
                    }));
  return list;
}

/// Cells that no reader could take: they count as missing, and the report says so.
void add_unreadable(std::vector<Finding>& list, const model::Table& deals) {
  std::size_t count = deals.numbers("amount").unreadable + deals.numbers("probability").unreadable +
                      deals.dates("opened").unreadable + deals.dates("closed").unreadable;
  if (count == 0) return;
  list.push_back(
      {"unreadable",
       counted(static_cast<std::int64_t>(count),
               "[amount or date|amounts or dates] of deals can't be read and [counts|count] as missing"),
       static_cast<std::int64_t>(count),
       {},
       "flatcrm check"});
}

void add_stuck(Section& overview, const DealSource& source, const std::vector<StuckDeal>& stuck) {
  if (stuck.empty()) return;
  constexpr std::size_t shown = 5;
  Finding found{
      "stuck",
      counted(static_cast<std::int64_t>(stuck.size()),
              "open [deal stands longer in its|deals stand longer in their] stage than deals that go on"),
      static_cast<std::int64_t>(stuck.size()),
      {},
      "flatcrm report pipeline --table stuck --limit 0"};
  const model::Texts& ids = source.deals_table.texts("id");
  for (std::size_t i = 0; i < std::min(shown, stuck.size()); ++i)
    found.records.push_back({std::string(ids.texts[source.deals.rows[stuck[i].deal]]), ""});
  overview.findings.push_back(std::move(found));
}

Document make(const Input& input) {
  const Parameters& parameters = input.parameters;
  const model::Table& table = input.data.table("deals");
  StaffDirectory staff(input.data.table("staff"));
  Deals deals = deals_in_past_stages(input);
  DealSource source{table,
                    input.data.table("products"),
                    deals,
                    staff,
                    input.currency(),
                    parameters.as_of,
                    parameters.period,
                    input};

  Document document = begin(input, "Pipeline");
  Tally now = tally_of(deals, parameters.period);
  std::optional<Tally> earlier;
  if (parameters.period.has_value())
    document.subtitle = fmt::format("closed {}, or open", print(*parameters.period));
  if (std::optional<Period> period = before(parameters)) {
    earlier = tally_of(deals, period);
    document.comparison = fmt::format("closed {}", print(*period));
  }
  Section& overview = document.add("Overview");
  overview.figures = figures(now, earlier.has_value() ? &*earlier : nullptr, source);
  overview.findings = findings(source);
  add_unreadable(overview.findings, table);
  if (deals.converted) {
    overview.notes.push_back(
        fmt::format("Amounts of other currencies are in {} at the rate of the closing day, those of open "
                    "deals at that of {}.",
                    input.currency(), core::print(parameters.as_of)));
  }
  Section& flow = document.add("Flow");
  StageHistory history(table, deals, parameters.as_of);
  std::vector<StuckDeal> stuck = stuck_deals(source, history);
  flow.tables = {flow_table(source, history), stuck_table(source, stuck)};
  add_stuck(overview, source, stuck);
  Section& breakdown = document.add("Breakdown");
  for (const std::string& by : parameters.by.empty() ? default_breakdowns() : parameters.by) {
    breakdown.tables.push_back(table_of(break_down(by, source), source));
  }
  return document;
}

}  // namespace

Report report_pipeline() {
  return {
      .name = "pipeline",
      .summary = "deals by stage, time, region, agent and product: open, won, lost and their value",
      .subject = "deals",
      .breakdowns = breakdown_names(),
      .about =
          "Deals that were closed in the period, and all that are open. On an earlier as-of day a deal that was "
          "closed later is open, in the stage that its history has it in, and one that was opened later is not "
          "there. Stages are counted from the history of deals.",
      .formulas = {{"win_rate_percent", "won / (won + lost)"},
                   {"weighted_open_value",
                    "sum of amount × probability of the deal, else of its stage in the settings"},
                   {"velocity_per_day",
                    "open deals × win rate × mean won deal / mean days from opened to won"},
                   {"advanced_percent",
                    "of the visits of a stage that ended, those that a later stage or the winning of the "
                    "deal ended, with their 95 % "
                    "Wilson interval"},
                   {"won_percent", "won / closed, of the deals that were ever in the stage"},
                   {"stuck",
                    "open deals whose days in their stage are more than the 90th percentile of those that "
                    "went on from it; where fewer than 3 "
                    "did, whose days since opening are more than that of the deals won; where fewer than 3 "
                    "were won, more than 90 days"}},
      .sources = {"E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927)",
                  "R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages (1996), definition 7"},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
