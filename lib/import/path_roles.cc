#include "import/path_roles.h"

#include <charconv>

namespace flatcrm::import {

namespace {

/// The number that a segment is, or 0.
std::uint32_t element_number(std::string_view segment) {
  std::uint32_t number = 0;
  auto [end, error] = std::from_chars(segment.data(), segment.data() + segment.size(), number);
  return error == std::errc() && end == segment.data() + segment.size() ? number : 0;
}

Part part_of_source(std::string_view below) {
  if (below == "source") return Part::source;
  if (below == "key") return Part::key;
  if (below == "first_seen") return Part::first_seen;
  if (below == "updated") return Part::updated;
  if (below == "said") return Part::said;
  return Part::field;
}

}  // namespace

void PathRoles::learn(model::PathId path) {
  for (model::PathId next = static_cast<model::PathId>(roles_.size()); next <= path; ++next)
    roles_.push_back(role_of(paths_[next].text));
}

PathRole PathRoles::role_of(const std::string& path) {
  if (path == "merged_into") return {Part::merged_into, 0, 0, {}, false, false};
  if (path == "do_not_contact" || path.starts_with("consent.")) return {Part::field, 0, 0, {}, true, false};
  if (path == "emails") return {Part::field, 0, 0, {}, false, true};
  std::size_t first = path.find('.');
  if (first == std::string::npos) return {};
  std::size_t second = path.find('.', first + 1);
  if (second == std::string::npos) return {};
  std::uint32_t number = element_number(std::string_view(path).substr(first + 1, second - first - 1));
  if (number == 0) return {};
  std::string_view below = std::string_view(path).substr(second + 1);
  std::string_view list = std::string_view(path).substr(0, first);
  if (list == "sources") return {part_of_source(below), number, 0, below, false, false};
  std::uint32_t at = 0;
  while (at < lists_.size() && lists_[at] != list) ++at;
  if (at == lists_.size()) lists_.emplace_back(list);
  return {Part::element, number, at + 1, below, false, false};
}

model::PathId PathRoles::path_of(std::uint32_t list, std::uint32_t number, std::string_view below) {
  return paths_.intern(list_name(list) + "." + std::to_string(number) + "." + std::string(below));
}

model::PathId PathRoles::source_path(std::uint32_t number, std::string_view below) {
  return paths_.intern("sources." + std::to_string(number) + "." + std::string(below));
}

}  // namespace flatcrm::import
