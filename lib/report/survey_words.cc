#include "report/survey_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace flatcrm::report {

Table verbatims_table(const SurveySource& source) {
  const std::vector<std::string_view>& texts = source.table.texts("text").texts;
  const std::optional<Period>& period = source.input.parameters.period;
  std::vector<const SurveyRow*> said;
  for (const SurveyRow& row : source.rows) {
    bool counts = source.selected(row.row) && !row.sent && !texts[row.row].empty() &&
                  (!period.has_value() || period->holds(row.day));
    if (counts) said.push_back(&row);
  }
  std::size_t most = source.input.parameters.limit;
  std::size_t kept = most == 0 ? said.size() : std::min(most, said.size());
  std::partial_sort(said.begin(), said.begin() + static_cast<std::ptrdiff_t>(kept), said.end(),
                    [&](const SurveyRow* left, const SurveyRow* right) {
                      if (left->day != right->day) return left->day > right->day;
                      std::string_view one = source.id(left->row), other = source.id(right->row);
                      return one != other ? one < other : left->row < right->row;
                    });
  Table table{.name = "verbatims", .title = "In their own words"};
  table.columns = {
      {"date", "Date", Kind::date},      {"customer", "Customer", Kind::reference}, {"scale", "Scale"},
      {"score", "Score", Kind::decimal}, {"staff", "Staff", Kind::reference},       {"text", "Text"}};
  for (std::size_t i = 0; i < kept; ++i) {
    const SurveyRow& row = *said[i];
    Cell day;
    if (row.day != core::no_date) day = row.day;
    table.rows.push_back({day, source.input.reference("customers", source.text("customer", row.row)),
                          std::string(scale_words[row.scale].name), row.score,
                          source.input.reference("staff", source.text("staff", row.row)),
                          std::string(texts[row.row])});
  }
  if (kept < said.size()) table.note = fmt::format("{} more; --limit 0 lists all.", said.size() - kept);
  return table;
}

Table unanswered_table(const SurveySource& source, std::vector<Complaint> complaints) {
  complaints.erase(
      std::remove_if(complaints.begin(), complaints.end(),
                     [](const Complaint& c) { return c.anonymous || c.answered != core::no_date; }),
      complaints.end());
  std::size_t most = source.input.parameters.limit;
  std::size_t kept = most == 0 ? complaints.size() : std::min(most, complaints.size());
  std::partial_sort(complaints.begin(), complaints.begin() + static_cast<std::ptrdiff_t>(kept),
                    complaints.end(), [&](const Complaint& left, const Complaint& right) {
                      return left.day != right.day ? left.day < right.day
                                                   : source.id(left.row) < source.id(right.row);
                    });
  Table table{.name = "unanswered_complaints", .title = "Complaints that nobody answered"};
  table.columns = {{"customer", "Customer", Kind::reference}, {"date", "Date", Kind::date},
                   {"days", "Days", Kind::integer, "", true}, {"channel", "Channel"},
                   {"staff", "Taken by", Kind::reference},    {"text", "Text"}};
  for (std::size_t i = 0; i < kept; ++i) {
    std::uint32_t row = complaints[i].row;
    table.rows.push_back(
        {source.input.reference("customers", source.text("customer", row)), complaints[i].day,
         std::int64_t{source.input.parameters.as_of.days - complaints[i].day.days},
         std::string(source.text("channel", row)), source.input.reference("staff", source.text("staff", row)),
         std::string(source.table.texts("text").texts[row])});
  }
  if (kept < complaints.size())
    table.note = fmt::format("{} more; --limit 0 lists all.", complaints.size() - kept);
  return table;
}

}  // namespace flatcrm::report
