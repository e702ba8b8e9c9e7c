// Reads a report's document as plain text, for tests.
#pragma once

#include <map>
#include <string>

#include "core/decimal.h"
#include "report/document.h"

inline std::string cell_text(const flatcrm::report::Cell& cell) {
  flatcrm::core::Decimal room;
  if (const auto* number = flatcrm::report::decimal_of(cell, room)) return flatcrm::core::print(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* day = std::get_if<flatcrm::core::Date>(&cell)) return flatcrm::core::print(*day);
  const auto* reference = std::get_if<flatcrm::report::Reference>(&cell);
  if (reference == nullptr) return "missing";
  return reference->id.empty() ? reference->label : reference->id;
}

/// "name" -> value of every figure.
inline std::map<std::string, std::string> figures_of_document(const flatcrm::report::Document& document) {
  std::map<std::string, std::string> values;
  for (const auto& section : document.sections) {
    for (const auto& figure : section.figures) values[figure.name] = cell_text(figure.value);
  }
  return values;
}

/// The rows of a table, cells joined with '|'.
inline std::string rows_of(const flatcrm::report::Document& document, const std::string& name) {
  std::string out;
  for (const auto& row : flatcrm::report::table_of(document, name).rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i > 0 ? "|" : "") + cell_text(row[i]);
    out += '\n';
  }
  return out;
}

/// Column by name of the row whose first cell is `key`.
inline std::string value_at(const flatcrm::report::Table& table, const std::string& key,
                            const std::string& column) {
  for (const flatcrm::report::Row& row : table.rows) {
    if (cell_text(row[0]) != key) continue;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (table.columns[i].name == column) return cell_text(row[i]);
    }
  }
  return "no such row";
}
