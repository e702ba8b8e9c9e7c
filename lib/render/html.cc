#include "render/html.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/chart.h"
#include "render/text.h"
#include "render/values.h"

namespace flatcrm::render {

namespace {

using report::is_missing;

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --page: #ffffff; --mark: #8a4600;
  --c0: #2f6db5; --c1: #b3541e; --c2: #2e7d4f; --c3: #8a3f9e; --c4: #0f7a85; --c5: #7a6a00; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --soft: #9da7b3; --line: #3d444d; --page: #0d1117; --mark: #f0b060;
    --c0: #6ba3e0; --c1: #f0935a; --c2: #6cc08b; --c3: #cf8fe0; --c4: #5fc4cf; --c5: #d6c24a; }
}
body { margin: 0 auto; max-width: 76rem; padding: 1rem; color: var(--text); background: var(--page);
  font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.2; }
h2 { border-bottom: 1px solid var(--line); padding-bottom: .2em; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 1rem; }
dt, .note, footer { color: var(--soft); font-size: .875rem; }
dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
dd small { display: block; color: var(--soft); font-size: .875rem; }
.lead { font-size: 1.125rem; }
.scroll { overflow-x: auto; background: linear-gradient(to left, var(--page), var(--page)) local right / 2rem 100% no-repeat,
  linear-gradient(to left, var(--line), transparent) scroll right / .75rem 100% no-repeat; }
td.d, code span { white-space: nowrap; }
td.t { min-width: 14rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3em .75em .3em 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; }
th.n, td.n { text-align: right; }
td.n { white-space: nowrap; }
th { vertical-align: bottom; }
tfoot td { font-weight: 600; }
td { max-width: 30rem; }
svg { display: block; width: 6rem; height: .7rem; fill: var(--c0); }
code { overflow-wrap: anywhere; }
.finding { color: var(--mark); border-left: .25rem solid var(--mark); padding-left: .75rem; font-weight: 600; }
.finding code { font-weight: 400; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .5rem; }
@media (max-width: 40rem) { th, td { font-size: .875rem; padding-right: .6em; } .bar { display: none; } }
@media print { body { max-width: none; padding: 0; } .scroll { overflow: visible; } tr { break-inside: avoid; } }
)";

core::Decimal most_of(const report::Table& table, std::size_t column) {
  core::Decimal most, room;
  for (const report::Row& row : table.rows) {
    const core::Decimal* value = report::decimal_of(row[column], room);
    if (value != nullptr && core::compare(*value, most) > 0) most = *value;
  }
  return most;
}

/// A bar from 0 to 100 of the column's largest value; the number itself stands in the cell before it.
std::string bar_cell(const report::Cell& cell, core::Decimal most) {
  core::Decimal room;
  const core::Decimal* value = report::decimal_of(cell, room);
  if (value == nullptr || value->mantissa <= 0) return "<td class=\"bar\"></td>";
  core::Decimal share = core::divide(*value, most, 4);
  std::string width = core::print(core::round(core::multiply(share, {100, 0}), 2));
  return fmt::format(
      "<td class=\"bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
      "width=\"{}\" "
      "height=\"10\"/>"
      "</svg></td>",
      width);
}

/// Numbers to the right; one word stays on its line, and a sentence has room however many columns stand beside it.
std::string_view class_of(report::Kind kind, std::string_view text) {
  constexpr std::size_t word = 24, sentence = 32;
  if (report::is_number(kind)) return " class=\"n\"";
  bool several = text.find(' ') != std::string_view::npos;
  if (kind == report::Kind::date || (!several && text.size() <= word)) return " class=\"d\"";
  return several && text.size() > sentence ? " class=\"t\"" : "";
}

void write_cells(std::string& out, const report::Table& table, const report::Row& row,
                 const std::vector<core::Decimal>& most, bool bars) {
  out += "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i) {
    const report::Column& column = table.columns[i];
    std::string text = cell_text(column, row[i]);
    out += fmt::format("<td{}>{}</td>", class_of(column.kind, text), html_text(text));
    if (column.bar) out += bars ? bar_cell(row[i], most[i]) : "<td class=\"bar\"></td>";
  }
  out += "</tr>\n";
}

void write_head(std::string& out, const report::Table& table) {
  out += "<thead><tr>";
  for (const report::Column& column : table.columns) {
    out += fmt::format("<th scope=\"col\"{}>{}</th>", report::is_number(column.kind) ? " class=\"n\"" : "",
                       html_text(heading(column)));
    if (column.bar) out += "<td class=\"bar\"></td>";
  }
  out += "</tr></thead>\n";
}

void write_rows(std::string& out, const report::Table& table) {
  if (table.rows.empty() && table.total.empty()) {
    out += "<p>(none)</p>\n";
  } else {
    std::vector<core::Decimal> most;
    for (std::size_t i = 0; i < table.columns.size(); ++i) most.push_back(most_of(table, i));
    // Who moves by the keyboard gets at what is beyond the edge.
    out += fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>\n",
                       html_text(table.title.empty() ? table.name : table.title));
    write_head(out, table);
    out += "<tbody>\n";
    for (const report::Row& row : table.rows) write_cells(out, table, row, most, true);
    out += "</tbody>\n";
    if (!table.total.empty()) {
      out += "<tfoot>\n";
      write_cells(out, table, table.total, most, false);
      out += "</tfoot>\n";
    }
    out += "</table></div>\n";
  }
  if (!table.note.empty()) out += fmt::format("<p class=\"note\">{}</p>\n", html_text(table.note));
}

void write_table(std::string& out, const report::Table& table) {
  if (!table.title.empty()) out += fmt::format("<h3>{}</h3>\n", html_text(table.title));
  write_rows(out, table);
}

/// The chart, and its values for whoever does not see it or wants them.
void write_series(std::string& out, const report::Series& series) {
  out += "<figure>\n";
  if (!series.title.empty())
    out += fmt::format("<figcaption><h3>{}</h3></figcaption>\n", html_text(series.title));
  write_chart(out, series);
  out += "<details><summary>Values</summary>\n";
  write_rows(out, report::as_table(series));
  out += "</details>\n</figure>\n";
}

void write_figures(std::string& out, const std::vector<report::Figure>& figures) {
  out += "<dl>\n";
  for (const report::Figure& figure : figures) {
    std::string value = is_missing(figure.value) ? "none" : with_unit(figure.value, figure.unit);
    std::string more = beside(figure);
    out += fmt::format("<div><dt>{}</dt><dd>{}{}</dd></div>\n", html_text(figure.label), html_text(value),
                       more.empty() ? "" : fmt::format("<small>{}</small>", html_text(more)));
  }
  out += "</dl>\n";
}

/// No option is broken at its hyphens.
std::string html_command(std::string_view command) {
  std::string out;
  while (!command.empty()) {
    std::string_view word = command.substr(0, command.find(' '));
    command.remove_prefix(std::min(command.size(), word.size() + 1));
    bool option = !word.empty() && word[0] == '-';
    out += option ? fmt::format("<span>{}</span>", html_text(word)) : html_text(word);
    if (!command.empty()) out += ' ';
  }
  return out;
}

void write_finding(std::string& out, const report::Finding& finding) {
  out += fmt::format("<p class=\"finding\">{}", html_text(finding.text));
  for (std::size_t i = 0; i < finding.records.size(); ++i) {
    out += fmt::format("{}<code>{}</code>", i == 0 ? " " : ", ", html_text(plain(finding.records[i])));
  }
  if (!finding.command.empty()) out += fmt::format(": <code>{}</code>", html_command(finding.command));
  out += "</p>\n";
}

void write_section(std::string& out, const report::Section& section) {
  if (!section.heading.empty()) out += fmt::format("<h2>{}</h2>\n", html_text(section.heading));
  if (!section.figures.empty()) write_figures(out, section.figures);
  for (const report::Finding& finding : section.findings) write_finding(out, finding);
  for (const report::Table& table : section.tables) write_table(out, table);
  for (const report::Series& series : section.series) write_series(out, series);
  for (const std::string& note : section.notes)
    out += fmt::format("<p class=\"note\">{}</p>\n", html_text(note));
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (char c : one_line(text)) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void write_html(std::string& out, const report::Document& document) {
  std::string title = html_text(document.title);
  out += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += fmt::format("<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n<h1>{}</h1>\n", title, style,
                     chart_style(), title);
  if (!document.subtitle.empty())
    out += fmt::format("<p class=\"lead\">{}</p>\n", html_text(document.subtitle));
  if (!document.comparison.empty())
    out += fmt::format("<p class=\"note\">before: {}</p>\n", html_text(document.comparison));
  for (const report::Section& section : document.sections) write_section(out, section);
  std::string made_from = footer(document.made_from);
  if (!made_from.empty()) out += fmt::format("<footer>{}</footer>\n", html_text(made_from));
  out += "</body>\n</html>\n";
}

}  // namespace flatcrm::render
