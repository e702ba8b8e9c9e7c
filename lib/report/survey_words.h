// What customers wrote beside their scores, and the complaints that nobody answered, as tables.
//
//   words.tables = {unanswered_table(source, complaints), verbatims_table(source)};
//
// Shape   at most as many rows as --limit says; the latest words first, the oldest complaint first.
#pragma once

#include <string_view>
#include <vector>

#include "report/surveys.h"

namespace flatcrm::report {

/// How a scale and its figure are called.
struct ScaleWords {
  std::string_view name, label, short_label, score, unit;
};
inline constexpr ScaleWords scale_words[scale_count] = {{"nps", "Net promoter score", "NPS", "nps", "points"},
                                                        {"csat", "Satisfied", "CSAT", "csat_percent", ""},
                                                        {"ces", "Found it easy", "CES", "ces_percent", ""}};

Table verbatims_table(const SurveySource& source);
/// Whatever the period.
Table unanswered_table(const SurveySource& source, std::vector<Complaint> complaints);

}  // namespace flatcrm::report
