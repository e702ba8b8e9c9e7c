#include "query/text_functions.h"

#include <algorithm>

#include "core/text.h"
#include "model/list_text.h"
#include "text/unicode.h"

namespace flatcrm::query {

void apply(Op op, std::string_view text, std::string& out) {
  out.clear();
  if (text.empty()) return;
  if (op == Op::fold) return text::fold(text, out);
  if (op == Op::lower) {
    out = core::is_ascii(text) ? core::lower_ascii(text) : text::lower(text);
  } else if (op == Op::upper) {
    out = text::upper(text);
  } else if (op == Op::domain) {
    std::size_t at = text.rfind('@');
    if (at != std::string_view::npos) out = core::lower_ascii(text.substr(at + 1));
  }
}

std::int64_t code_points(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

std::int64_t part_of(Op op, core::Date day, core::Date today) {
  core::Civil civil = core::to_civil(day);
  switch (op) {
    case Op::year:
      return civil.year;
    case Op::quarter:
      return core::quarter(day);
    case Op::month:
      return civil.month;
    case Op::week:
      return core::iso_week(day).week;
    case Op::weekday:
      return core::weekday(day);
    default: {
      core::Civil now = core::to_civil(today);
      bool before = std::pair(now.month, now.day) < std::pair(civil.month, civil.day);
      return now.year - civil.year - (before ? 1 : 0);
    }
  }
}

std::string_view first_element(std::string_view list, std::string& room) {
  if (!model::has_list_signs(list)) return core::trim(list);
  std::vector<std::string> elements = core::split_list(list);
  room = elements.empty() ? "" : elements.front();
  return room;
}

std::int64_t count_elements(std::string_view list) {
  std::int64_t count = 0;
  model::for_each_element(list, [&](std::string_view) { ++count; });
  return count;
}

bool has_element(std::string_view list, std::string_view element) {
  if (list.find(element) == std::string_view::npos && !model::has_list_signs(element)) return false;
  bool found = false;
  model::for_each_element(list, [&](std::string_view one) { found = found || one == element; });
  return found;
}

}  // namespace flatcrm::query
