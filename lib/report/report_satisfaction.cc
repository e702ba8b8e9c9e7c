#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/groups.h"
#include "report/measures.h"
#include "report/survey_words.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

constexpr std::int64_t few = 30;

Needs needs(const Parameters& parameters) {
  Needs needs{.tables = {surveys_request(), {"interactions", {{"text", model::As::texts}}}}};
  if (parameters.by.empty())
    for (const char* name : {"channel", "staff"}) needs.columns.push_back({name, "interactions", name});
  return needs;
}

/// Complaints of the period added up.
struct ComplaintTally {
  std::int64_t all = 0, answered = 0, unanswered = 0, anonymous = 0;
  Spread days;
};

ComplaintTally tally_of(const std::vector<Complaint>& complaints, const std::optional<Period>& period) {
  ComplaintTally tally;
  for (const Complaint& complaint : complaints) {
    if (period.has_value() && !period->holds(complaint.day)) continue;
    ++tally.all;
    if (complaint.anonymous)
      ++tally.anonymous;
    else if (complaint.answered == core::no_date)
      ++tally.unanswered;
    else {
      ++tally.answered;
      tally.days.add(complaint.answered.days - complaint.day.days);
    }
  }
  return tally;
}

/// A score as a cell: points of the NPS are a number, shares are percent.
Cell score_cell(const std::optional<core::Decimal>& value, Scale scale) {
  if (!value.has_value()) return Missing{scale == nps_scale ? Kind::decimal : Kind::percent};
  if (scale == nps_scale) return *value;
  return Percent{*value};
}

struct Said {
  SurveyTally surveys;
  ComplaintTally complaints;
};

std::vector<Figure> figures(const Said& now, const Said* before) {
  std::vector<Figure> list;
  auto add = [&](std::string name, std::string label, auto value, std::string unit = "") {
    list.push_back({std::move(name), std::move(label), value(now), std::move(unit),
                    before == nullptr ? Cell{} : value(*before)});
  };
  for (std::size_t i = 0; i < scale_count; ++i) {
    auto scale = static_cast<Scale>(i);
    const ScaleWords& words = scale_words[i];
    std::string unit(words.unit), name(words.score), short_name(words.name);
    add(
        name, std::string(words.label),
        [&](const Said& s) { return score_cell(score_of(s.surveys.of(scale), scale), scale); }, unit);
    add(
        short_name + "_low", std::string(words.label) + ", at least",
        [&](const Said& s) {
          std::optional<Interval> interval = interval_of(s.surveys.of(scale), scale);
          return score_cell(interval ? std::optional(interval->low) : std::nullopt, scale);
        },
        unit);
    add(
        short_name + "_high", std::string(words.label) + ", at most",
        [&](const Said& s) {
          std::optional<Interval> interval = interval_of(s.surveys.of(scale), scale);
          return score_cell(interval ? std::optional(interval->high) : std::nullopt, scale);
        },
        unit);
    add(
        short_name + "_answers", std::string(words.short_label) + " answers",
        [&](const Said& s) -> Cell { return s.surveys.of(scale).answers; }, "answers");
  }
  add("response_percent", "Surveys answered",
      [](const Said& s) { return percent_cell(s.surveys.response_rate()); });
  add(
      "complaints", "Complaints", [](const Said& s) -> Cell { return s.complaints.all; }, "complaints");
  add("complaints_answered_percent", "Complaints answered", [](const Said& s) {
    return percent(s.complaints.answered, s.complaints.answered + s.complaints.unanswered,
                   figure_percent_digits);
  });
  add(
      "complaints_unanswered", "Complaints not answered",
      [](const Said& s) -> Cell { return s.complaints.unanswered; }, "complaints");
  add("complaint_answer_median_days", "Answer to a complaint, median",
      [](const Said& s) { return s.complaints.days.median(); });
  add("complaint_answer_p90_days", "Answer to a complaint, 90th percentile",
      [](const Said& s) { return s.complaints.days.p90(); });
  return list;
}

Table scales_table(const SurveySource& source, const SurveyTally& tally) {
  Table table{.name = "scales", .title = "Scales"};
  table.columns = {{"scale", "Scale"},
                   {"range", "From, to"},
                   {"sent", "Sent", Kind::integer},
                   {"answers", "Answers", Kind::integer},
                   {"response_percent", "Answered", Kind::percent},
                   {"above", "Promoters, satisfied, easy", Kind::integer},
                   {"below", "Detractors", Kind::integer},
                   {"score", "Score", Kind::decimal},
                   {"low", "Low", Kind::decimal},
                   {"high", "High", Kind::decimal},
                   {"mean", "Mean", Kind::decimal}};
  auto number = [](const std::optional<core::Decimal>& value) -> Cell {
    if (!value.has_value()) return {};
    return *value;
  };
  for (std::size_t i = 0; i < scale_count; ++i) {
    auto scale = static_cast<Scale>(i);
    const Answers& answers = tally.of(scale);
    if (answers.answers + answers.sent == 0) continue;
    std::optional<Interval> interval = interval_of(answers, scale);
    Cell response;
    if (answers.sent >= answers.answers) response = percent(answers.answers, answers.sent, table_digits);
    Cell below;
    if (scale == nps_scale) below = answers.below;
    std::int64_t least = scale == nps_scale || source.most[i] == 100 ? 0 : 1;
    table.rows.push_back(
        {std::string(scale_words[i].name), fmt::format("{} to {}", least, source.most[i]), answers.sent,
         answers.answers, response, answers.above, below, number(score_of(answers, scale)),
         number(interval ? std::optional(interval->low) : std::nullopt),
         number(interval ? std::optional(interval->high) : std::nullopt), number(answers.mean_score())});
  }
  table.note =
      "The score of nps is in points, of csat and ces in percent; low and high are the ends of its 95 % "
      "interval.";
  return table;
}

void add_score_columns(Table& table) {
  for (std::size_t i = 0; i < scale_count; ++i) {
    std::string name(scale_words[i].name);
    Kind kind = i == nps_scale ? Kind::decimal : Kind::percent;
    std::string upper = name;
    for (char& c : upper) c = static_cast<char>(c - 'a' + 'A');
    table.columns.push_back({name + "_answers", upper + " answers", Kind::integer});
    table.columns.push_back({std::string(scale_words[i].score), upper, kind});
    table.columns.push_back({name + "_low", "Low", kind});
    table.columns.push_back({name + "_high", "High", kind});
  }
  table.columns.push_back({"note", "Note"});
}

Row score_row(Cell key, const SurveyTally& tally) {
  Row row{std::move(key)};
  for (std::size_t i = 0; i < scale_count; ++i) {
    auto scale = static_cast<Scale>(i);
    std::optional<Interval> interval = interval_of(tally.of(scale), scale);
    row.emplace_back(tally.of(scale).answers);
    row.push_back(score_cell(score_of(tally.of(scale), scale), scale));
    row.push_back(score_cell(interval ? std::optional(interval->low) : std::nullopt, scale));
    row.push_back(score_cell(interval ? std::optional(interval->high) : std::nullopt, scale));
  }
  row.emplace_back(std::string(tally.answers() < few ? "few answers" : ""));
  return row;
}

Table group_table(const std::string& by, const Values& values, const SurveySource& source,
                  const SurveyTally& all) {
  Groups groups = group_by(by, values, source.input);
  std::vector<SurveyTally> tallies =
      survey_tallies(source, source.input.parameters.period, groups.of_row, groups.size());
  Table table{.name = "by_" + groups.key.name, .title = "By " + by, .columns = {groups.key}};
  add_score_columns(table);
  for (std::uint32_t group : groups.order)
    if (tallies[group].answers() > 0) table.rows.push_back(score_row(groups.labels[group], tallies[group]));
  if (table.rows.size() > 1) table.total = score_row(std::string("Total"), all);
  table.note =
      fmt::format("Few answers: fewer than {}; scores whose intervals overlap may well be the same.", few);
  return table;
}

Table quarters_table(const SurveySource& source) {
  std::map<std::string, std::uint32_t> numbers;
  std::vector<std::uint32_t> group_of(source.table.rows(), 0);
  auto label = [](core::Date day) {
    return fmt::format("{:04}-Q{}", core::to_civil(day).year, core::quarter(day));
  };
  for (const SurveyRow& row : source.rows)
    if (row.day != core::no_date) numbers.emplace(label(row.day), 0);
  std::uint32_t next = 1;
  for (auto& [text, number] : numbers) number = next++;
  for (const SurveyRow& row : source.rows)
    if (row.day != core::no_date) group_of[row.row] = numbers.find(label(row.day))->second;
  std::vector<SurveyTally> tallies = survey_tallies(source, source.input.parameters.period, group_of, next);
  Table table{.name = "quarters", .title = "By quarter", .columns = {{"quarter", "Quarter"}}};
  add_score_columns(table);
  for (const auto& [text, number] : numbers)
    if (tallies[number].answers() > 0) table.rows.push_back(score_row(text, tallies[number]));
  return table;
}

void add_findings(Section& section, const SurveySource& source, const std::vector<Complaint>& complaints) {
  constexpr std::size_t shown = 5;
  Finding unanswered{"complaint-unanswered",
                     "",
                     0,
                     {},
                     "flatcrm report satisfaction --table unanswered_complaints --limit 0"};
  for (const Complaint& complaint : complaints) {
    if (complaint.anonymous || complaint.answered != core::no_date) continue;
    ++unanswered.count;
    if (unanswered.records.size() < shown)
      unanswered.records.push_back(
          source.input.reference("customers", source.text("customer", complaint.row)));
  }
  unanswered.text = counted(unanswered.count, "[complaint was|complaints were] never answered");
  if (unanswered.count > 0) section.findings.push_back(std::move(unanswered));
  Finding beyond{"score-beyond-scale",
                 "",
                 0,
                 {},
                 "flatcrm segment --of interactions 'score is not empty' --columns 'id, scale, score'"};
  for (const SurveyRow& row : source.rows) {
    if (row.valid || !source.selected(row.row)) continue;
    ++beyond.count;
    if (beyond.records.size() < shown) beyond.records.push_back({std::string(source.id(row.row)), ""});
  }
  beyond.text =
      counted(beyond.count, "[score is not on its|scores are not on their] scale and [counts|count] nowhere");
  if (beyond.count > 0) section.findings.push_back(std::move(beyond));
  if (source.without_scale > 0)
    section.findings.push_back(
        {"scale-missing",
         counted(source.without_scale,
                 "[score has|scores have] no scale, so that nobody knows what [it means|they mean]"),
         source.without_scale,
         {},
         "flatcrm segment --of interactions 'score is not empty and scale is empty'"});
}

void add_notes(Section& section, const Said& now) {
  std::int64_t answers = now.surveys.answers();
  if (answers == 0) {
    section.notes.emplace_back(
        "Nobody was asked, or nobody answered: no interaction of the period has a scale (nps, csat, ces) and "
        "a score.");
  } else if (answers < few) {
    section.notes.push_back(counted(
        answers,
        "[answer is|answers are] few: the intervals say how little is known. Each answer counts, however "
        "many a customer gave."));
  }
  if (answers > 0 && !now.surveys.response_rate().has_value())
    section.notes.emplace_back(
        "How many surveys were sent is not known: none, or fewer than came back, are in the interactions "
        "(kind survey, direction out, no score).");
  if (now.complaints.anonymous > 0)
    section.notes.push_back(counted(now.complaints.anonymous,
                                    "[complaint is|complaints are] of no customer, and nobody knows whether "
                                    "[it was|they were] answered."));
}

Document make(const Input& input) {
  SurveySource source(input);
  Document document = begin(input, "Satisfaction");
  const Parameters& parameters = input.parameters;
  std::vector<Complaint> complaints = read_complaints(source);
  auto said_in = [&](const std::optional<Period>& period) {
    return Said{survey_tallies(source, period, {}, 1)[0], tally_of(complaints, period)};
  };
  Said now = said_in(parameters.period);
  std::optional<Said> earlier;
  if (std::optional<Period> period = before(parameters)) earlier = said_in(period);
  Section& overview = document.add("Overview");
  overview.figures = figures(now, earlier.has_value() ? &*earlier : nullptr);
  overview.tables.push_back(scales_table(source, now.surveys));
  add_findings(overview, source, complaints);
  add_notes(overview, now);
  Section& breakdown = document.add("Breakdown");
  if (parameters.by.empty()) breakdown.tables.push_back(quarters_table(source));
  std::vector<std::string> names = parameters.by;
  if (names.empty()) names = {"channel", "staff"};
  for (const std::string& by : names)
    breakdown.tables.push_back(group_table(
        by, parameters.by.empty() ? input.data.values(by) : input.data.by(by), source, now.surveys));
  Section& words = document.add("Words");
  words.tables = {unanswered_table(source, complaints), verbatims_table(source)};
  return document;
}

}  // namespace

Report report_satisfaction() {
  return {
      .name = "satisfaction",
      .summary =
          "NPS, CSAT and CES with their intervals and response rates, complaints answered or not, and what "
          "customers said",
      .subject = "interactions",
      .about =
          "An interaction with a scale and a score is an answer; one of kind survey, outbound and without a "
          "score, is a survey that was sent. Scores by "
          "staff are for the staff member first: they stand in the order of names, and an interval says how "
          "little a few answers tell.",
      .formulas =
          {{"nps", "promoters (9, 10) less detractors (0 to 6), in percent of the answers"},
           {"nps_low, nps_high",
            "adjusted Wald interval at 95 %: 3/4 added to promoters and to detractors, 3 to the "
            "answers; then score ± 1.96 √((p + d - (p - d)²) / n), widened to the score itself where few "
            "answers that agree lie outside"},
           {"csat_percent", "answers of at least 8 tenths of the scale (4 of 5) / answers"},
           {"ces_percent",
            "answers of at least 5 sevenths of the scale (5 of 7), where it was easy / answers"},
           {"csat_low, csat_high, ces_low, ces_high", "Wilson interval at 95 %"},
           {"response_percent",
            "answers / surveys sent, over the scales on which at least as many were sent as were answered"},
           {"complaint_answer_days",
            "from a complaint to the first outbound contact with its customer that is no survey, on "
            "its day or later; complaints that name no customer are in no share"}},
      .sources =
          {"F. F. Reichheld, The one number you need to grow (2003)",
           "B. Rocks, Interval estimation for the Net Promoter Score, The American Statistician 70 (2016)",
           "E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927)",
           "M. Dixon, K. Freeman and N. Toman, Stop trying to delight your customers (2010)"},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
