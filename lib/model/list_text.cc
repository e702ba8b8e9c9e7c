#include "model/list_text.h"

#include <algorithm>

namespace flatcrm::model {
namespace {

/// Every ';' with one blank behind it and a plain element on either side.
bool is_canonical(std::string_view cell) {
  if (cell.find('\\') != cell.npos) return false;
  while (true) {
    std::size_t end = cell.find(';');
    if (!is_plain_element(cell.substr(0, end))) return false;
    if (end == cell.npos) return true;
    if (end + 1 == cell.size() || cell[end + 1] != ' ') return false;
    cell.remove_prefix(end + 2);
  }
}

}  // namespace

std::string_view canonical_list(std::string_view cell, core::Arena& arena) {
  if (is_canonical(cell)) return cell;
  return arena.keep(core::join_list(core::split_list(cell)));
}

std::string_view join_elements(const std::vector<std::string_view>& elements, core::Arena& arena) {
  if (elements.size() == 1 && is_plain_element(elements[0])) return elements[0];
  if (!std::all_of(elements.begin(), elements.end(), is_plain_element))
    return arena.keep(core::join_list(elements));
  std::size_t size = 0;
  for (std::string_view element : elements) size += element.size() + 2;
  if (size == 0) return {};
  char* place = arena.take(size - 2);
  std::string_view joined(place, size - 2);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i != 0) place = std::copy_n("; ", 2, place);
    place = std::copy(elements[i].begin(), elements[i].end(), place);
  }
  return joined;
}

}  // namespace flatcrm::model
