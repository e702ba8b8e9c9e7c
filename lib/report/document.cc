#include "report/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/error.h"
#include "core/text.h"

namespace flatcrm::report {

namespace {

// In the order of Cell's alternatives; a missing cell says its own.
constexpr std::array kinds{Kind::text,    Kind::text, Kind::integer, Kind::decimal,  Kind::money,
                           Kind::percent, Kind::date, Kind::days,    Kind::reference};
static_assert(kinds.size() == std::variant_size_v<Cell>);

core::Decimal difference(core::Decimal left, core::Decimal right) {
  core::Sum sum;
  sum.add(left);
  sum.add(core::Decimal{-right.mantissa, right.scale});
  return sum.total();
}

std::string unit_of(const Figure& figure) {
  if (const Money* money = std::get_if<Money>(&figure.value)) return money->currency;
  switch (kind_of(figure)) {
    case Kind::percent:
      return "percent";
    case Kind::days:
      return "days";
    default:
      return figure.unit;
  }
}

}  // namespace

Kind kind_of(const Cell& cell) {
  if (const auto* missing = std::get_if<Missing>(&cell)) return missing->kind;
  return kinds[cell.index()];
}

Kind kind_of(const Figure& figure) {
  Kind kind = Kind::text;
  for (const Cell* cell : {&figure.value, &figure.previous, &figure.target})
    if (kind == Kind::text) kind = kind_of(*cell);
  return kind;
}

std::string_view name_of(Kind kind) {
  constexpr std::array<std::string_view, 8> names{"text",    "integer", "decimal", "money",
                                                  "percent", "date",    "days",    "reference"};
  return names[static_cast<std::size_t>(kind)];
}

const core::Decimal* decimal_of(const Cell& cell, core::Decimal& room) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    room = {*integer, 0};
    return &room;
  }
  if (const auto* decimal = std::get_if<core::Decimal>(&cell)) return decimal;
  if (const auto* money = std::get_if<Money>(&cell)) return &money->amount;
  if (const auto* percent = std::get_if<Percent>(&cell)) return &percent->value;
  if (const auto* days = std::get_if<Days>(&cell)) return &days->count;
  return nullptr;
}

Cell change(const Cell& value, const Cell& previous) {
  core::Decimal room, previous_room;
  const core::Decimal* now = decimal_of(value, room);
  const core::Decimal* before = decimal_of(previous, previous_room);
  if (now == nullptr || before == nullptr || value.index() != previous.index()) return {};
  core::Decimal by = difference(*now, *before);
  if (std::holds_alternative<std::int64_t>(value)) return by.mantissa;
  if (const auto* money = std::get_if<Money>(&value)) {
    if (money->currency != std::get<Money>(previous).currency) return {};
    return Money{by, money->currency};
  }
  if (std::holds_alternative<Percent>(value)) return Percent{by};
  if (std::holds_alternative<Days>(value)) return Days{by};
  return by;
}

Section& Document::add(std::string heading) {
  sections.push_back({.heading = std::move(heading)});
  return sections.back();
}

Table as_table(const Series& series) {
  Table table{.name = series.name, .title = series.title, .columns = {series.category}};
  for (const Series::Line& line : series.lines) {
    auto given =
        std::find_if(line.values.begin(), line.values.end(), [](const Cell& c) { return !is_missing(c); });
    Kind kind = given == line.values.end() ? Kind::integer : kind_of(*given);
    table.columns.push_back({line.name, line.label, kind, series.currency, series.lines.size() == 1});
  }
  for (std::size_t i = 0; i < series.categories.size(); ++i) {
    Row row{series.categories[i]};
    for (const Series::Line& line : series.lines) row.push_back(line.values[i]);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table figures_of(const Document& document) {
  Table table{.name = "figures", .title = "Figures"};
  table.columns = {{"name", "Name"},
                   {"label", "Figure"},
                   {"value", "Value", Kind::decimal},
                   {"unit", "Unit"},
                   {"previous", "Previous", Kind::decimal},
                   {"change", "Change", Kind::decimal},
                   {"target", "Target", Kind::decimal}};
  for (const Section& section : document.sections) {
    for (const Figure& figure : section.figures) {
      table.rows.push_back({figure.name, figure.label, figure.value, unit_of(figure), figure.previous,
                            change(figure.value, figure.previous), figure.target});
    }
  }
  return table;
}

Table findings_of(const Document& document) {
  Table table{.name = "findings", .title = "Findings"};
  table.columns = {
      {"code", "Code"}, {"count", "Count", Kind::integer}, {"finding", "Finding"}, {"command", "Command"}};
  for (const Section& section : document.sections) {
    for (const Finding& finding : section.findings) {
      Cell command = finding.command.empty() ? Cell{} : Cell{finding.command};
      table.rows.push_back({finding.code, finding.count, finding.text, std::move(command)});
    }
  }
  return table;
}

std::vector<std::string> table_names(const Document& document) {
  std::vector<std::string> names;
  bool figures = false;
  bool findings = false;
  for (const Section& section : document.sections) {
    for (const Table& table : section.tables) names.push_back(table.name);
    for (const Series& series : section.series) names.push_back(series.name);
    figures |= !section.figures.empty();
    findings |= !section.findings.empty();
  }
  if (figures) names.emplace_back("figures");
  if (findings) names.emplace_back("findings");
  return names;
}

Table table_of(const Document& document, std::string_view name) {
  std::vector<std::string> names = table_names(document);
  if (name.empty() && !names.empty()) name = names.front();
  for (const Section& section : document.sections) {
    for (const Table& table : section.tables) {
      if (table.name == name) return table;
    }
    for (const Series& series : section.series) {
      if (series.name == name) return as_table(series);
    }
  }
  // Even an empty list of findings is an answer, so that a script may always ask for it.
  if (name == "figures") return figures_of(document);
  if (name == "findings") return findings_of(document);
  std::string_view nearest = core::nearest(name, {names.begin(), names.end()});
  throw Error(Code::usage, fmt::format("no table '{}' in the report {}", name, document.name), {},
              nearest.empty() ? fmt::format("it has {}", fmt::join(names, ", "))
                              : fmt::format("did you mean '{}'?", nearest));
}

}  // namespace flatcrm::report
