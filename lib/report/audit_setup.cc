// What the audit measures of how a book was set up: its features, its imports, where it lies.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "report/audit_measures.h"
#include "report/audit_queries.h"
#include "report/customer_names.h"
#include "report/deals.h"
#include "report/stage_history.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

constexpr std::int64_t used_percent = 5;  // of the records, from which on a field counts as used
constexpr std::int64_t small_step = 100;  // records that a person can look through in a day
constexpr std::size_t few_named = 5;
constexpr std::array<std::string_view, 5> with_fields{"customers", "deals", "tickets", "interactions",
                                                      "sales"};
constexpr std::array<std::string_view, 7> imported{"customers", "interactions", "deals", "sales",
                                                   "tickets",   "products",     "links"};
constexpr int sources_of_customer = 4;

std::string first_seen(int number) {
  return fmt::format("sources.{}.first_seen", number);
}

/// How many of a collection's records hold a field.
struct FieldUse {
  std::int64_t records = 0, filled = 0;
  bool is_rare() const { return filled * 100 < records * used_percent; }
};

FieldUse use_of(const std::string& collection, const std::string& path, const Input& input) {
  const std::vector<std::uint64_t>& hashes = input.data.table(collection).hashes(path).hashes;
  Owned owned = input.data.owned(collection);
  FieldUse use;
  for (std::size_t row = 0; row < hashes.size(); ++row) {
    if (!owned(row)) continue;
    ++use.records;
    use.filled += hashes[row] != 0 ? 1 : 0;
  }
  return use;
}

AuditPart custom_fields(const Input& input) {
  AuditPart part{.name = "unused_fields",
                 .label = "Fields hardly filled in",
                 .one = "custom field",
                 .many = "custom fields",
                 .bounds = {20, 50},
                 .least = 1};
  std::vector<std::string> named;
  auto see = [&](const std::string& collection, const std::string& path) {
    FieldUse use = use_of(collection, path, input);
    if (use.records == 0) return;
    ++part.whole;
    if (!use.is_rare()) return;
    ++part.found;
    named.push_back(fmt::format("{} of {} ({} of {})", path, collection, use.filled, use.records));
    if (part.command.empty())
      part.command = segment_command(collection, fmt::format("{{{}}} is not empty", path), input);
  };
  for (std::string_view of : with_fields)
    for (const std::string& path : input.data.custom(std::string(of))) see(std::string(of), path);
  bool all = named.size() <= few_named;
  if (!all) named.resize(few_named);
  if (!named.empty())
    part.aside = fmt::format("Hardly used: {}{}.", fmt::join(named, ", "), all ? "" : ", ...");
  return part;
}

std::set<std::string, std::less<>> stages_of_histories(const model::Table& table, const Owned& owned) {
  std::set<std::string, std::less<>> names;
  for (int entry = 1; entry <= max_history; ++entry) {
    const model::Codes& stages = table.codes(fmt::format("history.{}.stage", entry));
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (stages.codes[row] != 0 && owned(row)) names.emplace(stages.dictionary.text(stages.codes[row]));
  }
  return names;
}

AuditPart stages(const Input& input) {
  constexpr std::size_t least_deals = 5;
  AuditPart part{.name = "unused_stages",
                 .label = "Stages never used",
                 .one = "stage of a pipeline in use",
                 .many = "stages of a pipeline in use",
                 .bounds = {20, 50},
                 .least = 1,
                 .command = "flatcrm report pipeline"};
  const model::Table& table = input.data.table("deals");
  Owned owned = input.data.owned("deals");
  Deals deals = read_deals(table, input.config, input.data.rates(), input.parameters.as_of, owned);
  if (deals.list.size() < least_deals) return part;
  std::vector<std::uint8_t> stood(deals.stages.size(), 0);
  for (const Deal& deal : deals.list)
    if (deal.stage >= 0) stood[static_cast<std::size_t>(deal.stage)] = 1;
  std::set<std::string, std::less<>> passed = stages_of_histories(table, owned);
  std::vector<std::string> named, unknown;
  for (std::size_t stage = 0; stage < deals.stages.size(); ++stage) {
    if (deals.stages[stage].settings == nullptr) {
      if (stood[stage] != 0 && unknown.size() < few_named) unknown.push_back(deals.stages[stage].name);
      continue;
    }
    ++part.whole;
    if (stood[stage] != 0 || passed.contains(deals.stages[stage].name)) continue;
    ++part.found;
    named.push_back(deals.stages[stage].name);
  }
  if (!named.empty()) part.aside = fmt::format("No deal was ever in {}.", fmt::join(named, ", "));
  if (!named.empty() && !unknown.empty())
    part.aside +=
        fmt::format(" Deals stand in {}, of which the settings say nothing.", fmt::join(unknown, ", "));
  return part;
}

/// How many records of each collection were first seen on a day.
using ByDay = std::map<std::string, std::array<std::int64_t, imported.size()>, std::less<>>;

int sources_of(std::string_view collection) {
  return collection == "customers" ? sources_of_customer : 1;
}

/// On which day each record of a collection was first seen.
class FirstSeen {
 public:
  FirstSeen(const model::Table& table, std::string_view collection) {
    for (int number = 1; number <= sources_of(collection); ++number)
      days_.push_back(&table.codes(first_seen(number)));
  }
  /// The earliest of its sources; "" where none says.
  std::string_view day(std::size_t row) const {
    std::string_view earliest;
    for (const model::Codes* days : days_) {
      std::string_view day = days->dictionary.text(days->codes[row]);
      if (!day.empty() && (earliest.empty() || day < earliest)) earliest = day;
    }
    return earliest;
  }

 private:
  std::vector<const model::Codes*> days_;
};

bool belongs(std::string_view collection) {
  return collection != "products" && collection != "links";
}

Owned owned_rows(const Input& input, std::string_view collection) {
  return belongs(collection) ? input.data.owned(std::string(collection)) : Owned();
}

void name_records(AuditPart& part, const Input& input, std::string_view collection, std::string_view day) {
  std::size_t most = audit_records(input.parameters);
  const model::Table& table = input.data.table(std::string(collection));
  FirstSeen seen(table, collection);
  Owned owned = owned_rows(input, collection);
  for (std::size_t row = 0; row < table.rows() && (most == 0 || part.records.size() < most); ++row)
    if (owned(row) && seen.day(row) == day)
      part.records.push_back({std::string(table.texts("id").texts[row]), ""});
}

}  // namespace

void ask_audit_measures(Needs& needs) {
  using model::As;
  for (std::string_view collection : with_fields) needs.custom.emplace_back(collection);
  for (std::string_view of : imported) {
    model::TableRequest request{std::string(of), {{"id", As::texts}, {first_seen(1), As::codes}}};
    if (of == "customers")
      for (int number = 1; number <= sources_of_customer; ++number) {
        request.columns.push_back({first_seen(number), As::codes});
        request.columns.push_back({fmt::format("sources.{}.source", number), As::codes});
      }
    needs.tables.push_back(std::move(request));
  }
  needs.tables.push_back({"customers", {{"phones", As::texts}, {"emails", As::texts}}});
  needs.tables.push_back({"links", {{"from", As::codes}, {"to", As::codes}}});
  model::TableRequest deals = deals_request();
  add_history_columns(deals);
  deals.columns.push_back({"currency", As::codes});
  needs.tables.push_back(std::move(deals));
  needs.tables.push_back(
      {"interactions", {{"date"}, {"staff", As::codes}, {"kind", As::codes}, {"text", As::hashes}}});
  needs.tables.push_back({"sales", {{"date"}, {"amount"}, {"currency", As::codes}}});
  needs.rates = true;
}

std::vector<AuditPart> feature_parts(const Input& input) {
  return {custom_fields(input), stages(input)};
}

std::vector<AuditPart> import_parts(const Input& input) {
  AuditPart part{.name = "one_day",
                 .label = "Came on one day",
                 .one = "record",
                 .many = "records",
                 .bounds = {50, 80},
                 .small = small_step};
  ByDay by_day;
  for (std::size_t number = 0; number < imported.size(); ++number) {
    const model::Table& table = input.data.table(std::string(imported[number]));
    FirstSeen seen(table, imported[number]);
    Owned owned = owned_rows(input, imported[number]);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (!owned(row)) continue;
      ++part.whole;
      std::string_view day = seen.day(row);
      if (day.empty()) continue;
      auto found = by_day.find(day);
      if (found == by_day.end()) found = by_day.emplace(day, ByDay::mapped_type{}).first;
      ++found->second[number];
    }
  }
  const ByDay::value_type* busiest = nullptr;
  for (const auto& day : by_day) {
    std::int64_t count = 0;
    for (std::int64_t some : day.second) count += some;
    if (count <= part.found) continue;
    part.found = count;
    busiest = &day;
  }
  if (busiest == nullptr) return {part};
  auto largest = static_cast<std::size_t>(std::max_element(busiest->second.begin(), busiest->second.end()) -
                                          busiest->second.begin());
  std::string_view collection = imported[largest];
  name_records(part, input, collection, busiest->first);
  std::string query = collection == "customers"
                          ? fmt::format("any(sources.first_seen = {})", busiest->first)
                          : fmt::format("sources.1.first_seen = \"{}\"", busiest->first);
  part.command = segment_command(collection, query, input);
  part.aside = fmt::format("Most came on {}; up to {} records can be looked through in a day.",
                           busiest->first, small_step);
  return {part};
}

std::vector<AuditPart> git_parts(const Input& input) {
  AuditPart part{.name = "not_under_git",
                 .label = "Not under git",
                 .one = "book",
                 .many = "books",
                 .whole = 1,
                 .found = input.around.is_under_git() ? 0 : 1,
                 .bounds = {100, 100},
                 .least = 1,
                 .command = "git init && git add . && flatcrm git-setup"};
  return {part};
}

}  // namespace flatcrm::report
