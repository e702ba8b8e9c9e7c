// Sniffing and scanning: both ways to scan give the same rows, and what is written is read again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "format/csv.h"
#include "format/csv_guard.h"
#include "format/csv_sniff.h"

using namespace flatcrm::format;

namespace {

std::string read(std::string_view text, const CsvDialect& dialect, CsvWay way) {
  std::string out;
  try {
    CsvScanner scanner(text, dialect, way);
    CsvBlock block;
    flatcrm::core::Arena arena;
    while (scanner.next(block, 3))
      for (std::size_t row = 0; row < block.rows(); ++row) {
        for (std::size_t i = 0; i < block.cells(row); ++i) out.append(block.text(row, i, arena)) += '\x1f';
        out += '\x1e';
      }
  } catch (const flatcrm::Error& error) {
    out += "error";
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const CsvGuess guess = sniff_csv(text);
  if (guess.preamble_bytes > text.size() || guess.table_end > text.size()) std::abort();
  try {
    header_names(text, guess);
  } catch (const flatcrm::Error&) {
  }
  const std::string_view body = text.substr(bom_size(text));
  if (read(body, guess.dialect, CsvWay::best) != read(body, guess.dialect, CsvWay::bytewise)) std::abort();
  std::string room, cell;
  if (unguard_cell(guard_cell(text, room)) != text) std::abort();
  write_cell(cell, text, CsvDialect{});
  const CsvTable again = read_csv("x," + cell + "\n");
  if (again.rows.size() != 1 || again.rows[0].size() != 2 || again.rows[0][1] != text) std::abort();
  return 0;
}
