#include "render/sparkline.h"

#include <algorithm>
#include <array>
#include <optional>

namespace flatcrm::render {

namespace {

constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> signs{".", ",", "-", "~", "=", "+", "*", "#"};

std::vector<std::optional<core::Decimal>> merged(const std::vector<report::Cell>& values,
                                                 std::size_t columns) {
  std::size_t size = columns == 0 ? values.size() : std::min(columns, values.size());
  std::vector<std::optional<core::Decimal>> out(size);
  for (std::size_t i = 0; i < values.size(); ++i) {
    core::Decimal room;
    const core::Decimal* value = report::decimal_of(values[i], room);
    std::optional<core::Decimal>& into = out[i * size / values.size()];
    if (value != nullptr && (!into || core::compare(*value, *into) > 0)) into = *value;
  }
  return out;
}

core::Decimal difference(core::Decimal left, core::Decimal right) {
  core::Sum sum;
  sum.add(left);
  sum.add(core::Decimal{-right.mantissa, right.scale});
  return sum.total();
}

}  // namespace

std::string sparkline(const std::vector<report::Cell>& values, std::size_t columns, bool ascii) {
  core::Decimal low, high;
  bool any = false;
  std::vector<std::optional<core::Decimal>> shown = merged(values, columns);
  for (const std::optional<core::Decimal>& value : shown) {
    if (!value) continue;
    any = true;
    if (core::compare(*value, low) < 0) low = *value;
    if (core::compare(*value, high) > 0) high = *value;
  }
  if (!any) return {};
  core::Decimal range = difference(high, low);
  std::string out;
  for (const std::optional<core::Decimal>& value : shown) {
    if (!value) {
      out += ' ';
      continue;
    }
    std::int64_t step = 0;
    if (range.mantissa != 0)
      step = core::round(core::multiply(core::divide(difference(*value, low), range, 6), {7, 0}), 0).mantissa;
    const auto& characters = ascii ? signs : blocks;
    out += characters[static_cast<std::size_t>(std::clamp<std::int64_t>(step, 0, 7))];
  }
  return out;
}

}  // namespace flatcrm::render
