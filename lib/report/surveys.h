// What customers said when they were asked, added up, and which complaints were answered.
//
//   SurveySource source(input);
//   SurveyTally tally = survey_tallies(source, period, {}, 1)[0];
//   tally.nps.score() ...       tally.csat.share(), tally.csat.interval()
//   std::vector<Complaint> complaints = read_complaints(source);
//
// Shape   an interaction with a scale and a score is an answer; one of kind survey, outbound and without a score is a survey that was sent. Each
//         answer counts, however many its customer gave. Promoters give 9 or 10, detractors 0 to 6; satisfied are those who give at least 8
//         tenths of the scale (4 of 5, 8 of 10), and it was easy for those who give at least 5 sevenths (5 of 7). The length of a scale
//         is the shortest usual one that holds 19 of 20 answers; what is beyond it is no answer on it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/report.h"
#include "report/statistics.h"

namespace flatcrm::report {

enum Scale : std::uint8_t { nps_scale, csat_scale, ces_scale, no_scale };
inline constexpr std::size_t scale_count = 3;

/// The columns of interactions that are read here; texts are the reader's own wish.
model::TableRequest surveys_request();

/// What a row of the interactions is.
struct SurveyRow {
  std::uint32_t row = 0;
  core::Date day = core::no_date;
  Scale scale = no_scale;
  bool sent = false;  // else an answer
  bool valid = true;  // the score is on the scale
  core::Decimal score{};
};

struct SurveySource {
  const Input& input;
  const model::Table& table;
  Owned selected;
  std::vector<SurveyRow> rows{};  // sent and answered, up to the as-of day, in the order of the book
  std::array<std::int64_t, scale_count> most;  // the highest score of each scale
  std::int64_t without_scale = 0, future = 0;

  explicit SurveySource(const Input& given);
  std::string_view text(std::string_view column, std::size_t row) const;
  std::string_view id(std::size_t row) const { return table.texts("id").texts[row]; }
  /// Promoters, satisfied, and those for whom it was easy: 1. Detractors: -1. All others: 0.
  int side(const SurveyRow& row) const;
};

/// Answers on one scale.
struct Answers {
  std::int64_t sent = 0, answers = 0, above = 0, below = 0;
  core::Sum sum;
  void add(core::Decimal score, int side);
  /// Of the answers, those above: percent with two digits.
  std::optional<core::Decimal> share() const;
  std::optional<Interval> interval() const { return wilson(above, answers); }
  std::optional<core::Decimal> mean_score() const;
};

struct SurveyTally {
  std::array<Answers, scale_count + 1> scales{};  // the last one of surveys sent on no scale
  const Answers& of(Scale scale) const { return scales[scale]; }
  std::int64_t answers() const;
  /// Over the scales on which no more surveys came back than are known to be sent; nothing where there is none.
  std::optional<core::Decimal> response_rate() const;
};

std::vector<SurveyTally> survey_tallies(const SurveySource& source, const std::optional<Period>& period,
                                        const std::vector<std::uint32_t>& group_of, std::size_t groups);

/// The score of a scale (points of the NPS, else percent), and its interval.
std::optional<core::Decimal> score_of(const Answers& answers, Scale scale);
std::optional<Interval> interval_of(const Answers& answers, Scale scale);

struct Complaint {
  std::uint32_t row = 0;
  core::Date day;
  core::Date answered = core::no_date;
  bool anonymous = false;  // of no customer: nobody knows whether it was answered
};

/// Complaints up to the as-of day with a day, each with the first outbound contact with its customer that is no survey, on its day or
/// later.
std::vector<Complaint> read_complaints(const SurveySource& source);

}  // namespace flatcrm::report
