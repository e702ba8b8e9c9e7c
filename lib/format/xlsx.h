// Reads a sheet of an Excel workbook as CSV.
//
//   XlsxSheet sheet = read_xlsx(bytes, "");         // the first sheet that is not hidden
//   sheet.csv == "id,since\n17850,2026-11-22\n"     sheet.rows[1].row == 2
//
// Shape   commas, doubled quotes, LF; cells guarded as csv_guard.h says. Rows without a value are left out,
//         an empty line standing for all of them. Numbers and dates as xlsx_number.h has them, true and
//         false; a cell with an error, and a formula whose value was not saved, is empty and counted in the
//         notes. A cell that is merged over others of the first rows stands in each of them, where its row
//         names other columns too.
// Errors  those of zip_archive.h and xml_events.h; Code::usage for a sheet that is not there; Code::limit for
//         more than 4,096 columns, 64 MiB of text in a cell, and 1 GiB of texts.
// Source  ECMA-376 part 1, chapter 18.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::format {

struct XlsxSheet {
  struct Row {
    std::uint64_t offset = 0;  // in csv
    std::size_t row = 0;       // of the sheet, from 1
  };
  std::string name;
  std::string csv;
  std::vector<Row> rows;
  std::vector<std::string> notes;  // other sheets, cells with errors
};

XlsxSheet read_xlsx(std::string_view bytes, const std::string& sheet);

}  // namespace flatcrm::format
