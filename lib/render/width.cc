#include "render/width.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "text/unicode.h"

namespace flatcrm::render {

namespace {

constexpr std::string_view zero_width_joiner = "\u200d";

/// value / most in steps of 1/`steps`, rounded half to even, within 0 to steps.
std::size_t share_of(core::Decimal value, core::Decimal most, std::size_t steps) {
  if (value.mantissa <= 0 || most.mantissa <= 0) return 0;
  core::Decimal share = core::divide(value, most, 6);
  core::Decimal scaled = core::multiply(share, {static_cast<std::int64_t>(steps), 0});
  auto count = static_cast<std::size_t>(core::round(scaled, 0).mantissa);
  return std::clamp<std::size_t>(count, 1, steps);
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  return text::display_width(text);
}

std::string pad(std::string_view text, std::size_t columns, Side side) {
  std::size_t width = columns_of(text);
  std::string blanks(columns > width ? columns - width : 0, ' ');
  return side == Side::left ? std::string(text) + blanks : blanks + std::string(text);
}

std::string shorten(std::string_view text, std::size_t columns, bool ascii) {
  if (columns_of(text) <= columns) return std::string(text);
  std::string_view ellipsis = ascii ? ".." : "…";
  std::size_t room = columns - (ascii ? 2 : 1);
  std::size_t end = 0;
  while (end < text.size()) {
    std::size_t next = end + std::max<std::size_t>(core::first_code_point(text.substr(end)).length, 1);
    if (columns_of(text.substr(0, next)) > room) break;
    end = next;
  }
  std::string_view kept = text.substr(0, end);
  if (kept.size() >= zero_width_joiner.size() &&
      kept.substr(kept.size() - zero_width_joiner.size()) == zero_width_joiner) {
    kept.remove_suffix(zero_width_joiner.size());
  }
  return std::string(kept).append(ellipsis);
}

std::string bar(core::Decimal value, core::Decimal most, std::size_t columns, bool ascii) {
  if (ascii) return std::string(share_of(value, most, columns), '#');
  constexpr std::array<std::string_view, 8> eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  std::size_t length = share_of(value, most, 8 * columns);
  std::string out;
  for (std::size_t i = 0; i < length / 8; ++i) out += "█";
  return out.append(eighths[length % 8]);
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = std::min(text.find(' ', at), text.size());
    std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    bool fits =
        !lines.empty() && (columns == 0 || columns_of(lines.back()) + 1 + columns_of(word) <= columns);
    if (fits) {
      lines.back().append(" ").append(word);
    } else {
      lines.emplace_back(word);
    }
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace flatcrm::render
