// A whole workbook, and the XML of a sheet by itself, for few changes of an archive get past its checks.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "format/csv.h"
#include "format/xlsx.h"
#include "format/xlsx_sheet.h"

using namespace flatcrm::format;

namespace {

void read_sheet(std::string_view xml) {
  XlsxBook book;
  XlsxSheet sheet;
  for (const char* text : {"one", "two", "=three", "a,b\n\"c\""}) book.texts.add(text);
  book.forms = {
      {}, {true, false, false, 0}, {true, true, false, 0}, {false, true, true, 0}, {false, false, false, 5}};
  XlsxSheetReader reader(book, sheet);
  XmlEvents events{
      [&](std::string_view name, const XmlAttributes& attributes) { reader.begin(name, attributes); },
      [&](std::string_view name) { reader.end(name); }, [&](std::string_view text) { reader.text(text); }};
  XmlReader parser(events);
  parser.feed(xml.substr(0, xml.size() / 2));
  parser.feed(xml.substr(xml.size() / 2));
  parser.finish();
  reader.finish();
  std::size_t filled = 0;
  for (const auto& row : read_csv(sheet.csv).rows) filled += row.size() > 1 || !row[0].empty() ? 1 : 0;
  if (filled != sheet.rows.size()) std::abort();
  for (std::size_t i = 1; i < sheet.rows.size(); ++i)
    if (sheet.rows[i].offset <= sheet.rows[i - 1].offset) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    text.substr(0, 2) == "PK" ? static_cast<void>(read_xlsx(text, "")) : read_sheet(text);
  } catch (const flatcrm::Error&) {
  }
  classify_format(text.substr(0, 64));
  print_number(text.substr(0, 64), classify_format("yyyy-mm-dd hh:mm"), (size & 1) != 0);
  print_number(text.substr(0, 64), {}, false);
  return 0;
}
