#include "render/values.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace flatcrm::render {

using report::Cell;

std::string grouped(std::string_view number) {
  std::size_t begin = !number.empty() && number[0] == '-' ? 1 : 0;
  std::size_t end = std::min(number.find('.'), number.size());
  std::string out(number.substr(0, begin));
  for (std::size_t i = begin; i < end; ++i) {
    if (i != begin && (end - i) % 3 == 0) out += ',';
    out += number[i];
  }
  return out.append(number.substr(end));
}

std::string one_line(std::string_view text) {
  std::string flat(core::trim(text));
  // A line end is one blank, whichever way it is written.
  for (std::size_t at = flat.find("\r\n"); at != std::string::npos; at = flat.find("\r\n", at))
    flat.erase(at, 1);
  std::replace_if(
      flat.begin(), flat.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return core::visible(flat);
}

std::string plain(const Cell& cell) {
  core::Decimal room;
  if (const core::Decimal* number = report::decimal_of(cell, room)) return core::print(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return core::visible(*text, true);
  if (const auto* date = std::get_if<core::Date>(&cell)) {
    return *date == core::no_date ? std::string() : core::print(*date);
  }
  if (const auto* reference = std::get_if<report::Reference>(&cell)) return core::visible(reference->id);
  return {};
}

std::string readable(const Cell& cell) {
  core::Decimal room;
  if (const core::Decimal* number = report::decimal_of(cell, room)) {
    std::string text = grouped(core::print(*number));
    if (std::holds_alternative<report::Percent>(cell)) text += '%';
    return text;
  }
  if (const auto* text = std::get_if<std::string>(&cell)) return one_line(*text);
  const auto* reference = std::get_if<report::Reference>(&cell);
  if (reference != nullptr && !reference->label.empty()) return one_line(reference->label);
  return plain(cell);
}

namespace {

/// "1 deals" reads badly: the units are English plurals.
std::string_view unit_of_one(std::string_view unit) {
  if (unit.ends_with("ches")) return unit.substr(0, unit.size() - 2);
  return unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit;
}

}  // namespace

std::string with_unit(const Cell& cell, std::string_view unit) {
  std::string text = readable(cell);
  if (const auto* money = std::get_if<report::Money>(&cell)) unit = money->currency;
  if (std::holds_alternative<report::Days>(cell)) unit = "days";
  if (unit.empty() || text.empty()) return text;
  return fmt::format("{} {}", text, one_line(text == "1" ? unit_of_one(unit) : unit));
}

std::string cell_text(const report::Column& column, const Cell& cell) {
  bool is_said =
      column.kind != report::Kind::text && (column.kind != report::Kind::money || !column.currency.empty());
  return std::holds_alternative<report::Money>(cell) && !is_said ? with_unit(cell) : readable(cell);
}

std::string heading(const report::Column& column) {
  if (column.kind != report::Kind::money || column.currency.empty()) return one_line(column.label);
  return fmt::format("{} ({})", one_line(column.label), one_line(column.currency));
}

}  // namespace flatcrm::render
