#include "render/json.h"

#include "core/text.h"
#include "format/json.h"
#include "render/values.h"

namespace flatcrm::render {

namespace {

using format::JsonWriter;
using report::is_missing;

/// JSON escapes control characters by itself; only bytes that are no UTF-8 must be made visible before.
std::string valid(const std::string& text) {
  return core::find_invalid_utf8(text) == std::string::npos ? text : core::visible(text, true);
}

void write_text(JsonWriter& json, const std::string& text) {
  json.text(valid(text));
}

void write_pair(JsonWriter& json, std::string_view name, const std::string& text) {
  if (text.empty()) return;
  json.key(name);
  write_text(json, text);
}

void write_money(JsonWriter& json, const report::Money& money) {
  json.begin_object();
  json.key("amount");
  json.text(core::print(money.amount));
  json.key("currency");
  write_text(json, money.currency);
  json.end_object();
}

void write_reference(JsonWriter& json, const report::Reference& reference) {
  json.begin_object();
  json.key("id");
  write_text(json, reference.id);
  if (!reference.label.empty()) {
    json.key("name");
    write_text(json, reference.label);
  }
  json.end_object();
}

void write_cell(JsonWriter& json, const report::Cell& cell) {
  if (is_missing(cell)) return json.null();
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return json.number(*integer);
  if (const auto* money = std::get_if<report::Money>(&cell)) return write_money(json, *money);
  if (const auto* reference = std::get_if<report::Reference>(&cell)) return write_reference(json, *reference);
  if (const auto* text = std::get_if<std::string>(&cell)) return write_text(json, *text);
  json.text(plain(cell));
}

void write_given(JsonWriter& json, std::string_view name, const report::Cell& cell) {
  if (is_missing(cell)) return;
  json.key(name);
  write_cell(json, cell);
}

void write_row(JsonWriter& json, const std::vector<report::Column>& columns, const report::Row& row) {
  json.begin_object();
  for (std::size_t i = 0; i < row.size(); ++i) {
    json.key(valid(columns[i].name));
    write_cell(json, row[i]);
  }
  json.end_object();
}

void write_figure(JsonWriter& json, const report::Figure& figure) {
  json.key(valid(figure.name));
  json.begin_object();
  write_pair(json, "label", figure.label);
  json.key("type");
  json.text(report::name_of(report::kind_of(figure)));
  json.key("value");
  write_cell(json, figure.value);
  write_pair(json, "unit", figure.unit);
  write_given(json, "previous", figure.previous);
  write_given(json, "change", report::change(figure.value, figure.previous));
  write_given(json, "target", figure.target);
  json.end_object();
}

void write_columns(JsonWriter& json, const std::vector<report::Column>& columns) {
  json.begin_array();
  for (const report::Column& column : columns) {
    json.begin_object();
    write_pair(json, "name", column.name);
    write_pair(json, "label", column.label);
    json.key("type");
    json.text(report::name_of(column.kind));
    write_pair(json, "currency", column.currency);
    json.end_object();
  }
  json.end_array();
}

void write_table(JsonWriter& json, const report::Table& table) {
  json.key(valid(table.name));
  json.begin_object();
  write_pair(json, "title", table.title);
  json.key("columns");
  write_columns(json, table.columns);
  json.key("rows");
  json.begin_array();
  for (const report::Row& row : table.rows) write_row(json, table.columns, row);
  json.end_array();
  if (!table.total.empty()) {
    json.key("total");
    write_row(json, table.columns, table.total);
  }
  write_pair(json, "note", table.note);
  json.end_object();
}

void write_finding(JsonWriter& json, const report::Finding& finding) {
  json.begin_object();
  write_pair(json, "code", finding.code);
  write_pair(json, "text", finding.text);
  json.key("count");
  json.number(finding.count);
  json.key("records");
  json.begin_array();
  for (const report::Reference& record : finding.records) write_reference(json, record);
  json.end_array();
  write_pair(json, "command", finding.command);
  json.end_object();
}

template <typename List, typename Text>
void write_names(JsonWriter& json, std::string_view key, const List& list, Text text) {
  if (list.empty()) return;
  json.key(key);
  json.begin_array();
  for (const auto& element : list) write_text(json, text(element));
  json.end_array();
}

void write_section(JsonWriter& json, const report::Section& section) {
  auto name = [](const auto& element) -> const std::string& { return element.name; };
  json.begin_object();
  write_pair(json, "heading", section.heading);
  write_names(json, "figures", section.figures, name);
  std::vector<std::string> tables;
  for (const report::Table& table : section.tables) tables.push_back(table.name);
  for (const report::Series& series : section.series) tables.push_back(series.name);
  auto itself = [](const std::string& text) -> const std::string& { return text; };
  write_names(json, "tables", tables, itself);
  write_names(json, "notes", section.notes, itself);
  write_names(json, "findings", section.findings, [](const auto& f) -> const std::string& { return f.code; });
  json.end_object();
}

void write_made_from(JsonWriter& json, const report::Provenance& made_from) {
  json.key("made_from");
  json.begin_object();
  write_pair(json, "book", made_from.book);
  write_pair(json, "revision", made_from.revision);
  if (!made_from.digest.empty()) write_pair(json, "digest", made_from.digest);
  if (made_from.as_of != core::no_date) write_pair(json, "as_of", core::print(made_from.as_of));
  json.key("records");
  json.begin_object();
  for (const auto& count : made_from.records) {
    json.key(valid(count.collection));
    json.number(count.records);
  }
  json.end_object();
  write_pair(json, "flatcrm", made_from.version);
  json.end_object();
}

void write_parameters(JsonWriter& json, const std::vector<report::Parameter>& parameters) {
  json.key("parameters");
  json.begin_object();
  for (const report::Parameter& parameter : parameters) {
    json.key(valid(parameter.name));
    write_text(json, parameter.value);
  }
  json.end_object();
}

template <typename Write>
void for_sections(JsonWriter& json, const report::Document& document, std::string_view key, bool object,
                  Write write) {
  json.key(key);
  object ? json.begin_object() : json.begin_array();
  for (const report::Section& section : document.sections) write(section);
  object ? json.end_object() : json.end_array();
}

}  // namespace

void write_json(std::string& out, const report::Document& document) {
  JsonWriter json(out, 2);
  json.begin_object();
  write_pair(json, "report", document.name);
  write_pair(json, "title", document.title);
  write_pair(json, "subtitle", document.subtitle);
  write_pair(json, "comparison", document.comparison);
  write_parameters(json, document.parameters);
  for_sections(json, document, "figures", true, [&](const report::Section& section) {
    for (const report::Figure& figure : section.figures) write_figure(json, figure);
  });
  for_sections(json, document, "tables", true, [&](const report::Section& section) {
    for (const report::Table& table : section.tables) write_table(json, table);
    for (const report::Series& series : section.series) write_table(json, report::as_table(series));
  });
  for_sections(json, document, "findings", false, [&](const report::Section& section) {
    for (const report::Finding& finding : section.findings) write_finding(json, finding);
  });
  for_sections(json, document, "notes", false, [&](const report::Section& section) {
    for (const std::string& note : section.notes) write_text(json, note);
  });
  for_sections(json, document, "sections", false,
               [&](const report::Section& section) { write_section(json, section); });
  write_made_from(json, document.made_from);
  json.end_object();
  out += '\n';
}

void write_json_lines(std::string& out, const report::Table& table) {
  for (const report::Row& row : table.rows) {
    JsonWriter json(out);
    write_row(json, table.columns, row);
    out += '\n';
  }
}

}  // namespace flatcrm::render
