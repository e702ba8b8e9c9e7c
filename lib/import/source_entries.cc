#include "import/source_entries.h"

#include <span>

namespace flatcrm::import {

using model::Record;
using model::Value;

bool has_entry(const Record& record, PathRoles& roles, std::string_view source, std::string_view key) {
  for (const Value& value : record.values()) {
    if (roles[value.path].part != Part::key || value.text != key) continue;
    std::uint32_t number = roles[value.path].number;
    for (const Value& other : record.values())
      if (other.text == source && roles[other.path].part == Part::source &&
          roles[other.path].number == number)
        return true;
  }
  return false;
}

bool has_source(const Record& record, PathRoles& roles, std::string_view source) {
  for (const Value& value : record.values())
    if (roles[value.path].part == Part::source && value.text == source) return true;
  return false;
}

std::string_view merged_into(const Record& record, PathRoles& roles) {
  for (const Value& value : record.values())
    if (roles[value.path].part == Part::merged_into) return value.text;
  return {};
}

// Both are in the schema's order as a rule, so the search begins behind the last find.
bool says_nothing_new(const Record& row, const Record& record, const RecordMap& map) {
  std::span<const Value> present = record.values();
  std::size_t next = 0;
  for (const Value& value : row.values().subspan(1)) {
    if (value.path == map.source_path || value.path == map.key_path || value.path == map.first_seen_path)
      continue;
    std::size_t left = present.size();
    while (left > 0 && present[next].path != value.path) {
      next = next + 1 == present.size() ? 0 : next + 1;
      --left;
    }
    if (left == 0 ? !value.text.empty() : present[next].text != value.text) return false;
  }
  return true;
}

}  // namespace flatcrm::import
