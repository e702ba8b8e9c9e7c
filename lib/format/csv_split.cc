#include <algorithm>
#include <bit>
#include <utility>

#include "format/csv_rows.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t batch_steps = 64;

/// Walks over the rows of a text and notes the first row start at or behind each of some targets.
class Splitter {
 public:
  Splitter(std::string_view text, const CsvDialect& dialect, std::size_t parts)
      : text_(text), dialect_(dialect), parts_(std::max<std::size_t>(parts, 1)), kernel_(best_kernel()) {}

  std::vector<std::uint64_t> split() {
    while (part_ < parts_ && text_.size() - row_ > 64) {
      const std::uint64_t regular_from = walk_masks();
      while (row_ < regular_from) pass(read_row(text_, row_, dialect_, [](std::size_t) {}));
    }
    if (!text_.empty()) cuts_.push_back(text_.size());
    return std::move(cuts_);
  }

 private:
  std::uint64_t target() const { return text_.size() / parts_ * part_; }

  void pass(std::uint64_t row) {
    row_ = row;
    if (part_ == parts_ || row < target() || row == text_.size()) return;
    cuts_.push_back(row);
    while (part_ < parts_ && target() <= row) ++part_;
  }

  /// Until an irregular quote, all targets are met, or the end: where to begin with masks again.
  std::uint64_t walk_masks() {
    CsvMasks masks[batch_steps];
    CsvContext context;
    for (std::uint64_t place = row_; part_ < parts_;) {
      const std::size_t steps = std::min<std::uint64_t>(batch_steps, (text_.size() - place - 1) / 64);
      if (steps == 0) return text_.size();
      find_masks(text_.data() + place, steps, {dialect_.delimiter, dialect_.quote}, context, masks, kernel_);
      const auto* irregular =
          std::find_if(masks, masks + steps, [](const CsvMasks& mask) { return mask.irregular != 0; });
      pass_rows(masks, static_cast<std::size_t>(irregular - masks), place);
      place += 64 * static_cast<std::size_t>(irregular - masks);
      if (irregular != masks + steps) return place + 64;
    }
    return row_;
  }

  void pass_rows(const CsvMasks* masks, std::size_t steps, std::uint64_t place) {
    if (place + 64 * steps < target()) {  // only the last row start counts
      while (steps > 0 && masks[steps - 1].rows == 0) --steps;
      if (steps > 0) {
        row_ = behind(place + 64 * (steps - 1) + 63 -
                      static_cast<unsigned>(std::countl_zero(masks[steps - 1].rows)));
      }
      return;
    }
    for (std::size_t step = 0; step < steps; ++step, place += 64) {
      for (std::uint64_t rows = masks[step].rows; rows != 0; rows &= rows - 1) {
        pass(behind(place + static_cast<unsigned>(std::countr_zero(rows))));
      }
    }
  }

  std::uint64_t behind(std::uint64_t line_end) const { return skip_line_end(text_, line_end); }

  std::string_view text_;
  const CsvDialect& dialect_;
  std::size_t parts_;
  CsvKernel kernel_;
  std::size_t part_ = 1;   // the next to be cut
  std::uint64_t row_ = 0;  // the last row start seen
  std::vector<std::uint64_t> cuts_{0};
};

}  // namespace

std::vector<std::uint64_t> split_rows(std::string_view text, const CsvDialect& dialect, std::size_t parts) {
  return Splitter(text, dialect, serves_masks(dialect) ? parts : 1).split();
}

/// A scan that begins at a row start and ends behind a line feed, outside of quotes, has ended at a row start: so each piece vouches for
/// the one behind it.
std::vector<std::uint64_t> guess_rows(std::string_view text, const CsvDialect& dialect, std::size_t parts) {
  if (!serves_masks(dialect)) parts = 1;
  std::vector<std::uint64_t> cuts{0};
  for (std::size_t part = 1; part < parts; ++part) {
    const std::size_t line_feed = text.find('\n', std::max(text.size() / parts * part, cuts.back()));
    if (line_feed == std::string_view::npos || line_feed + 1 == text.size()) break;
    cuts.push_back(line_feed + 1);
  }
  if (!text.empty()) cuts.push_back(text.size());
  return cuts;
}

}  // namespace flatcrm::format
