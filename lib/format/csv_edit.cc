#include "format/csv_edit.h"

#include <algorithm>
#include <utility>

#include "format/csv_rows.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t all_rows = std::size_t{1} << 40;

bool ends_line(std::string_view text) {
  return !text.empty() && is_line_end(text.back());
}

}  // namespace

CsvEditor::CsvEditor(std::string_view text, CsvDialect dialect) : text_(text), dialect_(std::move(dialect)) {
  CsvScanner scanner(text.substr(bom_size(text)), dialect_);
  for (CsvBlock block; scanner.next(block, all_rows); blocks_.push_back(std::move(block)), block = {}) {
    rows_ += block.rows();
    for (std::size_t row = 0; row < block.rows(); ++row) columns_ = std::max(columns_, block.cells(row));
  }
}

void CsvEditor::set(std::size_t row, std::size_t column, std::string_view value) {
  cells_.push_back({row, column, value});
}

void CsvEditor::insert_row(std::size_t before, std::vector<std::string_view> cells) {
  new_rows_.push_back({before, std::move(cells)});
}

void CsvEditor::remove_row(std::size_t row) {
  removed_.push_back(row);
}

std::size_t CsvEditor::add_column(std::string_view name) {
  new_columns_.push_back(name);
  return columns() - 1;
}

/// Writes the new text: copies up to each change, writes it, and goes on behind what it replaces.
class CsvEditPass {
 public:
  explicit CsvEditPass(const CsvEditor& editor)
      : editor_(editor),
        dialect_(editor.dialect_),
        writer_(editor.dialect_),
        text_(editor.text_.substr(bom_size(editor.text_))),
        cells_(editor.cells_),
        new_rows_(editor.new_rows_.size()),
        removed_(editor.removed_) {
    for (std::size_t i = 0; i < new_rows_.size(); ++i) new_rows_[i] = &editor.new_rows_[i];
    std::stable_sort(cells_.begin(), cells_.end(), [](const auto& left, const auto& right) {
      return std::pair(left.row, left.column) < std::pair(right.row, right.column);
    });
    std::stable_sort(new_rows_.begin(), new_rows_.end(),
                     [](const auto* left, const auto* right) { return left->before < right->before; });
    std::sort(removed_.begin(), removed_.end());
    line_end_ = find_line_end();
  }

  std::string run() {
    out_.reserve(editor_.text_.size() + editor_.text_.size() / 8 + 256 * new_rows_.size());
    out_ = editor_.text_.substr(0, bom_size(editor_.text_));
    bom_ = out_.size();
    for (std::size_t row = next_row(0); row != none; row = next_row(row + 1)) {
      insert_before(row);
      if (row < editor_.rows_) change(row);
    }
    copy_to(text_.size());
    const bool had_end = text_.empty() || is_line_end(text_.back());
    if (!had_end && ends_line(written())) drop_last_end();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  /// How the cells of a column stand.
  struct Style {
    bool quoted = false, bare = false, bare_empty = false;
    bool quotes(std::string_view value) const { return quoted && !bare && !(bare_empty && value.empty()); }
  };

  std::string_view written() const { return std::string_view(out_).substr(bom_); }

  std::string find_line_end() const {
    for (const CsvBlock& block : editor_.blocks_) {
      const std::size_t end = block.offset(0) + block.line(0).size();
      if (end < text_.size()) return std::string(text_.substr(end, skip_line_end(text_, end) - end));
    }
    return "\n";
  }

  /// The first row from `row` on where something changes; rows() when something is appended.
  std::size_t next_row(std::size_t row) {
    if (!editor_.new_columns_.empty() && row < editor_.rows_) return row;
    std::size_t next = none;
    if (cell_ < cells_.size()) next = std::min(next, cells_[cell_].row);
    if (new_row_ < new_rows_.size()) next = std::min(next, new_rows_[new_row_]->before);
    if (removed_row_ < removed_.size()) next = std::min(next, removed_[removed_row_]);
    return next;
  }

  /// The block that a row is in; `row` becomes its number there. Rows come in order.
  const CsvBlock& block_of(std::size_t& row) {
    while (row - block_begin_ >= editor_.blocks_[block_].rows())
      block_begin_ += editor_.blocks_[block_++].rows();
    row -= block_begin_;
    return editor_.blocks_[block_];
  }

  void copy_to(std::size_t offset) {
    if (offset <= copied_) return;
    // A CR and a LF that met only now would be one line end.
    if (text_[copied_] == '\n' && ends_line(written()) && out_.back() == '\r') out_ += '\n';
    out_ += text_.substr(copied_, offset - copied_);
    copied_ = offset;
  }

  void insert_before(std::size_t row) {
    if (new_row_ == new_rows_.size() || new_rows_[new_row_]->before != row) return;
    copy_to(gap_before(row));
    if (!written().empty() && !ends_line(written())) out_ += line_end_;
    for (; new_row_ < new_rows_.size() && new_rows_[new_row_]->before == row; ++new_row_) {
      write_row(new_rows_[new_row_]->cells);
    }
  }

  /// Right behind the row before; comments stay below.
  std::size_t gap_before(std::size_t row) {
    if (editor_.rows_ == 0) return text_.size();
    if (row == 0) return editor_.blocks_[0].offset(0);
    std::size_t before = row - 1;
    const CsvBlock& block = block_of(before);
    return skip_line_end(text_, end_of(block, before));
  }

  void write_row(const std::vector<std::string_view>& cells) {
    for (std::size_t column = 0; column < cells.size(); ++column) {
      if (column > 0) out_ += delimiter_of(dialect_);
      const bool styled = quotes(column, cells[column]);
      writer_.cell(out_, cells[column], styled || (cells.size() == 1 && cells[0].empty()));
    }
    out_ += line_end_;
  }

  void change(std::size_t number) {
    std::size_t row = number;
    const CsvBlock& block = block_of(row);
    if (removed_row_ < removed_.size() && removed_[removed_row_] == number) return remove(block, row, number);
    std::size_t filled = block.cells(row);
    bool touched = false;
    for (; cell_ < cells_.size() && cells_[cell_].row == number; ++cell_, touched = true) {
      const auto& [_, column, value] = cells_[cell_];
      const bool last = cell_ + 1 == cells_.size() || cells_[cell_ + 1].row != number ||
                        cells_[cell_ + 1].column != column;  // of those for one cell
      if (!last) continue;
      fill(block, row, number, column, filled);
      if (filled > column) {
        set(block, row, column, value);
      } else {
        append(block, row, value, filled);
      }
    }
    const bool blank = block.line(row).empty() && editor_.columns_ > 1;
    if (!editor_.new_columns_.empty() && (touched || !blank))
      fill(block, row, number, editor_.columns(), filled);
  }

  void remove(const CsvBlock& block, std::size_t row, std::size_t number) {
    while (removed_row_ < removed_.size() && removed_[removed_row_] == number) ++removed_row_;
    while (cell_ < cells_.size() && cells_[cell_].row == number) ++cell_;
    copy_to(block.offset(row));
    copied_ = skip_line_end(text_, end_of(block, row));
  }

  static std::size_t end_of(const CsvBlock& block, std::size_t row) {
    return block.offset(row) + block.line(row).size();
  }

  void set(const CsvBlock& block, std::size_t row, std::size_t column, std::string_view value) {
    if (block.text(row, column, arena_) == value) return;
    const CsvValue old = open_cell(block.outer(row, column), dialect_);
    const auto begin = static_cast<std::size_t>(old.core.data() - text_.data());
    copy_to(begin);
    const bool styled = old.core.empty() ? quotes(column, value) : old.quoted;
    writer_.cell(out_, value, styled || (value.empty() && block.cells(row) == 1));
    copied_ = begin + old.core.size();
  }

  /// Appends cells up to `column`: names of new columns to the header, else empty ones.
  void fill(const CsvBlock& block, std::size_t row, std::size_t number, std::size_t column,
            std::size_t& filled) {
    while (filled < column) {
      const bool name = number == 0 && filled >= editor_.columns_;
      append(block, row, name ? editor_.new_columns_[filled - editor_.columns_] : "", filled);
    }
  }

  void append(const CsvBlock& block, std::size_t row, std::string_view value, std::size_t& filled) {
    bool quoted = true;
    for (std::size_t column = 0; quoted && column < block.cells(row); ++column) {
      quoted = open_cell(block.outer(row, column), dialect_).quoted;
    }
    copy_to(end_of(block, row));
    out_ += delimiter_of(dialect_);
    writer_.cell(out_, value, quoted);
    ++filled;
  }

  /// A new column is quoted where all others are.
  bool quotes(std::size_t column, std::string_view value) {
    const std::vector<Style>& all = styles();
    if (column < all.size()) return all[column].quotes(value);
    return !all.empty() &&
           std::all_of(all.begin(), all.end(), [](const Style& style) { return style.quotes(""); });
  }

  const std::vector<Style>& styles() {
    if (!styles_.empty()) return styles_;
    styles_.resize(editor_.columns_);
    std::size_t open = styles_.size();  // columns that may still be quoted everywhere
    for (std::size_t i = 0; i < editor_.blocks_.size() && open > 0; ++i) {
      const CsvBlock& block = editor_.blocks_[i];
      for (std::size_t row = i == 0 && editor_.rows_ > 1 ? 1 : 0; row < block.rows() && open > 0; ++row) {
        if (!block.line(row).empty()) open -= look_at(block, row);
      }
    }
    return styles_;
  }

  /// How many columns turn out not to be quoted everywhere.
  std::size_t look_at(const CsvBlock& block, std::size_t row) {
    std::size_t closed = 0;
    for (std::size_t column = 0; column < block.cells(row); ++column) {
      Style& style = styles_[column];
      if (style.bare) continue;
      const CsvValue value = open_cell(block.outer(row, column), dialect_);
      if (value.quoted && needs_quotes(block.text(row, column, arena_))) continue;
      (value.quoted ? style.quoted : value.core.empty() ? style.bare_empty : style.bare) = true;
      closed += style.bare ? 1 : 0;
    }
    return closed;
  }

  /// Quotes that a value can't do without say nothing of how its column is written.
  bool needs_quotes(std::string_view value) {
    scratch_.clear();
    writer_.cell(scratch_, value, false);
    return !scratch_.empty() && scratch_.front() == dialect_.quote;
  }

  /// As the old text had none; but an empty row is nothing without its line end.
  void drop_last_end() {
    std::string_view shorter = written();
    shorter.remove_suffix(shorter.size() > 1 && shorter.substr(shorter.size() - 2) == "\r\n" ? 2 : 1);
    if (!shorter.empty() && !ends_line(shorter)) out_.resize(bom_ + shorter.size());
  }

  const CsvEditor& editor_;
  std::string scratch_;
  const CsvDialect& dialect_;
  CsvWriter writer_;
  std::string_view text_;
  std::vector<CsvEditor::Cell> cells_;
  std::vector<const CsvEditor::NewRow*> new_rows_;
  std::vector<std::size_t> removed_;
  std::size_t cell_ = 0, new_row_ = 0, removed_row_ = 0;  // the next of each
  std::size_t block_ = 0, block_begin_ = 0;
  std::size_t copied_ = 0;  // how far the old text is dealt with
  std::size_t bom_ = 0;
  std::string line_end_;
  std::vector<Style> styles_;
  core::Arena arena_;
  std::string out_;
};

std::string CsvEditor::text() const {
  return CsvEditPass(*this).run();
}

}  // namespace flatcrm::format
