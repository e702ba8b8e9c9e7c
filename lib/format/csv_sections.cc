#include "format/csv_sections.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "format/csv_rows.h"

namespace flatcrm::format {

namespace {

constexpr std::size_t step_bytes = 64;
constexpr std::size_t batch_steps = 64;

}  // namespace

CsvSections::CsvSections(std::string_view text, const CsvDialect& dialect, std::size_t parts)
    : text_(text), dialect_(dialect), parts_(parts), kernel_(best_kernel()) {
  const std::uint64_t bytes = parts == 0 ? 0 : text.size() / parts / step_bytes * step_bytes;
  if (bytes == 0 || parts < 2 || !serves_masks(dialect)) return;
  for (std::size_t i = 0; i < parts; ++i) {
    Section& section = sections_.emplace_back();
    section.begin = i * bytes;
    section.end = i + 1 < parts ? section.begin + bytes : text.size() / step_bytes * step_bytes;
    section.outside.context = context_outside(section.begin);
    section.inside.context.inside = ~std::uint64_t{0};
    section.inside.context.opening = 0;
  }
}

/// What the byte before a section says, if it stands outside quotes.
CsvContext CsvSections::context_outside(std::uint64_t begin) const {
  CsvContext context;
  if (begin == 0) return context;
  const char before = text_[begin - 1];
  const bool quote = dialect_.quote != 0 && before == dialect_.quote;
  context.opening = quote || before == dialect_.delimiter || is_line_end(before) ? 1 : 0;
  context.closed = quote ? 1 : 0;
  context.carriage = before == '\r' ? 1 : 0;
  return context;
}

void CsvSections::step(Case& one, std::uint64_t begin, std::size_t steps, CsvMasks* masks) const {
  find_masks(text_.data() + begin, steps, {dialect_.delimiter, dialect_.quote}, one.context, masks, kernel_);
  for (std::size_t i = 0; i < steps && one.possible; ++i) {
    one.possible = masks[i].irregular == 0;
    if (one.row != 0 || masks[i].rows == 0) continue;
    const std::uint64_t end = begin + i * step_bytes + static_cast<unsigned>(std::countr_zero(masks[i].rows));
    one.row = skip_line_end(text_, end);
  }
}

void CsvSections::look(std::size_t number) {
  CsvMasks masks[batch_steps];
  Section& section = sections_[number];
  section.inside.possible = number > 0;
  for (std::uint64_t at = section.begin; at < section.end;) {
    const std::size_t steps = std::min<std::uint64_t>(batch_steps, (section.end - at) / step_bytes);
    const bool quotes =
        dialect_.quote != 0 && std::memchr(text_.data() + at, dialect_.quote, steps * step_bytes) != nullptr;
    for (Case* one : {&section.outside, &section.inside}) {
      // Inside quotes, nothing comes of text without one.
      const bool idle = one->context.inside != 0 && !quotes;
      if (one->possible && !idle) step(*one, at, steps, masks);
    }
    if (!section.outside.possible && !section.inside.possible) return;
    at += steps * step_bytes;
  }
}

std::vector<std::uint64_t> CsvSections::cuts() const {
  if (sections_.empty()) return split_rows(text_, dialect_, parts_);
  std::vector<std::uint64_t> cuts{0};
  bool inside = false;
  for (const Section& section : sections_) {
    const Case& one = inside ? section.inside : section.outside;
    if (!one.possible) return split_rows(text_, dialect_, parts_);
    if (section.begin > 0 && one.row > cuts.back() && one.row < text_.size()) cuts.push_back(one.row);
    inside = one.context.inside != 0;
  }
  cuts.push_back(text_.size());
  return cuts;
}

}  // namespace flatcrm::format
