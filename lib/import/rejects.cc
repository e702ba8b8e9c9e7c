#include <algorithm>

#include <fmt/format.h>

#include "import/plan.h"

namespace flatcrm::import {

namespace {

/// One line of names, whatever the header was like: it says by its last two that it is one.
std::string print_head(const Source& source, const std::string& delimiter, const std::string& end) {
  std::string out = "\xef\xbb\xbf";
  for (std::size_t i = 0; i < source.columns().size(); ++i) {
    if (i > 0) out += delimiter;
    format::write_cell(out, source.columns()[i], source.dialect());
  }
  if (source.find_column(reason_column) < 0)
    out += delimiter + std::string(line_column) + delimiter + std::string(reason_column);
  return out + end;
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
  const bool again = source.find_column(reason_column) >= 0;
  for (const Reject& reject : plan.rejects) {
    if (reject.source != number) continue;
    if (out.empty()) out = print_head(source, delimiter, end);
    out += source.text().substr(reject.offset, reject.size);
    if (!again) {
      for (std::size_t cell = reject.cells; cell < columns; ++cell) out += delimiter;
      out += fmt::format("{}{}{}", delimiter, reject.line, delimiter);
      format::write_cell(out, reject.reason, dialect);
    }
    out += end;
  }
  return out;
}

}  // namespace flatcrm::import
