#include "render/markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/text.h"
#include "render/values.h"

namespace flatcrm::render {

namespace {

using report::is_missing;

/// A paragraph must not begin as a heading, a quotation, a list or a rule does.
std::string paragraph(std::string_view text) {
  std::string out = markdown_text(text);
  if (!out.empty() && std::string_view("#>+-=").find(out.front()) != std::string_view::npos)
    out.insert(out.begin(), '\\');
  return out;
}

void write_row(std::string& out, const std::vector<std::string>& cells) {
  for (const std::string& cell : cells) out.append("| ").append(cell).append(cell.empty() ? "" : " ");
  out += "|\n";
}

void write_figures(std::string& out, const std::vector<report::Figure>& figures) {
  auto any = [&](auto member) {
    return std::any_of(figures.begin(), figures.end(), [&](const auto& f) { return !is_missing(f.*member); });
  };
  bool previous = any(&report::Figure::previous);
  bool target = any(&report::Figure::target);
  std::vector<std::string> names{"Figure", "Value"}, rules{"---", "---:"};
  if (previous) names.insert(names.end(), {"Before", "Change"});
  if (target) names.emplace_back("Target");
  rules.resize(names.size(), "---:");
  write_row(out, names);
  write_row(out, rules);
  for (const report::Figure& figure : figures) {
    std::vector<std::string> cells{markdown_text(figure.label)};
    cells.push_back(is_missing(figure.value) ? "none" : markdown_text(with_unit(figure.value, figure.unit)));
    if (previous) {
      cells.push_back(markdown_text(with_unit(figure.previous, figure.unit)));
      report::Cell by = report::change(figure.value, figure.previous);
      bool points = std::holds_alternative<report::Percent>(by);
      cells.push_back(markdown_text(points ? plain(by) + " points" : with_unit(by, figure.unit)));
    }
    if (target) cells.push_back(markdown_text(with_unit(figure.target, figure.unit)));
    write_row(out, cells);
  }
}

void write_finding(std::string& out, const report::Finding& finding) {
  out.append("- ").append(markdown_text(finding.text));
  if (!finding.records.empty()) {
    std::vector<std::string> names;
    for (const report::Reference& record : finding.records) names.push_back(markdown_text(plain(record)));
    bool all = static_cast<std::int64_t>(names.size()) >= finding.count;
    out += fmt::format(" ({}{})", fmt::join(names, ", "), all ? "" : ", …");
  }
  if (!finding.command.empty()) out += fmt::format(": {}", markdown_text(finding.command));
  out += '\n';
}

void write_titled_table(std::string& out, const report::Table& table) {
  if (!table.title.empty()) out += fmt::format("\n### {}\n", markdown_text(table.title));
  out += '\n';
  write_markdown_table(out, table);
  if (!table.note.empty()) out += fmt::format("\n{}\n", paragraph(table.note));
}

void write_section(std::string& out, const report::Section& section) {
  if (!section.heading.empty()) out += fmt::format("\n## {}\n", markdown_text(section.heading));
  if (!section.figures.empty()) {
    out += '\n';
    write_figures(out, section.figures);
  }
  if (!section.findings.empty()) out += '\n';
  for (const report::Finding& finding : section.findings) write_finding(out, finding);
  for (const report::Table& table : section.tables) write_titled_table(out, table);
  for (const report::Series& series : section.series) write_titled_table(out, report::as_table(series));
  for (const std::string& note : section.notes) out += fmt::format("\n{}\n", paragraph(note));
}

}  // namespace

std::string markdown_text(std::string_view text) {
  std::string out;
  for (char c : one_line(text)) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      if (std::string_view("\\`*_[]|~").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

void write_markdown_table(std::string& out, const report::Table& table) {
  if (table.rows.empty() && table.total.empty()) {
    out += "(none)\n";
    return;
  }
  std::vector<std::string> names, rules;
  for (const report::Column& column : table.columns) {
    names.push_back(markdown_text(heading(column)));
    rules.emplace_back(report::is_number(column.kind) ? "---:" : "---");
  }
  write_row(out, names);
  write_row(out, rules);
  std::vector<std::string> cells(table.columns.size());
  for (const report::Row& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      cells[i] = markdown_text(cell_text(table.columns[i], row[i]));
    write_row(out, cells);
  }
  if (table.total.empty()) return;
  for (std::size_t i = 0; i < table.total.size(); ++i) {
    std::string text = markdown_text(cell_text(table.columns[i], table.total[i]));
    cells[i] = text.empty() ? text : fmt::format("**{}**", text);
  }
  write_row(out, cells);
}

void write_markdown(std::string& out, const report::Document& document) {
  out += fmt::format("# {}\n", markdown_text(document.title));
  if (!document.subtitle.empty()) out += fmt::format("\n{}\n", paragraph(document.subtitle));
  if (!document.comparison.empty()) out += fmt::format("\nbefore: {}\n", markdown_text(document.comparison));
  for (const report::Section& section : document.sections) write_section(out, section);
  std::string made_from = footer(document.made_from);
  if (!made_from.empty()) out += fmt::format("\n{}\n", paragraph(made_from));
}

}  // namespace flatcrm::render
