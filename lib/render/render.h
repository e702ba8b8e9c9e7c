// A document in the format that was asked for.
//
//   render(document, {.format = Format::csv, .table = "quarters"})
//   format_named("jsonl") == Format::json_lines     format_of_file("weekly.html") == Format::html
//   format_of_file("x") == std::nullopt
//
// Errors  Code::usage with the nearest name for a format or a table that doesn't exist.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "render/text_table.h"
#include "report/document.h"

namespace flatcrm::render {

enum class Format { table, csv, tsv, json, json_lines, markdown, html, ids };

/// As -O names them: table csv tsv json jsonl markdown html ids.
const std::vector<std::string_view>& format_names();
Format format_named(std::string_view name);
/// By the ending of a file's name: txt csv tsv json jsonl md html.
std::optional<Format> format_of_file(std::string_view path);

struct Options {
  Format format = Format::table;
  /// One of report::table_names(): nothing but that table. "": the main one (csv, tsv, jsonl, ids) or the
  /// whole document (the others). "all": the whole document; csv, tsv and jsonl then have a row of table,
  /// row, column, value, unit for every value.
  std::string table{};
  TextStyle style{};
};

std::string render(const report::Document& document, const Options& options);

}  // namespace flatcrm::render
