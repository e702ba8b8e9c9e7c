#include "report/segment_views.h"

#include <algorithm>

#include <fmt/format.h>

#include "query/numbers.h"
#include "report/measures.h"

namespace flatcrm::report {

namespace {

constexpr int shown_digits = 2;

std::string_view name_of_row(const segment::Tiers& tiers, std::uint32_t row) {
  std::string_view name = tiers.engine->table("customers").texts("name").texts[row];
  return name.empty() ? tiers.ids()[row] : name;
}

core::Decimal shown(core::Decimal value) {
  return value.scale > shown_digits ? core::round(value, shown_digits) : value;
}

/// A value of what the tiers rank by.
Cell value_cell(const segment::Tiers& tiers, core::Decimal value, const std::string& currency) {
  switch (tiers.type.kind) {
    case query::Kind::money:
      return Money{shown(value), currency};
    case query::Kind::date:
      return core::Date{static_cast<std::int32_t>(value.mantissa)};
    case query::Kind::duration:
      return Days{core::divide(value, {query::seconds_a_day, 0}, 0)};
    default:
      return shown(value);
  }
}

Cell value_cell(const segment::Tiers& tiers, std::uint32_t row, const std::string& currency) {
  if (tiers.values[row] == core::no_number) return {};
  return value_cell(tiers, core::Decimal{tiers.values[row], static_cast<std::uint8_t>(tiers.scale)},
                    currency);
}

Kind value_kind(const segment::Tiers& tiers) {
  switch (tiers.type.kind) {
    case query::Kind::money:
      return Kind::money;
    case query::Kind::date:
      return Kind::date;
    case query::Kind::duration:
      return Kind::days;
    default:
      return Kind::decimal;
  }
}

Column value_column(const segment::Tiers& tiers, const std::string& currency) {
  Column column{"value", "Value", value_kind(tiers)};
  if (column.kind == Kind::money) column.currency = currency;
  return column;
}

/// "Margarete Brandt → household with → Tobias Brandt, tier A, 20660.00 EUR".
std::string way_of(const segment::Tiers& tiers, const segment::GuardedMember& member,
                   const std::string& currency) {
  std::string way(name_of_row(tiers, member.customer));
  for (const segment::GuardStep& step : member.path)
    way += fmt::format(" → {} → {}", step.relation, name_of_row(tiers, step.customer));
  way += fmt::format(", tier {}", tiers.names.front());
  bool known = tiers.values[member.top()] != core::no_number;
  if (known && tiers.type.kind == query::Kind::money)
    way += fmt::format(
        ", {} {}", core::print(shown({tiers.values[member.top()], static_cast<std::uint8_t>(tiers.scale)})),
        currency);
  return way;
}

bool adds_up(const segment::Tiers& tiers) {
  return tiers.type.kind == query::Kind::money || tiers.type.is_number();
}

Table tier_table(const segment::Tiers& tiers, const std::string& currency) {
  Table table{.name = "tiers"};
  table.columns = {{"tier", tiers.by_cells ? "Name" : "Tier"},
                   {"customers", "Customers", Kind::integer},
                   {"customers_percent", "Share", Kind::percent}};
  if (adds_up(tiers)) {
    table.columns.push_back(value_column(tiers, currency));
    table.columns.push_back({"value_percent", "Of value", Kind::percent});
  }
  std::vector<std::int64_t> counts(tiers.names.size());
  std::vector<core::Sum> sums(tiers.names.size());
  core::Sum all;
  for (core::Sum& sum : sums)
    sum.add({0, static_cast<std::uint8_t>(tiers.scale)});  // so that nothing has its digits too
  std::int64_t ranked = 0;
  for (std::size_t row = 0; row < tiers.tier_of.size(); ++row) {
    std::uint8_t tier = tiers.tier_of[row];
    if (tier == segment::Tiers::none) continue;
    ++counts[tier];
    ++ranked;
    if (!adds_up(tiers) || tiers.values[row] == core::no_number) continue;
    core::Decimal value{tiers.values[row], static_cast<std::uint8_t>(tiers.scale)};
    sums[tier].add(value);
    all.add(value);
  }
  core::Decimal total = all.total();
  for (std::size_t tier = 0; tier < tiers.names.size(); ++tier) {
    Row row{tiers.names[tier], counts[tier], percent(counts[tier], ranked, table_digits)};
    if (adds_up(tiers)) {
      core::Decimal sum = sums[tier].total();
      row.push_back(value_cell(tiers, sum, currency));
      std::int64_t share = query::divide(sum.mantissa, sum.scale, total.mantissa, total.scale);
      row.push_back(total.mantissa <= 0 || share == core::no_number
                        ? Cell()
                        : Cell(Percent{core::round({share * 100, 6}, table_digits)}));
    }
    table.rows.push_back(std::move(row));
  }
  table.total = {std::string("all"), ranked, percent(ranked, ranked, table_digits)};
  if (adds_up(tiers)) {
    table.total.push_back(value_cell(tiers, total, currency));
    table.total.push_back(Cell());
  }
  return table;
}

void add_guard(Document& document, const segment::Tiers& tiers, const segment::Saved& saved,
               const std::string& currency, std::size_t limit) {
  Section& section = document.add("Community guard");
  auto members = static_cast<std::int64_t>(tiers.guarded.members.size());
  section.figures.push_back({"guarded", "Guarded", members, "customers"});
  if (tiers.type.kind == query::Kind::money)
    section.figures.push_back({"at_stake", "At stake", Money{shown(tiers.at_stake()), currency}, ""});
  std::string lowest = tiers.names.back();
  if (members == 0) {
    section.notes.push_back(
        fmt::format("No customer of tier {} is linked into tier {}.", lowest, tiers.names.front()));
    return;
  }
  bool lifted = tiers.mode == segment::GuardMode::protect;
  section.notes.push_back(
      lifted ? fmt::format(
                   "They were of tier {}, and are lifted by one: a cut would hurt whom they are linked to.",
                   lowest)
             : fmt::format("They are of tier {}, and a cut would hurt whom they are linked to. 'guard: "
                           "protect' in {} lifts them.",
                           lowest, saved.file));
  Table table{
      .name = "guarded",
      .columns = {{"id", "Id", Kind::text}, {"name", "Name"}, value_column(tiers, currency), {"way", "Way"}}};
  for (const segment::GuardedMember& member : tiers.guarded.members) {
    if (limit != 0 && table.rows.size() == limit) {
      table.note = fmt::format("{} of {}", limit, members);
      break;
    }
    table.rows.push_back({std::string(tiers.ids()[member.customer]),
                          std::string(name_of_row(tiers, member.customer)),
                          value_cell(tiers, member.customer, currency), way_of(tiers, member, currency)});
  }
  section.tables.push_back(std::move(table));
}

Table change_table(const char* name, const char* title, const std::vector<segment::Change>& changes,
                   const NameOf& name_of, const std::string& collection) {
  Table table{
      .name = name, .title = title, .columns = {{"id", "Id"}, {"name", "Name"}, {"because", "Because"}}};
  for (const segment::Change& change : changes)
    table.rows.push_back({change.id, name_of ? name_of(collection, change.id) : std::string(),
                          fmt::format("{}", fmt::join(change.reasons, "; "))});
  return table;
}

}  // namespace

Document tiers_document(const segment::Tiers& tiers, const segment::Saved& saved, const book::Config& config,
                        std::size_t limit) {
  Document document{.name = "tiers", .title = saved.title.empty() ? saved.name : saved.title};
  Section& section = document.add("");
  section.tables.push_back(tier_table(tiers, config.currency));
  if (tiers.mode != segment::GuardMode::off) add_guard(document, tiers, saved, config.currency, limit);
  return document;
}

Document members_document(const segment::Tiers& tiers, const segment::Saved& saved, std::size_t tier,
                          const book::Config& config) {
  Document document{
      .name = "members",
      .title = fmt::format("{}: {}", saved.title.empty() ? saved.name : saved.title, tiers.names[tier])};
  bool guarded = tiers.mode != segment::GuardMode::off;
  Table table{
      .name = "members",
      .columns = {{"id", "Id"}, {"name", "Name"}, {"tier", "Tier"}, value_column(tiers, config.currency)}};
  if (guarded) table.columns.push_back({"guarded", "Guarded"});
  auto member = tiers.guarded.members.begin();
  for (std::uint32_t row = 0; row < tiers.tier_of.size(); ++row) {
    while (member != tiers.guarded.members.end() && member->customer < row) ++member;
    if (tiers.tier_of[row] != tier) continue;
    table.rows.push_back({std::string(tiers.ids()[row]), std::string(name_of_row(tiers, row)),
                          tiers.names[tier], value_cell(tiers, row, config.currency)});
    bool is_guarded = member != tiers.guarded.members.end() && member->customer == row;
    if (guarded)
      table.rows.back().push_back(is_guarded ? Cell(way_of(tiers, *member, config.currency)) : Cell());
  }
  document.add("").tables.push_back(std::move(table));
  return document;
}

Document difference_document(const segment::Difference& difference, const segment::Saved& saved,
                             const std::string& since, const NameOf& name_of) {
  Document document{.name = "difference", .title = saved.title.empty() ? saved.name : saved.title};
  document.subtitle = fmt::format("since {}", since);
  Section& section = document.add("");
  auto count = [](std::size_t number) { return static_cast<std::int64_t>(number); };
  section.figures = {{"then", "Then", count(difference.then), "records"},
                     {"now", "Now", count(difference.now), "records"},
                     {"came", "Came", count(difference.came.size()), "records"},
                     {"left", "Left", count(difference.left.size()), "records"}};
  section.tables.push_back(change_table("came", "Came", difference.came, name_of, saved.collection));
  section.tables.push_back(change_table("left", "Left", difference.left, name_of, saved.collection));
  return document;
}

Document overlap_document(const std::vector<std::pair<std::string, std::vector<std::uint32_t>>>& segments) {
  Document document{.name = "overlap", .title = "Overlap"};
  Table table{.name = "overlap", .columns = {{"segment", "Segment"}}};
  for (const auto& [name, rows] : segments) table.columns.push_back({name, name, Kind::integer});
  for (const auto& [name, rows] : segments) {
    Row cells{name};
    for (const auto& other : segments) {
      std::vector<std::uint32_t> both;
      std::set_intersection(rows.begin(), rows.end(), other.second.begin(), other.second.end(),
                            std::back_inserter(both));
      cells.emplace_back(static_cast<std::int64_t>(both.size()));
    }
    table.rows.push_back(std::move(cells));
  }
  document.add("").tables.push_back(std::move(table));
  return document;
}

}  // namespace flatcrm::report
