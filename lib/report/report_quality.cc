#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>

#include "core/text.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/quality_source.h"
#include "report/quality_tally.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

std::vector<Column> tally_columns() {
  return {{"customers", "Customers", Kind::integer},
          {"complete_percent", "Complete", Kind::percent, "", true},
          {"valid_percent", "Valid", Kind::percent},
          {"fresh_percent", "Fresh", Kind::percent},
          {"unreachable", "No way to reach", Kind::integer},
          {"suspicious", "Suspicious", Kind::integer}};
}

Row tally_row(Cell key, const QualityTally& tally) {
  return {std::move(key),
          tally.records,
          tally.complete(),
          tally.valid(),
          percent(tally.fresh, tally.records, table_digits),
          tally.unreachable,
          tally.suspicious};
}

QualityTally tally_of(const QualitySource& source) {
  QualityTally all;
  for (std::uint32_t row : source.input.data.selected())
    all.add(source.records[row], source.input.parameters.as_of);
  return all;
}

Table fields_table(const QualitySource& source) {
  std::array<std::int64_t, quality_fields> given{}, invalid{}, suspicious{};
  std::int64_t records = 0;
  for (std::uint32_t row : source.input.data.selected()) {
    const QualityRecord& record = source.records[row];
    ++records;
    for (std::size_t field = 0; field < quality_fields; ++field) {
      given[field] += (record.given >> field) & 1;
      invalid[field] += (record.invalid >> field) & 1;
      suspicious[field] += (record.suspicious >> field) & 1;
    }
  }
  Table table{.name = "fields", .title = "Fields of customers"};
  table.columns = {{"field", "Field"},
                   {"given", "Given", Kind::integer},
                   {"complete_percent", "Complete", Kind::percent, "", true},
                   {"invalid", "Not valid", Kind::integer},
                   {"valid_percent", "Valid", Kind::percent},
                   {"suspicious", "Suspicious", Kind::integer}};
  for (std::size_t field = 0; field < quality_fields; ++field)
    table.rows.push_back({std::string(quality_names[field]), given[field],
                          percent(given[field], records, table_digits), invalid[field],
                          percent(given[field] - invalid[field], given[field], table_digits),
                          suspicious[field]});
  table.note =
      "Valid is what has the form of an address, of a number in E.164, of a country of ISO 3166, of a date, "
      "or names a record that there is.";
  return table;
}

Table freshness_table(const QualitySource& source) {
  struct Band {
    const char* label;
    int most;
  };
  constexpr Band bands[] = {
      {"0-90", 90}, {"91-365", 365}, {"366-730", 730}, {"over 730", 1 << 30}, {"(nothing known)", 0}};
  std::int64_t counts[std::size(bands)] = {}, all = 0;
  core::Date day = source.input.parameters.as_of;
  for (std::uint32_t row : source.input.data.selected()) {
    core::Date fresh = source.records[row].fresh;
    std::size_t band = std::size(bands) - 1;
    if (fresh != core::no_date)
      band = static_cast<std::size_t>(
          std::find_if(std::begin(bands), std::end(bands) - 1,
                       [&](const Band& b) { return day.days - fresh.days <= b.most; }) -
          std::begin(bands));
    ++counts[band];
    ++all;
  }
  Table table{.name = "freshness", .title = "Days since a customer was heard of"};
  table.columns = {{"days", "Days"},
                   {"customers", "Customers", Kind::integer, "", true},
                   {"share_percent", "Share", Kind::percent}};
  for (std::size_t band = 0; band < std::size(bands); ++band)
    table.rows.push_back(
        {std::string(bands[band].label), counts[band], percent(counts[band], all, table_digits)});
  table.note = "The last contact, the last order, or the last change in a source that says when it was.";
  return table;
}

Table suspects_table(const QualitySource& source) {
  Owned selected = source.input.data.owned("customers");
  std::vector<const Suspect*> list;
  for (const Suspect& suspect : source.suspects)
    if (selected(suspect.row)) list.push_back(&suspect);
  std::stable_sort(list.begin(), list.end(), [&](const Suspect* left, const Suspect* right) {
    return left->why != right->why       ? left->why < right->why
           : left->value != right->value ? left->value < right->value
                                         : source.id(left->row) < source.id(right->row);
  });
  std::size_t most = source.input.parameters.limit;
  std::size_t kept = most == 0 ? list.size() : std::min(most, list.size());
  Table table{.name = "suspicious", .title = "Values that nobody may mean"};
  table.columns = {
      {"customer", "Customer", Kind::reference}, {"field", "Field"}, {"value", "Value"}, {"why", "Why"}};
  for (std::size_t i = 0; i < kept; ++i)
    table.rows.push_back({source.input.reference("customers", source.id(list[i]->row)),
                          std::string(quality_names[list[i]->field]), list[i]->value,
                          std::string(words_of(list[i]->why))});
  if (kept < list.size()) table.note = fmt::format("{} more; --limit 0 lists all.", list.size() - kept);
  return table;
}

/// A customer of several sources counts for each of them.
Table sources_table(const QualitySource& source) {
  std::vector<QualityTally> tallies(source.source_names.size());
  QualityTally none;
  for (std::uint32_t row : source.input.data.selected()) {
    const QualityRecord& record = source.records[row];
    std::vector<std::uint32_t> seen;
    for (std::uint32_t code : record.sources) {
      if (code == 0 || std::find(seen.begin(), seen.end(), code) != seen.end()) continue;
      seen.push_back(code);
      tallies[code].add(record, source.input.parameters.as_of);
    }
    if (seen.empty()) none.add(record, source.input.parameters.as_of);
  }
  std::map<std::string, std::uint32_t> order;
  for (std::uint32_t code = 1; code < tallies.size(); ++code)
    order.emplace(source.source_names.text(code), code);
  Table table{.name = "sources", .title = "By source", .columns = {{"source", "Source"}}};
  for (Column& column : tally_columns()) table.columns.push_back(std::move(column));
  for (const auto& [name, code] : order)
    if (tallies[code].records > 0) table.rows.push_back(tally_row(name, tallies[code]));
  if (none.records > 0) table.rows.push_back(tally_row(std::string("(none)"), none));
  table.note = "A customer of several sources counts for each of them.";
  return table;
}

Table group_table(const std::string& by, const Values& values, const QualitySource& source) {
  Groups groups = group_by(by, values, source.input);
  std::vector<QualityTally> tallies(groups.size());
  for (std::uint32_t row : source.input.data.selected())
    tallies[groups.of_row[row]].add(source.records[row], source.input.parameters.as_of);
  Table table{.name = "by_" + groups.key.name, .title = "By " + by, .columns = {groups.key}};
  for (Column& column : tally_columns()) table.columns.push_back(std::move(column));
  for (std::uint32_t group : groups.order)
    if (tallies[group].records > 0) table.rows.push_back(tally_row(groups.labels[group], tallies[group]));
  return table;
}

std::vector<Figure> figures(const QualityTally& all) {
  return {{"customers", "Customers", all.records, "customers"},
          {"complete_percent", "Essential fields that are given", all.complete()},
          {"valid_percent", "Values that are valid", all.valid()},
          {"with_invalid", "Customers with a value that is not valid", all.with_invalid, "customers"},
          {"unreachable", "Customers without a valid way to reach them", all.unreachable, "customers"},
          {"fresh_percent", "Heard of within a year", percent(all.fresh, all.records, table_digits)},
          {"undated", "Never heard of", all.undated, "customers"},
          {"with_suspicious", "Customers with a suspicious value", all.suspicious, "customers"}};
}

std::vector<Finding> findings(const QualitySource& source, const QualityTally& all) {
  Owned selected = source.input.data.owned("customers");
  std::map<Suspicion, Finding> by_kind;
  std::map<Suspicion, std::uint32_t> last;
  for (const Suspect& suspect : source.suspects) {
    if (!selected(suspect.row)) continue;
    Finding& found = by_kind[suspect.why];
    auto [at, is_new] = last.emplace(suspect.why, suspect.row);
    if (!is_new && at->second == suspect.row) continue;
    at->second = suspect.row;
    ++found.count;
    if (found.records.size() < 5) found.records.push_back({std::string(source.id(suspect.row)), ""});
  }
  std::vector<Finding> list;
  if (all.with_invalid > 0)
    list.push_back({"invalid",
                    counted(all.with_invalid, "[customer has|customers have] a value that is not valid"),
                    all.with_invalid,
                    {},
                    "flatcrm check"});
  if (all.unreachable > 0)
    list.push_back({"unreachable",
                    counted(all.unreachable,
                            "[customer has|customers have] no valid address, number or street to reach them"),
                    all.unreachable,
                    {},
                    "flatcrm segment 'emails is empty and phones is empty'"});
  for (auto& [why, found] : by_kind) {
    found.code = std::string(code_of(why));
    found.text = counted(found.count, fmt::format("[customer has|customers have] {}", words_of(why)));
    bool shared = why == Suspicion::shared_phone || why == Suspicion::shared_email;
    found.command = shared ? "flatcrm dedupe" : "flatcrm report quality --table suspicious --limit 0";
    list.push_back(std::move(found));
  }
  return list;
}

Document make(const Input& input) {
  QualitySource source(input);
  Document document = begin(input, "Quality of the data");
  QualityTally all = tally_of(source);
  Section& overview = document.add("Overview");
  overview.figures = figures(all);
  overview.findings = findings(source, all);
  if (all.records == 0) overview.notes.emplace_back("There are no customers to look at.");
  if (input.parameters.period.has_value())
    overview.notes.emplace_back(
        "What customers are like today is not a matter of a period; --at reads the book as it was at a "
        "revision.");
  document.add("Fields").tables = {fields_table(source), freshness_table(source)};
  document.add("Suspicious").tables = {suspects_table(source)};
  Section& breakdown = document.add("Breakdown");
  if (input.parameters.by.empty()) {
    breakdown.tables = {sources_table(source), group_table("owner", input.data.values("owner"), source)};
  } else {
    for (const std::string& by : input.parameters.by)
      breakdown.tables.push_back(by == "source" ? sources_table(source)
                                                : group_table(by, input.data.by(by), source));
  }
  return document;
}

Needs needs(const Parameters& parameters) {
  Needs needs = quality_needs(parameters);
  if (parameters.by.empty()) needs.columns.push_back({"owner", "customers", "owner"});
  return needs;
}

}  // namespace

Report report_quality() {
  return {
      .name = "quality",
      .summary = "customers' completeness, validity, freshness and suspicious values, by source and by owner",
      .subject = "customers",
      .breakdowns = {"source"},
      .about =
          "What is not given is no fault of a value: completeness and validity are counted apart. Suspicious "
          "are names of tests and those that stand for "
          "none, addresses such as noreply@, a number of more than 4 customers, an address of more than 2, "
          "and dates in the future or filled in by a program.",
      .formulas =
          {{"complete_percent",
            "of name, emails, phones, city, country, owner and status, those that are given"},
           {"valid_percent",
            "of the values that are given, those that have their form or name a record that there is"},
           {"fresh_percent",
            "customers whose last contact, last order or change in a source is at most 365 days ago / "
            "customers"},
           {"unreachable", "customers without a valid e-mail address, a number in E.164 or a street"}},
      .sources = {"L. Sebastian-Coleman, Measuring Data Quality for Ongoing Improvement (2013): "
                  "completeness, validity, timeliness"},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
