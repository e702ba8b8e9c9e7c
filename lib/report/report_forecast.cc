#include <fmt/format.h>

#include "report/forecast_source.h"
#include "report/measures.h"

namespace flatcrm::report {

namespace {

Cell open_value(const ForecastSource& source, Place wanted, std::int64_t& count) {
  Amounts amounts;
  for (std::size_t i = 0; i < source.deals.list.size(); ++i) {
    if (source.place(i, source.span) != wanted) continue;
    ++count;
    amounts.add(source.deals.list[i]);
  }
  return amounts.total(source.input.currency(), source.digits);
}

std::vector<Figure> figures(const ForecastTally& now, const ForecastTally* before,
                            const ForecastSource& source) {
  const std::string& currency = source.input.currency();
  int digits = source.digits;
  auto both = [&](std::string name, std::string label, auto value, std::string unit = "") {
    return Figure{std::move(name), std::move(label), value(now), std::move(unit),
                  before == nullptr ? Cell{} : value(*before)};
  };
  auto money = [&](std::optional<core::Decimal> value) { return money_cell(value, currency, digits); };
  auto won = [](const ForecastTally& t) {
    return t.won_amounts.given > 0 || t.won == 0 ? std::optional(t.won_amounts.sum.total()) : std::nullopt;
  };
  std::vector<Figure> list;
  list.push_back(both(
      "won", "Won", [](const ForecastTally& t) -> Cell { return t.won; }, "deals"));
  list.push_back(both("won_value", "Won value",
                      [&](const ForecastTally& t) { return t.won_amounts.total(currency, digits); }));
  list.push_back({"open", "Open, expected in the period", now.open, "deals"});
  list.push_back(
      {"open_value", "Open value, expected in the period", now.open_amounts.total(currency, digits)});
  list.push_back({"by_probability", "Won and open by the book's probabilities",
                  money(now.with_won(now.by_probability))});
  list.push_back({"by_win_rate", "Won and open by measured win rates", money(now.with_won(now.by_rate))});
  list.push_back(
      {"by_win_rate_low", "Won and open at the low end of the rates", money(now.with_won(now.low))});
  list.push_back({"by_win_rate_high", "Won and open at their high end", money(now.with_won(now.high))});
  list.push_back(both("quota", "Quota", [&](const ForecastTally& t) { return money(t.quota.value()); }));
  list.push_back(both("attained_percent", "Won value of quota", [&](const ForecastTally& t) {
    return attained(won(t), t.quota.value(), figure_percent_digits);
  }));
  list.push_back({"forecast_percent", "Forecast by win rates of quota",
                  attained(now.with_won(now.by_rate), now.quota.value(), figure_percent_digits)});
  list.push_back(both("billed", "Billed, less credits",
                      [&](const ForecastTally& t) { return money(t.billed.value()); }));
  list.push_back(both("unbilled", "Ordered and not billed",
                      [&](const ForecastTally& t) { return money(t.unbilled.value()); }));
  std::int64_t overdue = 0, undated = 0;
  Cell overdue_value = open_value(source, Place::overdue, overdue);
  Cell undated_value = open_value(source, Place::undated, undated);
  list.push_back({"overdue", "Open, expected before the as-of day", overdue, "deals"});
  list.push_back({"overdue_value", "Value expected before the as-of day", overdue_value});
  list.push_back({"undated", "Open without an expected day, not in the forecast", undated, "deals"});
  list.push_back({"undated_value", "Value without an expected day", undated_value});
  list.push_back(
      {"open_without_amount", "Open in the period without an amount", now.open_amounts.blank, "deals"});
  return list;
}

void add_notes(Section& section, const ForecastSource& source) {
  if (source.deals.list.empty()) section.notes.emplace_back("There are no deals to forecast from.");
  if (source.deals.converted) {
    section.notes.push_back(
        fmt::format("Amounts of other currencies are in {} at the rate of the closing day, those of open "
                    "deals at that of {}.",
                    source.input.currency(), core::print(source.input.parameters.as_of)));
  }
  if (!source.has_others())
    section.notes.emplace_back("Quotas and bills belong to no deal, and are left out with --where.");
  if (std::optional<Interval> interval = source.rates.all.interval()) {
    section.notes.push_back(fmt::format(
        "Of {} closed deals {} were won: {} %, between {} and {} % at 95 % (Wilson).",
        source.rates.all.closed, source.rates.all.won, core::print(core::round(*source.rates.all.share(), 2)),
        core::print(interval->low), core::print(interval->high)));
  } else if (!source.deals.list.empty()) {
    section.notes.emplace_back("No deal is closed yet, so that no win rate is measured.");
  }
  if (source.history.cut > 0)
    section.notes.push_back(fmt::format("Of {} deals only the first {} steps of the history were read.",
                                        source.history.cut, max_history));
}

Document make(const Input& input) {
  ForecastSource source(input);
  Document document = begin(input, "Forecast");
  document.subtitle = print(source.span);
  std::optional<Period> earlier = period_before(source.span);
  ForecastTally now = total_of(source, source.span);
  std::optional<ForecastTally> before;
  if (earlier.has_value()) {
    before = total_of(source, *earlier);
    document.comparison = print(*earlier);
  }
  Section& overview = document.add("Overview");
  overview.figures = figures(now, before.has_value() ? &*before : nullptr, source);
  overview.findings = forecast_findings(source);
  add_notes(overview, source);
  document.add("Breakdown").tables = forecast_tables(now, source);
  document.add("Win rates").tables.push_back(win_rate_table(source));
  return document;
}

}  // namespace

Report report_forecast() {
  return {
      .name = "forecast",
      .summary =
          "what was won, what may still be won by probability and by measured win rate, quota and bills",
      .subject = "deals",
      .breakdowns = shared_breakdown_names(),
      .about =
          "Without a period it is about the fiscal year of the as-of day. Deals that were won count on their "
          "closing day and at "
          "its rate, open ones at the rate of the as-of day. Blank amounts are not 0 and are counted apart.",
      .formulas = {{"open",
                    "open deals expected within the period, or before the as-of day; those without an "
                    "expected day are counted apart"},
                   {"by_probability",
                    "won value + sum of amount × probability of the deal, else of its stage in the settings"},
                   {"by_win_rate",
                    "won value + sum of amount × won / (won + lost), measured on the closed deals that were "
                    "ever in the stage where at least "
                    "10 were, else on all closed deals"},
                   {"by_win_rate_low, by_win_rate_high",
                    "the same with the ends of the 95 % Wilson interval of each rate: as if all rates erred "
                    "in one direction"},
                   {"quota",
                    "quotas of nobody in particular, else of each subsidiary its own or those of its staff; "
                    "each month once, by the quota of the "
                    "shortest period, a part of a longer one by months"},
                   {"attained_percent", "won value / quota"},
                   {"billed", "invoices less credits of the period"},
                   {"unbilled",
                    "orders less the invoices that follow them, at the end of the period or the as-of day"}},
      .sources = {"E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927)",
                  "R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998)"},
      .needs = forecast_needs,
      .make = make};
}

}  // namespace flatcrm::report
