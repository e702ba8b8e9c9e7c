#include <algorithm>

#include "core/text.h"
#include "import/merge.h"
#include "import/values.h"

namespace flatcrm::import {

using model::PathId;
using model::Value;

namespace {

/// Does the field tell one address from another?
bool is_telling(std::string_view below) {
  return below != "label" && below != "country" && below != "region";
}

}  // namespace

/// Do all fields that both have agree, and is one among them that tells one address from another?
bool Merger::agrees(const Element& element, std::uint32_t number) {
  bool telling = false;
  for (const Value& value : values_) {
    const PathRole role = roles_[value.path];
    if (role.part != Part::element || role.list != element.list || role.number != number) continue;
    for (const Value& given : element.values) {
      if (given.text.empty() || roles_[given.path].below != role.below) continue;
      if (!core::equal_ignoring_ascii_case(given.text, value.text)) return false;
      telling = telling || is_telling(role.below);
    }
  }
  return telling;
}

bool Merger::fill_element(const Element& element, std::uint32_t number) {
  bool changed = false;
  for (const Value& given : element.values) {
    if (given.text.empty()) continue;
    std::string_view below = roles_[given.path].below;
    PathId path = number == element.number ? given.path : roles_.path_of(element.list, number, below);
    if (find(path) == nullptr) changed = set(path, given.text) || changed;
  }
  return changed;
}

/// Is the element at its place this source's own, and may all of it be changed?
bool Merger::takes_element(const Element& element, Rule rule) {
  if (rule == Rule::overwrite) return true;
  bool own = false;
  for (const Value& value : values_) {
    const PathRole role = roles_[value.path];
    if (role.part != Part::element || role.list != element.list || role.number != element.number) continue;
    own = own || is_own(value.path, value.text) || (rule == Rule::newer && newest_);
    for (const Value& given : element.values)
      if (given.path == value.path && given.text != value.text &&
          !takes(rule, value.path, value.text, given.text))
        return false;
  }
  return own && rule != Rule::keep;
}

/// Did this very source say all of it before? Then a person took it out of the record since.
bool Merger::was_taken_away(const Element& element) {
  if (!remembers_ || log_) return false;
  for (const Value& given : element.values)
    if (!given.text.empty() && !words_.contains(own_said_, given.path, given.text)) return false;
  conflicts_.push_back({element.values.front().path, "", element.values.front().text, false});
  return true;
}

/// Of each element the source whose name comes first among those that said it; what people wrote goes with what stands before it.
std::vector<std::string_view> Merger::origins_of(std::uint32_t list, std::uint32_t last) {
  std::vector<std::string_view> origins(last);
  for (const Value& value : values_) {
    const PathRole role = roles_[value.path];
    if (role.part != Part::element || role.list != list || !is_telling(role.below)) continue;
    std::string_view& origin = origins[role.number - 1];
    auto note = [&](const SourceSaid& one) {
      if ((origin.empty() || one.source < origin) && words_.contains(one.said, value.path, value.text))
        origin = one.source;
    };
    note({source_, own_said_});
    for (const SourceSaid& other : others_said_) note(other);
  }
  for (std::size_t i = 1; i < origins.size(); ++i)
    if (origins[i].empty()) origins[i] = origins[i - 1];
  return origins;
}

/// The number that an element of this source gets, which has `number` or, where it is behind the last one, is new: with a memory
/// behind those of the sources that come before. The elements between make room.
std::uint32_t Merger::make_room(std::uint32_t list, std::uint32_t number, std::uint32_t last) {
  if (rules_of_->said_path == 0 || log_) return number;
  std::vector<std::string_view> origins = origins_of(list, last);
  if (!std::is_sorted(origins.begin(), origins.end())) return number;
  auto behind = std::upper_bound(origins.begin(), origins.end(), source_);
  auto place = static_cast<std::uint32_t>(behind - origins.begin()) + 1;
  if (place >= number) return number;
  for (Value& value : values_) {
    const PathRole role = roles_[value.path];
    if (role.part != Part::element || role.list != list || role.number < place || role.number > number)
      continue;
    std::uint32_t next = role.number == number ? place : role.number + 1;
    value.path = roles_.path_of(list, next, std::string(role.below));
  }
  return place;
}

bool Merger::apply_element(const Element& element, const RowContext& context) {
  std::uint32_t last = 0;
  bool given = false, same = true;
  for (const Value& value : values_) {
    const PathRole& role = roles_[value.path];
    if (role.part == Part::element && role.list == element.list) last = std::max(last, role.number);
  }
  for (const Value& value : element.values) {
    given = given || !value.text.empty();
    same = same && value_of(values_, value.path) == value.text;
  }
  if (same) return false;
  Rule rule = rule_of(element.values.front().path, context);
  if (takes_element(element, rule)) {
    bool changed = false;
    for (const Value& value : element.values) changed = apply_value(value, context) || changed;
    return changed;
  }
  if (!given) return false;
  for (std::uint32_t number = 1; number <= last; ++number)
    if (agrees(element, number)) {
      std::uint32_t place = make_room(element.list, number, last);
      return fill_element(element, place) || place != number;
    }
  bool adds = rule == Rule::union_of_both || (element.number > last && (own_entry_ != 0 || speaks_));
  if (last == 0 || adds)
    return !was_taken_away(element) && fill_element(element, make_room(element.list, last + 1, last));
  const Value& first = element.values.front();
  conflicts_.push_back({first.path, value_of(values_, first.path), first.text, false});
  return false;
}

}  // namespace flatcrm::import
