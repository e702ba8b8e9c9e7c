#include "format/xlsx_sheet.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "format/csv_guard.h"
#include "format/flat_table.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_cell_bytes = std::size_t{64} << 20;
constexpr std::size_t most_text_bytes = std::size_t{1} << 30;
constexpr std::size_t top_rows = 20;
constexpr std::size_t most_sheet_columns = 16384;

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// "_x000D_" stands for a character that XML can't hold; a line end is LF here.
std::string without_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    int code = 0;
    if (text[i] == '_' && text.substr(i + 1, 1) == "x" && text.substr(i + 6, 1) == "_")
      for (std::size_t digit = i + 2; digit < i + 6 && code >= 0; ++digit)
        code = hexadecimal(text[digit]) < 0 ? -1 : code * 16 + hexadecimal(text[digit]);
    if (code > 0 && code < 0x80) {
      if (code != '\r' || text.substr(i + 7, 1) != "\n") out += code == '\r' ? '\n' : static_cast<char>(code);
      i += 6;
    } else if (text[i] == '\r') {
      if (text.substr(i + 1, 1) != "\n") out += '\n';
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string column_name(std::size_t column) {
  std::string name;
  for (++column; column > 0; column = (column - 1) / 26)
    name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
  return name;
}

std::size_t parse_number(std::string_view text) {
  std::size_t number = 0;
  for (char c : text) {
    if (c < '0' || c > '9' || number > 100'000'000) return 0;
    number = number * 10 + static_cast<std::size_t>(c - '0');
  }
  return number;
}

}  // namespace

void SharedTexts::add(std::string_view text) {
  bytes_ += text.size();
  if (bytes_ > most_text_bytes) throw Error(Code::limit, "more than 1 GiB of text in a workbook", {}, "");
  texts_.push_back(arena_.keep(text));
}

void SharedTextReader::begin(std::string_view name) {
  if (name == "si") text_.clear();
  if (name == "t") in_text_ = true;
  if (name == "rPh") ++phonetic_;
}

void SharedTextReader::end(std::string_view name) {
  if (name == "t") in_text_ = false;
  if (name == "rPh") --phonetic_;
  if (name == "si") texts_.add(without_escapes(text_));
  if (text_.size() > most_cell_bytes) throw Error(Code::limit, "more than 64 MiB of text in a cell", {}, "");
}

bool parse_reference(std::string_view reference, std::size_t& row, std::size_t& column) {
  std::size_t at = 0;
  column = 0;
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4; ++at)
    column = column * 26 + static_cast<std::size_t>(reference[at] - 'A') + 1;
  if (column == 0 || column > most_sheet_columns) return false;
  --column;
  row = parse_number(reference.substr(at));
  return row > 0;
}

void XlsxSheetReader::Count::add(std::size_t row, std::size_t column) {
  if (count++ == 0) first = column_name(column) + std::to_string(row);
}

void XlsxSheetReader::begin(std::string_view name, const XmlAttributes& attributes) {
  if (name == "row") {
    const std::size_t number = parse_number(attributes["r"]);
    row_ = number > row_ ? number : row_ + 1;
    column_ = 0;
  } else if (name == "c") {
    begin_cell(attributes);
  } else if (name == "v" || name == "t") {
    in_value_ = true;
  } else if (name == "f") {
    has_formula_ = true;
  } else if (name == "rPh") {
    ++phonetic_;
  } else if (name == "mergeCell") {
    const std::string_view range = attributes["ref"];
    const std::size_t colon = range.find(':');
    Merge merge;
    if (colon != std::string_view::npos &&
        parse_reference(range.substr(0, colon), merge.first_row, merge.first_column) &&
        parse_reference(range.substr(colon + 1), merge.last_row, merge.last_column) &&
        merge.first_row <= top_rows)
      merges_.push_back(merge);
  }
}

void XlsxSheetReader::begin_cell(const XmlAttributes& attributes) {
  std::size_t row = 0, column = 0;
  if (parse_reference(attributes["r"], row, column)) column_ = column;
  type_ = attributes["t"];
  style_ = parse_number(attributes["s"]);
  text_.clear();
  has_formula_ = false;
}

void XlsxSheetReader::text(std::string_view some) {
  if (!in_value_ || phonetic_ > 0) return;
  text_ += some;
  if (text_.size() > most_cell_bytes) throw Error(Code::limit, "more than 64 MiB of text in a cell", {}, "");
}

std::string XlsxSheetReader::value() {
  if (text_.empty()) {
    if (has_formula_ && type_ != "str") unsaved_.add(row_, column_);
    return "";
  }
  if (type_ == "s") return std::string(book_.texts[parse_number(text_)]);
  if (type_ == "b") return text_ == "0" ? "false" : "true";
  if (type_ == "inlineStr" || type_ == "str") return without_escapes(text_);
  if (type_ == "d") return text_;
  if (type_ == "e") {
    errors_.add(row_, column_);
    return "";
  }
  return print_number(text_, style_ < book_.forms.size() ? book_.forms[style_] : NumberForm{},
                      book_.from_1904);
}

void XlsxSheetReader::end_cell() {
  std::string cell = value();
  if (!cell.empty()) {
    if (column_ >= most_columns) refuse_columns(column_ + 1);
    if (cells_.size() <= column_) cells_.resize(column_ + 1);
    cells_[column_] = std::move(cell);
    width_ = std::max(width_, column_ + 1);
  }
  ++column_;
}

void XlsxSheetReader::end_row() {
  if (width_ == 0) return;
  if (row_ <= top_rows) {
    top_.push_back({row_, {cells_.begin(), cells_.begin() + static_cast<std::ptrdiff_t>(width_)}});
    last_written_ = row_;
  } else {
    write(sheet_.csv, sheet_.rows, row_, cells_);
  }
  for (std::string& cell : cells_) cell.clear();
  width_ = 0;
}

void XlsxSheetReader::write(std::string& out, std::vector<XlsxSheet::Row>& places, std::size_t row,
                            const std::vector<std::string>& cells) {
  if (row > last_written_ + 1 && last_written_ > 0) out += '\n';
  last_written_ = row;
  places.push_back({out.size(), row});
  std::size_t width = cells.size();
  while (width > 1 && cells[width - 1].empty()) --width;
  for (std::size_t i = 0; i < width; ++i) {
    if (i > 0) out += ',';
    writer_.cell(out, guard_cell(cells[i], room_));
  }
  out += '\n';
}

void XlsxSheetReader::end(std::string_view name) {
  if (name == "c")
    end_cell();
  else if (name == "row")
    end_row();
  else if (name == "v" || name == "t")
    in_value_ = false;
  else if (name == "rPh")
    --phonetic_;
}

/// A title that is merged over the whole width names no columns, and stays alone.
void XlsxSheetReader::merge(const Merge& merge) {
  auto first =
      std::find_if(top_.begin(), top_.end(), [&](const TopRow& row) { return row.row == merge.first_row; });
  if (first == top_.end() || first->cells.size() <= merge.first_column) return;
  const std::string text = first->cells[merge.first_column];
  const auto filled = std::count_if(first->cells.begin(), first->cells.end(),
                                    [](const std::string& cell) { return !cell.empty(); });
  if (text.empty() || filled < 2 || merge.last_column - merge.first_column >= most_columns) return;
  for (TopRow& row : top_) {
    if (row.row < merge.first_row || row.row > merge.last_row) continue;
    if (row.cells.size() <= merge.last_column) row.cells.resize(merge.last_column + 1);
    for (std::size_t column = merge.first_column; column <= merge.last_column; ++column)
      row.cells[column] = text;
  }
}

void XlsxSheetReader::finish() {
  const std::size_t first_row = top_.empty() ? 0 : top_.front().row;
  for (const Merge& one : merges_)
    if (one.last_row <= first_row + 8) merge(one);
  std::string csv;
  std::vector<XlsxSheet::Row> rows;
  last_written_ = 0;
  for (const TopRow& row : top_) write(csv, rows, row.row, row.cells);
  for (XlsxSheet::Row& row : sheet_.rows) row.offset += csv.size();
  rows.insert(rows.end(), sheet_.rows.begin(), sheet_.rows.end());
  sheet_.rows = std::move(rows);
  csv += sheet_.csv;
  sheet_.csv = std::move(csv);
  if (errors_.count > 0)
    sheet_.notes.push_back(errors_.count == 1
                               ? fmt::format("{} holds an error and is taken as empty", errors_.first)
                               : fmt::format("{} cells hold an error and are taken as empty, the first is {}",
                                             errors_.count, errors_.first));
  if (unsaved_.count > 0)
    sheet_.notes.push_back(
        unsaved_.count == 1
            ? fmt::format("the formula in {} has no saved value and is taken as empty", unsaved_.first)
            : fmt::format("{} formulas have no saved value and are taken as empty, the first is {}",
                          unsaved_.count, unsaved_.first));
}

}  // namespace flatcrm::format
