#include "report/surveys.h"

#include <algorithm>

#include "report/measures.h"

namespace flatcrm::report {

namespace {

constexpr std::string_view scale_names[] = {"nps", "csat", "ces"};

/// What the codes of a small dictionary mean.
std::vector<Scale> scales_of(const model::Dictionary& dictionary) {
  std::vector<Scale> meaning(dictionary.size(), no_scale);
  for (std::size_t scale = 0; scale < scale_count; ++scale)
    if (std::uint32_t code = dictionary.find(scale_names[scale])) meaning[code] = static_cast<Scale>(scale);
  return meaning;
}

/// The shortest usual scale that holds 19 of 20 scores.
std::int64_t length_of(std::vector<core::Decimal> scores, std::initializer_list<std::int64_t> usual) {
  for (std::int64_t length : usual) {
    auto beyond = std::count_if(scores.begin(), scores.end(), [&](core::Decimal score) {
      return core::compare(score, {length, 0}) > 0;
    });
    if (static_cast<std::size_t>(beyond) * 20 <= scores.size()) return length;
  }
  return *(usual.end() - 1);
}

bool is_on(Scale scale, core::Decimal score, std::int64_t most) {
  std::int64_t least = scale == nps_scale ? 0 : most == 100 ? 0 : 1;
  bool whole = core::round(score, 0) == score;
  return core::compare(score, {least, 0}) >= 0 && core::compare(score, {most, 0}) <= 0 &&
         (whole || scale != nps_scale);
}

}  // namespace

model::TableRequest surveys_request() {
  using model::As;
  return {"interactions",
          {{"id", As::texts},
           {"date"},
           {"customer", As::codes},
           {"staff", As::codes},
           {"channel", As::codes},
           {"direction", As::codes},
           {"kind", As::codes},
           {"scale", As::codes},
           {"score"}}};
}

SurveySource::SurveySource(const Input& given)
    : input(given),
      table(given.data.table("interactions")),
      selected(given.data.owned("interactions")),
      most{10, 5, 7} {
  const model::Codes &scales = table.codes("scale"), &kinds = table.codes("kind"),
                     &ways = table.codes("direction");
  const model::Numbers& scores = table.numbers("score");
  const std::vector<core::Date>& days = table.dates("date").days;
  std::vector<Scale> scale_of = scales_of(scales.dictionary);
  std::uint32_t survey = kinds.dictionary.find("survey"), outbound = ways.dictionary.find("out");
  std::array<std::vector<core::Decimal>, scale_count> given_scores;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    bool scored = !scores.missing(row);
    bool sent =
        !scored && survey != 0 && kinds.codes[row] == survey && outbound != 0 && ways.codes[row] == outbound;
    if (!scored && !sent) continue;
    Scale scale = scale_of[scales.codes[row]];
    if (days[row] != core::no_date && days[row] > given.parameters.as_of) {
      ++future;
      continue;
    }
    if (scored && scale == no_scale) {
      without_scale += selected(row) ? 1 : 0;
      continue;
    }
    rows.push_back({static_cast<std::uint32_t>(row), days[row], scale, sent, true,
                    scored ? scores[row] : core::Decimal{}});
    if (scored) given_scores[scale].push_back(scores[row]);
  }
  most = {10, length_of(std::move(given_scores[csat_scale]), {5, 7, 10, 100}),
          length_of(std::move(given_scores[ces_scale]), {7, 10, 100})};
  for (SurveyRow& row : rows)
    if (!row.sent) row.valid = is_on(row.scale, row.score, most[row.scale]);
}

std::string_view SurveySource::text(std::string_view column, std::size_t row) const {
  const model::Codes& codes = table.codes(column);
  return codes.dictionary.text(codes.codes[row]);
}

int SurveySource::side(const SurveyRow& row) const {
  if (row.scale == nps_scale) {
    if (core::compare(row.score, {9, 0}) >= 0) return 1;
    return core::compare(row.score, {6, 0}) <= 0 ? -1 : 0;
  }
  // At least 8 tenths, or 5 sevenths, of the scale.
  std::int64_t part = row.scale == csat_scale ? 8 : 5, of = row.scale == csat_scale ? 10 : 7;
  return core::compare(core::multiply(row.score, {of, 0}), {part * most[row.scale], 0}) >= 0 ? 1 : 0;
}

void Answers::add(core::Decimal score, int side) {
  ++answers;
  sum.add(score);
  above += side > 0 ? 1 : 0;
  below += side < 0 ? 1 : 0;
}

std::optional<core::Decimal> Answers::share() const {
  if (answers == 0) return std::nullopt;
  return core::divide(core::multiply({above, 0}, {100, 0}), {answers, 0}, table_digits);
}

std::optional<core::Decimal> Answers::mean_score() const {
  return mean(sum.total(), answers, table_digits);
}

std::int64_t SurveyTally::answers() const {
  std::int64_t all = 0;
  for (const Answers& scale : scales) all += scale.answers;
  return all;
}

std::optional<core::Decimal> SurveyTally::response_rate() const {
  std::int64_t sent = 0, back = 0;
  for (const Answers& scale : scales) {
    if (scale.sent < scale.answers) continue;  // not all that were sent are known
    sent += scale.sent;
    back += scale.answers;
  }
  // A survey that was sent on no scale may be answered on any.
  if (scales[no_scale].sent > 0) back = answers();
  if (sent == 0 || back > sent) return std::nullopt;
  return core::divide(core::multiply({back, 0}, {100, 0}), {sent, 0}, table_digits);
}

std::vector<SurveyTally> survey_tallies(const SurveySource& source, const std::optional<Period>& period,
                                        const std::vector<std::uint32_t>& group_of, std::size_t groups) {
  std::vector<SurveyTally> tallies(groups);
  for (const SurveyRow& row : source.rows) {
    bool counts = source.selected(row.row) && row.valid && (!period.has_value() || period->holds(row.day));
    if (!counts) continue;
    Answers& answers = tallies[group_of.empty() ? 0 : group_of[row.row]].scales[row.scale];
    if (row.sent)
      ++answers.sent;
    else
      answers.add(row.score, source.side(row));
  }
  return tallies;
}

std::optional<core::Decimal> score_of(const Answers& answers, Scale scale) {
  if (scale == nps_scale) return nps(answers.above, answers.below, answers.answers, table_digits);
  return answers.share();
}

std::optional<Interval> interval_of(const Answers& answers, Scale scale) {
  if (scale == nps_scale) return nps_interval(answers.above, answers.below, answers.answers);
  return answers.interval();
}

std::vector<Complaint> read_complaints(const SurveySource& source) {
  const model::Codes &kinds = source.table.codes("kind"), &ways = source.table.codes("direction"),
                     &customers = source.table.codes("customer");
  const std::vector<core::Date>& days = source.table.dates("date").days;
  std::uint32_t complaint = kinds.dictionary.find("complaint"), survey = kinds.dictionary.find("survey"),
                outbound = ways.dictionary.find("out");
  std::vector<Complaint> list;
  if (complaint == 0) return list;
  core::Date as_of = source.input.parameters.as_of;
  std::vector<std::uint8_t> complains(customers.dictionary.size(), 0);
  auto is_out = [&](std::size_t row) { return outbound != 0 && ways.codes[row] == outbound; };
  auto is_known = [&](std::size_t row) { return days[row] != core::no_date && days[row] <= as_of; };
  for (std::size_t row = 0; row < source.table.rows(); ++row) {
    if (kinds.codes[row] != complaint || is_out(row) || !is_known(row) || !source.selected(row)) continue;
    std::uint32_t customer = customers.codes[row];
    list.push_back({static_cast<std::uint32_t>(row), days[row], core::no_date, customer == 0});
    if (customer != 0) complains[customer] = 1;
  }
  std::vector<std::pair<std::uint32_t, core::Date>> answers;  // customer, day
  for (std::size_t row = 0; row < source.table.rows(); ++row) {
    bool counts = complains[customers.codes[row]] != 0 && is_out(row) && is_known(row) &&
                  (survey == 0 || kinds.codes[row] != survey);
    if (counts) answers.emplace_back(customers.codes[row], days[row]);
  }
  std::sort(answers.begin(), answers.end());
  for (Complaint& of : list) {
    if (of.anonymous) continue;
    std::uint32_t customer = customers.codes[of.row];
    auto found = std::lower_bound(answers.begin(), answers.end(), std::pair(customer, of.day));
    if (found != answers.end() && found->first == customer) of.answered = found->second;
  }
  return list;
}

}  // namespace flatcrm::report
