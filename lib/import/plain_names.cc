#include "import/plain_names.h"

#include <algorithm>
#include <map>

#include "core/text.h"

namespace flatcrm::import {

namespace {

constexpr std::string_view separator = " - ";
constexpr std::size_t fewest_of_a_kind = 3;

std::string_view kind_of(std::string_view name) {
  const std::size_t at = name.find(separator);
  return at == std::string_view::npos ? std::string_view() : name.substr(0, at);
}

/// What stands before the names of most columns: "Deal" of "Deal - Value".
std::string_view commonest_kind(const Source& source) {
  std::map<std::string_view, std::size_t> counts;
  for (const std::string& column : source.columns())
    if (const std::string_view kind = kind_of(column); !kind.empty()) ++counts[kind];
  const auto most = std::max_element(counts.begin(), counts.end(), [](const auto& left, const auto& right) {
    return left.second < right.second;
  });
  if (most == counts.end() || most->second < fewest_of_a_kind) return {};
  return 2 * most->second > source.columns().size() ? most->first : std::string_view();
}

}  // namespace

std::vector<std::string> plain_names(const Source& source) {
  const std::string_view kind = commonest_kind(source);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < source.columns().size(); ++i) {
    std::string_view name = source.own_name(i);
    if (!kind.empty() && kind_of(name) == kind) name.remove_prefix(kind.size() + separator.size());
    names.emplace_back(name);
  }
  return names;
}

NumberedName split_number(std::string_view name) {
  std::size_t begin = name.size();
  while (begin > 0 && name[begin - 1] >= '0' && name[begin - 1] <= '9') --begin;
  const std::size_t digits = name.size() - begin;
  if (digits == 0 || digits > 2 || begin == 0) return {name, 0};
  std::size_t number = 0;
  for (const char c : name.substr(begin)) number = number * 10 + static_cast<std::size_t>(c - '0');
  return {core::trim(name.substr(0, begin)), number};
}

}  // namespace flatcrm::import
