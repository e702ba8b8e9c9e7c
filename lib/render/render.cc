#include "render/render.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "render/delimited.h"
#include "render/html.h"
#include "render/ids.h"
#include "render/json.h"
#include "render/markdown.h"
#include "render/text.h"
#include "render/values.h"

namespace flatcrm::render {

namespace {

using Named = std::pair<std::string_view, Format>;

constexpr std::array<Named, 8> formats{{{"table", Format::table},
                                        {"csv", Format::csv},
                                        {"tsv", Format::tsv},
                                        {"json", Format::json},
                                        {"jsonl", Format::json_lines},
                                        {"markdown", Format::markdown},
                                        {"html", Format::html},
                                        {"ids", Format::ids}}};

constexpr std::array<Named, 8> endings{{{"txt", Format::table},
                                        {"csv", Format::csv},
                                        {"tsv", Format::tsv},
                                        {"json", Format::json},
                                        {"jsonl", Format::json_lines},
                                        {"md", Format::markdown},
                                        {"html", Format::html},
                                        {"htm", Format::html}}};

std::string unit_of(const report::Cell& cell) {
  if (const auto* money = std::get_if<report::Money>(&cell)) return money->currency;
  if (std::holds_alternative<report::Percent>(cell)) return "percent";
  if (std::holds_alternative<report::Days>(cell)) return "days";
  return {};
}

void add_values(report::Table& all, const report::Table& table) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const report::Cell& cell = table.rows[row][i];
      all.rows.push_back(
          {table.name, static_cast<std::int64_t>(row + 1), table.columns[i].name, cell, unit_of(cell)});
    }
  }
}

/// Every value of every table in one, for formats that hold one table.
report::Table all_values(const report::Document& document) {
  report::Table all{.name = "all"};
  all.columns = {{"table", "Table"},
                 {"row", "Row", report::Kind::integer},
                 {"column", "Column"},
                 {"value", "Value", report::Kind::decimal},
                 {"unit", "Unit"}};
  for (const std::string& name : report::table_names(document))
    add_values(all, report::table_of(document, name));
  return all;
}

report::Table chosen(const report::Document& document, const Options& options) {
  if (options.table == "all" && options.format != Format::ids) return all_values(document);
  return report::table_of(document, options.table);
}

/// The document with nothing but one table in it.
report::Document only(const report::Document& document, const std::string& name) {
  report::Document one = document;
  report::Table table = report::table_of(document, name);
  one.sections.clear();
  one.add("").tables.push_back(std::move(table));
  return one;
}

void write_document(std::string& out, const report::Document& document, const Options& options) {
  switch (options.format) {
    case Format::json:
      return write_json(out, document);
    case Format::markdown:
      return write_markdown(out, document);
    case Format::html:
      return write_html(out, document);
    default:
      return write_text(out, document, options.style);
  }
}

}  // namespace

const std::vector<std::string_view>& format_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const Named& format : formats) list.push_back(format.first);
    return list;
  }();
  return names;
}

Format format_named(std::string_view name) {
  for (const Named& format : formats) {
    if (format.first == name) return format.second;
  }
  std::string_view nearest = core::nearest(name, format_names());
  throw Error(Code::usage, fmt::format("no format '{}'", name), {},
              nearest.empty() ? fmt::format("it is one of {}", fmt::join(format_names(), ", "))
                              : fmt::format("did you mean '{}'?", nearest));
}

std::optional<Format> format_of_file(std::string_view path) {
  std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::string ending = core::lower_ascii(path.substr(dot + 1));
  for (const Named& format : endings) {
    if (format.first == ending) return format.second;
  }
  return std::nullopt;
}

std::string render(const report::Document& document, const Options& options) {
  std::string out;
  switch (options.format) {
    case Format::csv:
      write_csv(out, chosen(document, options));
      break;
    case Format::tsv:
      write_tsv(out, chosen(document, options));
      break;
    case Format::json_lines:
      write_json_lines(out, chosen(document, options));
      break;
    case Format::ids:
      write_ids(out, chosen(document, options));
      break;
    default:
      if (options.table.empty() || options.table == "all") {
        write_document(out, document, options);
      } else {
        write_document(out, only(document, options.table), options);
      }
  }
  return out;
}

}  // namespace flatcrm::render
