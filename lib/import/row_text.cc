#include "import/row_text.h"

#include <algorithm>

#include "core/text.h"
#include "import/value_parts.h"
#include "text/country.h"
#include "text/name.h"

namespace flatcrm::import {

std::string_view fill_pattern(const std::vector<PatternPart>& pattern, const RowView& row) {
  std::string filled;
  bool any = false, value = false;
  for (const PatternPart& part : pattern) {
    if (part.column < 0) {
      filled += part.literal;
      continue;
    }
    std::string_view cell = row.cell(static_cast<std::size_t>(part.column));
    any = any || cell.data() != nullptr;
    value = value || has_value(cell);
    filled += cell;
  }
  if (!any) return {};
  if (!value) return row.arena.keep("");
  std::string collapsed;
  for (char c : filled)
    if (c != ' ' || (!collapsed.empty() && collapsed.back() != ' ')) collapsed += c;
  return trimmed(row.arena.keep(collapsed));
}

bool says_not_available(std::string_view cell) {
  return core::equal_ignoring_ascii_case(cell, "n/a") || core::equal_ignoring_ascii_case(cell, "#n/a") ||
         core::equal_ignoring_ascii_case(cell, "#nv") || core::equal_ignoring_ascii_case(cell, "n.a.");
}

bool says_nothing(std::string_view cell) {
  return cell.empty() || cell == "-" || core::equal_ignoring_ascii_case(cell, "n/a") ||
         core::equal_ignoring_ascii_case(cell, "na") || core::equal_ignoring_ascii_case(cell, "null");
}

namespace {

/// The numbered part, "" where there are fewer.
std::string_view taken_part(std::string_view text, std::string_view separator, int number) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = separator.empty() ? text.npos : text.find(separator, begin);
    end = std::min(end, text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + std::max<std::size_t>(separator.size(), 1);
  }
  int count = static_cast<int>(parts.size());
  int at = number > 0 ? number - 1 : count + number;
  return at < 0 || at >= count ? text.substr(0, 0) : trimmed(parts[static_cast<std::size_t>(at)]);
}

/// Two letters, or "": as the row says, or as all rows have it.
std::string_view country_of(const FieldMap& field, const RowView& row) {
  for (const Input& input : field.country_from) {
    std::string_view text = input.column >= 0 ? row.cell(static_cast<std::size_t>(input.column))
                                              : fill_pattern(input.pattern, row);
    if (std::string_view code = text::country_code(text); !code.empty()) return code;
  }
  return text::country_code(field.country);
}

/// The part of a name or an address that the field takes.
std::string_view part_of(const FieldMap& field, std::string_view text, const RowView& row) {
  std::string_view country = country_of(field, row);
  const std::string& part = field.spec.part->text;
  if (!is_part_of_name(part)) return part_of_address(part, text, country, row.arena);
  text::NameOrder order =
      field.name_order != text::NameOrder::unknown ? field.name_order : text::name_order_of(country);
  return part_of_name(part, text, order, country, row.arena);
}

}  // namespace

std::string_view input_text(const FieldMap& field, const Input& input, const RowView& row) {
  std::string_view text =
      input.column >= 0 ? row.cell(static_cast<std::size_t>(input.column)) : fill_pattern(input.pattern, row);
  if (!field.takes_part || text.empty()) return text;
  if (field.spec.take) text = taken_part(text, field.split, *field.spec.take);
  if (field.spec.part && !text.empty()) text = part_of(field, text, row);
  return text;
}

RawText raw_text_of(const FieldMap& field, const RowView& row) {
  std::string_view first;
  for (std::uint32_t i = 0; i < field.inputs.size(); ++i) {
    std::string_view text = input_text(field, field.inputs[i], row);
    if (has_value(text)) return {text, i};
    if (first.data() == nullptr) first = text;
  }
  return {first, 0};
}

std::string_view raw_text(const FieldMap& field, const RowView& row) {
  return raw_text_of(field, row).text;
}

query::Truth test_condition(const RowView& row) {
  if (!row.mapping.condition) return query::Truth::yes;
  return row.mapping.condition->test([&](std::size_t column) { return row.cell(column); });
}

}  // namespace flatcrm::import
