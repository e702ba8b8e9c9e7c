// Where the cells and rows of a delimited text end, 64 bytes a step, as bit masks.
//
//   CsvMasks masks[1];   CsvContext context;
//   find_masks(text, 1, {',', '"'}, context, masks, best_kernel());     // text is a,"b,c"\n...
//   masks[0].cells == bits 1 and 7     masks[0].rows == bit 7           // the comma in quotes ends no cell
//
// Shape   bit i of a mask is byte i of its 64 bytes; `context` carries what the next step must know of the
//         bytes before it. The masks hold only while quotes stand as RFC 4180 has them. Where they don't,
//         `irregular` is set in that step, and whoever reads on takes the row byte by byte.
// Source  the parity of quotes by carry-less multiplication: Langdale and Lemire, "Parsing Gigabytes of JSON
//         per Second", 2019.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flatcrm::format {

struct CsvMasks {
  std::uint64_t cells = 0;      // ends of cells: delimiters and ends of rows, those inside quotes left out
  std::uint64_t rows = 0;       // ends of rows: LF, or CR (the LF of CR LF is no end of its own)
  std::uint64_t irregular = 0;  // not 0: a quote opens inside a cell, or text stands behind a closing one
};

/// State between two steps; as it stands at the start of a row.
struct CsvContext {
  std::uint64_t inside = 0;  // all ones: the next byte stands in quotes
  std::uint64_t opening =
      1;  // 1: the next byte may be an opening quote (start of a cell, or second half of a doubled quote)
  std::uint64_t closed = 0;    // 1: the byte before was a closing quote
  std::uint64_t carriage = 0;  // 1: the byte before was a CR outside quotes
};

struct CsvNeedles {
  char delimiter = ',';
  char quote = '"';  // 0: no quoting
};

/// Ways to compute the same masks; a test holds them equal.
enum class CsvKernel : std::uint8_t { portable, sse2, avx2 };

bool has_kernel(CsvKernel kernel);
/// The fastest that this processor has.
CsvKernel best_kernel();

/// Fills `steps` masks from 64 * steps bytes. Requires: has_kernel(kernel).
void find_masks(const char* bytes, std::size_t steps, CsvNeedles needles, CsvContext& context,
                CsvMasks* masks, CsvKernel kernel);

/// Where a row starts, and which cells it has: those from the `cells_end` of the row before.
struct CsvRow {
  std::uint32_t begin = 0;
  std::uint32_t cells_end = 0;
};

/// Arrays being filled. `rows` has one element more than there are rows: the begin of the next.
struct CsvPlaces {
  std::uint32_t* ends = nullptr;  // of cells
  std::size_t cell_count = 0;
  CsvRow* rows = nullptr;
  std::size_t row_count = 0;
};

/// Turns masks of the steps at `bytes` into places, `base` being the place of the first byte.
/// Requires: room for 64 * steps + 8 cells and 64 * steps + 1 rows; the byte behind the last step can
/// be read.
void write_places(const CsvMasks* masks, std::size_t steps, const char* bytes, std::uint32_t base,
                  CsvPlaces& places, CsvKernel kernel);

}  // namespace flatcrm::format
