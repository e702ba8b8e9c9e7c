#include <algorithm>

#include <fmt/format.h>

#include "import/plan.h"

namespace flatcrm::import {

namespace {

std::string_view without_line_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<std::string> print_all_rejects(const ImportPlan& plan) {
  std::vector<std::string> files, heads;
  for (std::size_t i = 0; i < plan.sources.size(); ++i) {
    std::string text = print_rejects(plan, i);
    if (text.empty()) continue;
    const Source& source = *plan.sources[i];
    std::size_t rows =
        text.find(reason_column) == text.npos ? 0 : text.find('\n', text.find(reason_column)) + 1;
    std::string head = text.substr(0, rows) + source.report().encoding;
    auto same = std::find(heads.begin(), heads.end(), head);
    if (rows == 0 || same == heads.end()) {
      heads.push_back(head);
      files.push_back(std::move(text));
    } else {
      files[static_cast<std::size_t>(same - heads.begin())] += text.substr(rows);
    }
  }
  return files;
}

std::string print_rejects(const ImportPlan& plan, std::size_t number) {
  const Source& source = *plan.sources[number];
  const format::CsvDialect& dialect = source.dialect();
  std::string delimiter(format::delimiter_of(dialect));
  std::string end = source.line_end().empty() ? "\n" : source.line_end();
  // A rejects file that is imported again has the two columns already, and its rows say in them what was wrong.
  std::string out;
  std::size_t columns = source.columns().size();
  bool again = source.find_column(line_column) >= 0;
  for (const Reject& reject : plan.rejects) {
    if (reject.source != number) continue;
    if (out.empty()) {
      out = "\xef\xbb\xbf";
      out += without_line_end(source.head());
      if (!again && source.report().header_line != 0)
        out += delimiter + std::string(line_column) + delimiter + std::string(reason_column);
      out += end;
    }
    out += source.text().substr(reject.offset, reject.size);
    if (!again && source.report().header_line != 0) {
      for (std::size_t cell = reject.cells; cell < columns; ++cell) out += delimiter;
      out += delimiter + std::to_string(reject.line) + delimiter;
      format::write_cell(out, reject.reason, dialect);
    }
    out += end;
  }
  return out;
}

}  // namespace flatcrm::import
