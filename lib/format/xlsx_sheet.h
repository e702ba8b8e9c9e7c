// The cells of one sheet, read from its XML and written as CSV. Internal to xlsx.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "format/csv.h"
#include "format/xlsx.h"
#include "format/xlsx_number.h"
#include "format/xml_events.h"

namespace flatcrm::format {

/// The texts that cells share, by number.
class SharedTexts {
 public:
  void add(std::string_view text);
  std::string_view operator[](std::size_t number) const {
    return number < texts_.size() ? texts_[number] : std::string_view();
  }
  std::size_t size() const { return texts_.size(); }

 private:
  core::Arena arena_;
  std::size_t bytes_ = 0;
  std::vector<std::string_view> texts_;
};

/// What the cells of a workbook mean.
struct XlsxBook {
  SharedTexts texts;
  std::vector<NumberForm> forms;  // by the cell's style
  bool from_1904 = false;
};

/// Takes the XML of xl/sharedStrings.xml.
class SharedTextReader {
 public:
  explicit SharedTextReader(SharedTexts& texts) : texts_(texts) {}
  void begin(std::string_view name);
  void end(std::string_view name);
  void text(std::string_view some) {
    if (in_text_ && phonetic_ == 0) text_ += some;
  }

 private:
  SharedTexts& texts_;
  std::string text_;
  bool in_text_ = false;
  int phonetic_ = 0;  // within how to pronounce it
};

/// "BC23" is row 23, column 54 (from 0); false for anything else.
bool parse_reference(std::string_view reference, std::size_t& row, std::size_t& column);

class XlsxSheetReader {
 public:
  XlsxSheetReader(const XlsxBook& book, XlsxSheet& sheet) : book_(book), sheet_(sheet), writer_(dialect_) {}
  void begin(std::string_view name, const XmlAttributes& attributes);
  void end(std::string_view name);
  void text(std::string_view some);
  /// Writes what was held back for merged cells, and the notes.
  void finish();

 private:
  struct Merge {
    std::size_t first_row = 0, last_row = 0, first_column = 0, last_column = 0;
  };
  struct TopRow {
    std::size_t row = 0;
    std::vector<std::string> cells;
  };
  struct Count {
    std::size_t count = 0;
    std::string first;  // the place of the first
    void add(std::size_t row, std::size_t column);
  };
  void begin_cell(const XmlAttributes& attributes);
  void end_cell();
  void end_row();
  void write(std::string& out, std::vector<XlsxSheet::Row>& places, std::size_t row,
             const std::vector<std::string>& cells);
  void merge(const Merge& merge);
  std::string value();

  const XlsxBook& book_;
  XlsxSheet& sheet_;
  CsvDialect dialect_;
  CsvWriter writer_;
  std::size_t row_ = 0, column_ = 0, last_written_ = 0;
  std::vector<std::string> cells_;
  std::size_t width_ = 0;  // behind the last cell with a value
  std::string type_, text_, room_;
  std::size_t style_ = 0;
  bool in_value_ = false, has_formula_ = false;
  int phonetic_ = 0;
  std::vector<TopRow> top_;  // the first rows, until merged cells are known
  std::vector<Merge> merges_;
  Count errors_, unsaved_;
};

}  // namespace flatcrm::format
