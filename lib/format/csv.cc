#include "format/csv.h"

#include <algorithm>
#include <utility>

#include "format/csv_rows.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_steps = 64;
constexpr std::uint64_t most_block_bytes =
    most_row_bytes;  // by then a block ends; far below 4 GiB with its last row
constexpr std::size_t most_block_cells = std::size_t{4} << 20;

CsvKernel kernel_of(CsvWay way) {
  switch (way) {
    case CsvWay::portable:
      return CsvKernel::portable;
    case CsvWay::sse2:
      return CsvKernel::sse2;
    case CsvWay::avx2:
      return CsvKernel::avx2;
    default:
      return best_kernel();
  }
}

template <typename Element>
void make_room(std::vector<Element>& elements, std::size_t size) {
  if (elements.size() < size) elements.resize(std::max(size, 2 * elements.size()));
}

/// The row under way may pass a limit within the next steps: the byte-wise way decides.
bool nears_limit(const CsvPlaces& places, std::uint64_t place) {
  const std::uint64_t begin = places.row_count == 0 ? 0 : places.rows[places.row_count].begin;
  const std::size_t cells = places.row_count == 0 ? 0 : places.rows[places.row_count - 1].cells_end;
  return place - begin + 64 * most_steps > most_cell_bytes ||
         places.cell_count - cells + 64 * most_steps > most_row_cells;
}

std::size_t first_irregular(const CsvMasks* masks, std::size_t steps) {
  std::size_t step = 0;
  while (step < steps && masks[step].irregular == 0) ++step;
  return step;
}

}  // namespace

CsvCell CsvBlock::cell(std::size_t row, std::size_t column) const {
  const CsvValue value = open_cell(outer(row, column), dialect_);
  return {static_cast<std::uint64_t>(value.raw.data() - text_.data()),
          static_cast<std::uint32_t>(value.raw.size()), value.quoted, value.escaped};
}

std::string_view CsvBlock::raw_special(std::string_view whole) const {
  return open_cell(whole, dialect_).raw;
}

std::string_view CsvBlock::text_special(std::string_view whole, core::Arena& arena) const {
  const CsvValue value = open_cell(whole, dialect_);
  if (!value.escaped) return value.raw;
  char* place = arena.take(value.raw.size());
  const std::size_t size = decode_cell(value.raw, dialect_, place);
  arena.give_back(value.raw.size() - size);
  return {place, size};
}

CsvScanner::CsvScanner(std::string_view text, CsvDialect dialect, CsvWay way)
    : text_(text), dialect_(std::move(dialect)), kernel_(kernel_of(way)) {
  if (dialect_.delimiter_text.size() == 1) {
    dialect_.delimiter = dialect_.delimiter_text[0];
    dialect_.delimiter_text.clear();
  }
  masks_ = way != CsvWay::bytewise && serves_masks(dialect_);
}

bool CsvScanner::next(CsvBlock& block, std::size_t most_rows) {
  most_rows = std::max<std::size_t>(most_rows, 1);
  block.text_ = text_;
  block.dialect_ = dialect_;
  block.delimiter_size_ = static_cast<std::uint32_t>(delimiter_of(dialect_).size());
  block.origin_ = offset_;
  make_room(block.rows_, 2);
  block.rows_[0].begin = 0;
  CsvPlaces places;
  while (places.row_count < most_rows && offset_ < text_.size() &&
         offset_ - block.origin_ < most_block_bytes && places.cell_count < most_block_cells) {
    if (masks_ && offset_ >= bytewise_until_) {
      scan_masks(block, places, most_rows);
    } else {
      scan_row(block, places);
    }
  }
  block.row_count_ = places.row_count;
  return places.row_count != 0;
}

/// Whole rows up to `most_rows`, an irregular quote, or the last bytes; in the latter two the next row goes
/// byte by byte.
void CsvScanner::scan_masks(CsvBlock& block, CsvPlaces& places, std::size_t most_rows) {
  CsvMasks masks[most_steps];
  CsvContext context;
  std::uint64_t place = offset_;
  places.rows = block.rows_.data();
  while (places.row_count < most_rows && places.cell_count < most_block_cells) {
    const std::size_t steps = std::min<std::uint64_t>(
        {steps_, 2 * (most_rows - places.row_count), (text_.size() - place - 1) / 64});
    if (steps == 0 || nears_limit(places, place - block.origin_)) {
      bytewise_until_ = steps == 0 ? text_.size() : place;
      break;
    }
    make_room(block.ends_, places.cell_count + 64 * steps + 8);
    make_room(block.rows_, places.row_count + 64 * steps + 1);
    places.ends = block.ends_.data();
    places.rows = block.rows_.data();
    find_masks(text_.data() + place, steps, {dialect_.delimiter, dialect_.quote}, context, masks, kernel_);
    const std::size_t regular = first_irregular(masks, steps);
    write_places(masks, regular, text_.data() + place, static_cast<std::uint32_t>(place - block.origin_),
                 places, kernel_);
    place += 64 * regular;
    steps_ = regular < steps ? 2 : std::min(2 * steps_, most_steps);
    if (regular < steps) {
      bytewise_until_ = place + 64;
      break;
    }
  }
  places.row_count = std::min(places.row_count, most_rows);
  places.cell_count = places.row_count == 0 ? 0 : block.rows_[places.row_count - 1].cells_end;
  offset_ = block.origin_ + block.rows_[places.row_count].begin;
}

void CsvScanner::scan_row(CsvBlock& block, CsvPlaces& places) {
  offset_ = skip_comments(text_, offset_, dialect_);
  if (offset_ == text_.size()) return;
  make_room(block.rows_, places.row_count + 2);
  CsvRow* row = &block.rows_[places.row_count];
  row->begin = static_cast<std::uint32_t>(offset_ - block.origin_);
  offset_ = read_row(text_, offset_, dialect_, [&](std::size_t end) {
    make_room(block.ends_, places.cell_count + 1);
    block.ends_[places.cell_count++] = static_cast<std::uint32_t>(end - block.origin_);
  });
  row[0].cells_end = static_cast<std::uint32_t>(places.cell_count);
  row[1].begin = static_cast<std::uint32_t>(offset_ - block.origin_);
  ++places.row_count;
}

bool serves_masks(const CsvDialect& dialect) {
  return dialect.escape == 0 && !dialect.loose && dialect.comment == 0 && !dialect.trim &&
         dialect.delimiter_text.empty();
}

std::size_t bom_size(std::string_view text) {
  return text.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
}

CsvTable read_csv(std::string_view text, const CsvDialect& dialect) {
  CsvScanner scanner(text.substr(bom_size(text)), dialect);
  CsvTable table;
  CsvBlock block;
  while (scanner.next(block)) {
    core::Arena arena;
    for (std::size_t row = 0; row < block.rows(); ++row) {
      std::vector<std::string>& cells = table.rows.emplace_back();
      for (std::size_t column = 0; column < block.cells(row); ++column) {
        cells.emplace_back(block.text(row, column, arena));
      }
    }
  }
  return table;
}

}  // namespace flatcrm::format
