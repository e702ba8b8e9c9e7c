#include "format/csv_sample.h"

#include <map>

#include "core/error.h"
#include "format/csv_rows.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_rows = 2000;

void count_blanks(std::string_view outer, const CsvDialect& dialect, CsvSample& sample) {
  const std::size_t begin = outer.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return;
  ++(begin == 0 ? sample.close : sample.padded);
  if (begin > 0 && dialect.quote != 0 && outer[begin] == dialect.quote) ++sample.padded_quotes;
}

SampleCell take_cell(std::string_view outer, bool first, const CsvDialect& dialect, CsvSample& sample) {
  if (!first) count_blanks(outer, dialect, sample);
  const CsvValue value = open_cell(outer, dialect);
  if (value.quoted) {
    const char pair[] = {dialect.quote, dialect.quote};
    ++(value.raw.size() + 2 == value.core.size() ? sample.framed : sample.tails);
    if (dialect.loose && value.raw.find(std::string_view(pair, 2)) != std::string_view::npos) ++sample.pairs;
  } else if (dialect.quote == '"' && value.raw.find('"') != std::string_view::npos) {
    ++sample.bare_quotes;
  }
  return {value.raw, value.quoted, kind_of(value.raw)};
}

/// The start of the next row; the size of the text when the row can't be read.
std::size_t take_row(std::string_view text, std::size_t offset, const CsvDialect& dialect, bool complete,
                     CsvSample& sample) {
  SampleRow row;
  row.offset = offset;
  std::size_t begin = offset;
  try {
    offset = read_row(text, offset, dialect, [&](std::size_t end) {
      row.cells.push_back(take_cell(text.substr(begin, end - begin), row.cells.empty(), dialect, sample));
      row.filled += row.cells.back().kind == CellKind::empty ? 0 : 1;
      begin = end + delimiter_of(dialect).size();
    });
  } catch (const Error&) {
    sample.unclosed = complete;
    return text.size();
  }
  sample.rows.push_back(std::move(row));
  return offset;
}

}  // namespace

CsvSample read_sample(std::string_view text, const CsvDialect& dialect, bool complete) {
  CsvSample sample;
  for (std::size_t offset = 0; offset < text.size() && sample.rows.size() < most_rows;) {
    offset = skip_comments(text, offset, dialect);
    if (offset < text.size()) offset = take_row(text, offset, dialect, complete, sample);
  }
  std::map<std::size_t, std::size_t> widths;
  for (const SampleRow& row : sample.rows) {
    if (row.blank()) continue;
    ++sample.full;
    const std::size_t count = ++widths[row.cells.size()];
    if (count > sample.fitting || (count == sample.fitting && row.cells.size() > sample.width)) {
      sample.fitting = count;
      sample.width = row.cells.size();
    }
  }
  return sample;
}

}  // namespace flatcrm::format
