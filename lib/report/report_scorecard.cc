#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "report/report.h"
#include "report/scorecard_measures.h"

namespace flatcrm::report {

namespace {

using core::Decimal;

struct Source {
  const Input& input;
  GoalDays days;
  std::vector<ScoreItem> items;
  Scorecard card;
  std::int64_t without_factor = 0;  // goals
};

std::string label_of(std::size_t factor) {
  std::string label(book::factor_names[factor]);
  label[0] = static_cast<char>(label[0] - 'a' + 'A');
  return label;
}

Cell number_cell(const std::optional<Decimal>& value) {
  return value ? Cell{*value} : Cell{Missing{Kind::decimal}};
}

ScoreItem item_of(const Goal& goal, Factor factor, bool compared) {
  ScoreItem item{
      .factor = factor, .is_goal = true, .name = goal.id, .label = goal.called(), .unit = goal.label};
  item.value = goal.now;
  if (item.value) item.value = goal.counts.shown(*item.value);
  item.score = score_of(goal.pace);
  if (goal.pace_before && compared) item.score_before = score_of(*goal.pace_before);
  if (!item.score) item.missing = goal.why().empty() ? "it has just begun" : goal.why();
  return item;
}

/// Goals stand before the measures of their factor.
void add_goals(Source& source) {
  if (!source.input.data.selects_all()) return;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < source.input.data.rows("goals"); ++row) rows.push_back(row);
  std::vector<ScoreItem> goals;
  for (const Goal& goal : measure_goals(source.input, rows, source.days)) {
    std::optional<Factor> factor = factor_named(goal.factor);
    if (!factor) {
      ++source.without_factor;
      continue;
    }
    goals.push_back(item_of(goal, *factor, source.days.before.has_value()));
  }
  source.items.insert(source.items.begin(), goals.begin(), goals.end());
  std::stable_sort(source.items.begin(), source.items.end(),
                   [](const ScoreItem& left, const ScoreItem& right) { return left.factor < right.factor; });
}

std::vector<Figure> figures(const Source& source) {
  const Scorecard& card = source.card;
  std::vector<Figure> list;
  list.push_back({"score", "Score of 100", number_cell(card.score), "points", number_cell(card.before)});
  list.push_back(
      {"measured_weight_percent", "Of the weight that is measured", Percent{card.measured_weight}});
  for (std::size_t i = 0; i < factor_count; ++i)
    list.push_back({std::string(book::factor_names[i]), label_of(i), number_cell(card.factors[i].score),
                    "points", number_cell(card.factors[i].before)});
  return list;
}

Table factors_table(const Source& source) {
  Table table{.name = "factors", .title = "Factors"};
  table.columns = {{"factor", "Factor"},
                   {"weight_percent", "Weight", Kind::percent},
                   {"score", "Score", Kind::decimal, "", true},
                   {"measured", "Measured", Kind::integer},
                   {"unmeasured", "Not measured", Kind::integer},
                   {"points", "Points", Kind::decimal}};
  for (std::size_t i = 0; i < factor_count; ++i) {
    const FactorScore& factor = source.card.factors[i];
    Cell points;
    if (factor.score) points = core::divide(core::multiply(*factor.score, factor.weight), {100, 0}, 2);
    table.rows.push_back({label_of(i), Percent{factor.weight}, number_cell(factor.score), factor.measured,
                          factor.unmeasured, points});
  }
  std::string unmeasured;
  for (std::size_t i = 0; i < factor_count; ++i)
    if (!source.card.factors[i].score)
      unmeasured += fmt::format("{}{} ({} %)", unmeasured.empty() ? "" : ", ", book::factor_names[i],
                                core::print(source.card.factors[i].weight));
  if (!unmeasured.empty()) table.note = fmt::format("Not measured: {}.", unmeasured);
  if (!unmeasured.empty() && source.card.score)
    table.note += fmt::format(" The score is over the other {} % of the weight.",
                              core::print(source.card.measured_weight));
  return table;
}

Table items_table(const Source& source) {
  Table table{.name = "measures", .title = "What the factors are made of"};
  table.columns = {{"factor", "Factor"},
                   {"measure", "Goal or measure"},
                   {"value", "Value", Kind::decimal},
                   {"unit", "Unit"},
                   {"scores_0_at", "0 at", Kind::integer},
                   {"scores_100_at", "100 at", Kind::integer},
                   {"score", "Score", Kind::decimal}};
  if (source.days.before) table.columns.push_back({"score_before", "Before", Kind::decimal});
  for (const ScoreItem& item : source.items) {
    if (!item.score) continue;
    Row row{label_of(item.factor),
            item.is_goal ? "Goal: " + item.label : item.label,
            number_cell(item.value),
            item.unit.empty() ? Cell{} : Cell{item.unit},
            item.nothing ? Cell{*item.nothing} : Cell{},
            item.everything ? Cell{*item.everything} : Cell{},
            *item.score};
    if (source.days.before) row.push_back(number_cell(item.score_before));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table missing_table(const Source& source) {
  Table table{.name = "not_measured", .title = "What is not measured"};
  table.columns = {{"factor", "Factor"}, {"measure", "Goal or measure"}, {"why", "Why"}};
  for (const ScoreItem& item : source.items)
    if (!item.score)
      table.rows.push_back(
          {label_of(item.factor), item.is_goal ? "Goal: " + item.label : item.label, item.missing});
  return table;
}

/// The measures that cost most, the worst first: below half of what they could be.
std::vector<Finding> findings(const Source& source) {
  std::vector<const ScoreItem*> weak;
  for (const ScoreItem& item : source.items)
    if (item.score && core::compare(*item.score, {50, 0}) < 0) weak.push_back(&item);
  std::stable_sort(weak.begin(), weak.end(), [](const ScoreItem* left, const ScoreItem* right) {
    return core::compare(*left->score, *right->score) < 0;
  });
  std::vector<Finding> list;
  for (const ScoreItem* item : weak) {
    Finding found{.code = "weak-measure", .count = 1, .command = item->command};
    std::string value =
        item->value ? fmt::format("{} {}", core::print(*item->value), item->unit) : "no value";
    found.text = fmt::format("{}: {}: {}, a score of {}", label_of(item->factor),
                             item->is_goal ? "the goal " + item->label : item->label, value,
                             core::print(*item->score));
    if (item->is_goal) found.records.push_back({item->name, item->label});
    list.push_back(std::move(found));
  }
  return list;
}

void add_notes(Section& section, const Source& source) {
  if (!source.card.score)
    section.notes.emplace_back(
        "Nothing can be measured in this book yet, so that there is no score. What each measure lacks is "
        "listed below.");
  if (source.input.data.rows("goals") == 0)
    section.notes.emplace_back(
        "There are no goals in this book: the factors are made of measures only. What goals are: flatcrm "
        "report goals");
  if (source.without_factor > 0)
    section.notes.push_back(fmt::format("{} {} no factor, and {} not counted.", source.without_factor,
                                        source.without_factor == 1 ? "goal has" : "goals have",
                                        source.without_factor == 1 ? "is" : "are"));
  if (!source.input.data.selects_all())
    section.notes.emplace_back(
        "Only measures of the customers that the condition selects; goals and what is of the whole book are "
        "left out.");
  if (source.days.before)
    section.notes.emplace_back(
        "What was not measured on the earlier day, and tiers, completeness and validity, of which one state "
        "of the book knows no history, stand in both scores as they are.");
}

Document make(const Input& input) {
  Source source{input, scorecard_days(input.parameters), {}, {}};
  source.items = measure_scorecard(input, source.days);
  add_goals(source);
  source.card = make_scorecard(source.items, book::factor_weights(input.around.book()));
  Document document = begin(input, "Scorecard");
  std::string says = source.card.score
                         ? fmt::format("{} of 100, over {} % of the weight", core::print(*source.card.score),
                                       core::print(source.card.measured_weight))
                         : "nothing can be measured yet";
  document.subtitle += (document.subtitle.empty() ? "" : ": ") + says;
  Section& overview = document.add("");
  overview.figures = figures(source);
  overview.findings = findings(source);
  overview.tables.push_back(factors_table(source));
  add_notes(overview, source);
  Section& details = document.add("Measures");
  for (Table table : {items_table(source), missing_table(source)})
    if (!table.rows.empty()) details.tables.push_back(std::move(table));
  if (!input.parameters.by.empty()) {
    Section& breakdown = document.add("Breakdown");
    for (const std::string& by : input.parameters.by)
      breakdown.tables.push_back(scorecard_by(by, input, source.days));
  }
  return document;
}

/// The thresholds of each measure, from the table that the report itself goes by.
std::vector<Formula> formulas() {
  static const std::deque<std::string> texts = [] {
    std::deque<std::string> made;
    for (const MeasureInfo& info : measure_infos())
      made.push_back(fmt::format("({}) {}{}{}; 0 at {}{}, 100 at {}{}", book::factor_names[info.factor],
                                 info.is_query ? "`" : "", info.formula, info.is_query ? "`" : "",
                                 info.nothing, info.unit == "%" ? " %" : "", info.everything,
                                 info.unit == "%" ? " %" : ""));
    return made;
  }();
  std::vector<Formula> list{
      {"score",
       "sum of (score of a factor * its weight) / sum of the weights of the factors that have a score"},
      {"measured_weight_percent", "the sum of the weights of the factors that have a score"},
      {"customer, strategy, people, process, technology",
       "the mean of the scores of the factor's goals and measures that are measured, each counting once"},
      {"score of a measure",
       "linear from the value that scores 0 to the one that scores 100, as stated for each below; never "
       "below 0 or "
       "above 100"},
      {"score of a goal",
       "100 where it is met or on pace, else 100 * progress / expected progress, never below 0 (report "
       "goals)"}};
  for (std::size_t i = 0; i < texts.size(); ++i) list.push_back({measure_infos()[i].name, texts[i]});
  return list;
}

}  // namespace

Report report_scorecard() {
  return {
      .name = "scorecard",
      .summary =
          "five factors on one page: customer, strategy, people, process, and technology, which weighs "
          "15 %",
      .about =
          "Each factor is made of the goals of the book that name it and of a few measures. The weights are "
          "those of `scorecard: {weights: ...}` in flatcrm.yaml (flatcrm-book(5)), else customer 25 %, "
          "strategy, people and process 20 % each; technology always weighs 15 %. What can't be measured is "
          "listed with what it lacks, and counts for nothing: the score says which share of the weight it "
          "stands on. Windows are the twelve months up to the day. With `--period` the score of the last day "
          "of the period stands beside that of the period before. With `--where` only measures of the "
          "customers selected are taken.",
      .formulas = formulas(),
      .sources = {"R. S. Kaplan and D. P. Norton, The Balanced Scorecard: Measures That Drive Performance, "
                  "Harvard Business Review 70 (1992), for goals and measures by perspective"},
      .needs = scorecard_needs,
      .make = make};
}

}  // namespace flatcrm::report
