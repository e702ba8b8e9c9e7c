#include "report/record_view.h"

#include <fmt/format.h>

#include <map>

#include "core/text.h"

namespace flatcrm::report {

namespace {

constexpr std::string_view sources_prefix = "sources.";

std::string_view value_at(const RecordInput& input, std::string_view path) {
  for (const model::Value& value : input.record.values()) {
    if (input.paths[value.path].text == path) return value.text;
  }
  return {};
}

Cell money_cell(const RecordInput& input, const model::Field& field, std::string_view text) {
  std::optional<core::Decimal> amount = core::parse_decimal(text);
  if (!amount.has_value()) return std::string(text);
  std::string_view currency = field.currency.empty() ? std::string_view() : value_at(input, field.currency);
  return Money{*amount, currency.empty() ? input.config.currency : std::string(currency)};
}

/// The value as what its field is; as it stands where it is no value of that type.
Cell field_cell(const RecordInput& input, const model::Path& path, std::string_view text) {
  if (path.list || path.field == nullptr) return std::string(text);
  switch (path.type()) {
    case model::Type::money:
      return money_cell(input, *path.field, text);
    case model::Type::integer:
    case model::Type::decimal:
      if (std::optional<core::Decimal> number = core::parse_decimal(text)) return *number;
      return std::string(text);
    case model::Type::date:
      if (std::optional<core::Date> day = core::parse_date(text)) return *day;
      return std::string(text);
    case model::Type::reference: {
      std::string id(text);
      std::string name = input.name_of ? input.name_of(path.field->reference, id) : std::string();
      return Reference{std::move(id), std::move(name)};
    }
    default:
      return std::string(text);
  }
}

Table fields_table(const RecordInput& input) {
  Table table{.name = "fields"};
  table.columns = {{"field", "Field"}, {"value", "Value"}};
  for (const model::Value& value : input.record.values()) {
    const model::Path& path = input.paths[value.path];
    bool is_source = std::string_view(path.text).substr(0, sources_prefix.size()) == sources_prefix;
    if (!is_source && !value.text.empty())
      table.rows.push_back({path.text, field_cell(input, path, value.text)});
  }
  return table;
}

/// "sources.2.key" belongs into row 2 and column key.
Table sources_table(const RecordInput& input) {
  Table table{.name = "sources", .title = "Sources"};
  table.columns = {
      {"source", "Source"}, {"key", "Key"}, {"first_seen", "First seen"}, {"updated", "Updated"}};
  std::map<std::size_t, Row> rows;
  for (const model::Value& value : input.record.values()) {
    std::string_view path = input.paths[value.path].text;
    if (path.substr(0, sources_prefix.size()) != sources_prefix) continue;
    path.remove_prefix(sources_prefix.size());
    std::size_t dot = path.find('.');
    std::optional<core::Decimal> number = core::parse_decimal(path.substr(0, dot));
    if (dot == std::string_view::npos || !number.has_value()) continue;
    Row& row = rows[static_cast<std::size_t>(number->mantissa)];
    row.resize(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].name == path.substr(dot + 1)) row[i] = std::string(value.text);
    }
  }
  for (auto& [number, row] : rows) table.rows.push_back(std::move(row));
  return table;
}

std::string title_of(const RecordInput& input) {
  std::string_view label = value_at(input, input.paths.schema().label());
  return std::string(label.empty() ? input.record.id() : label);
}

}  // namespace

Document record_view(const RecordInput& input) {
  Document document{.name = "record", .title = title_of(input)};
  document.subtitle = fmt::format("{} {}", input.collection, input.record.id());
  if (!input.place.empty()) document.subtitle += fmt::format(", {}", input.place);
  document.parameters = {{"collection", input.collection}, {"id", std::string(input.record.id())}};
  Section& section = document.add("");
  section.tables.push_back(fields_table(input));
  Table sources = sources_table(input);
  if (!sources.rows.empty()) section.tables.push_back(std::move(sources));
  return document;
}

}  // namespace flatcrm::report
