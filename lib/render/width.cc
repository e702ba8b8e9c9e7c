#include "render/width.h"

#include <algorithm>
#include <array>

#include "core/text.h"

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

/// The blocks of East Asian wide characters and of emoji (Unicode 15, UAX 11), coarsely.
bool is_wide(char32_t c) {
  constexpr std::array<std::array<char32_t, 2>, 9> blocks{{{0x1100, 0x115F},
                                                           {0x2E80, 0x303E},
                                                           {0x3041, 0xA4CF},
                                                           {0xAC00, 0xD7A3},
                                                           {0xF900, 0xFAFF},
                                                           {0xFE30, 0xFE6F},
                                                           {0xFF00, 0xFF60},
                                                           {0x1F300, 0x1FAFF},
                                                           {0x20000, 0x3FFFD}}};
  return std::any_of(blocks.begin(), blocks.end(), [c](const auto& b) { return c >= b[0] && c <= b[1]; });
}

bool is_combining(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  if (core::is_ascii(text)) return text.size();
  std::size_t columns = 0;
  while (!text.empty()) {
    core::CodePoint point = core::first_code_point(text);
    if (point.length == 0 || !is_combining(point.value)) columns += is_wide(point.value) ? 2 : 1;
    text.remove_prefix(std::max<std::size_t>(point.length, 1));
  }
  return columns;
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
