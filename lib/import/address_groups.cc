#include "import/address_groups.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/text.h"
#include "import/plain_names.h"
#include "model/schema.h"

namespace flatcrm::import {

namespace {

constexpr std::string_view street = "addresses.*.street", city = "addresses.*.city",
                           postcode = "addresses.*.postcode";

/// The part of an address that a name means; "" where it means something else or nothing. "Address line 2" is what
/// "Address line 1" is.
std::string part_meant(const ColumnNames& names, const std::string& name) {
  const model::Field* field = names.find(name).field;
  const NumberedName numbered = split_number(name);
  if (field == nullptr && numbered.number > 1) field = names.find(std::string(numbered.name) + " 1").field;
  return field != nullptr && field->path.starts_with("addresses.*.") ? field->path : std::string();
}

/// Each way to read a name as a group and the name of a part.
std::vector<AddressGroups::Part> readings(const ColumnNames& names, const std::string& column) {
  std::vector<AddressGroups::Part> found;
  const std::string words = words_of(column);
  for (std::size_t blank = words.find(' '); blank != words.npos; blank = words.find(' ', blank + 1)) {
    const std::string rest = words.substr(blank + 1);
    const std::string part = rest == "code" ? std::string(postcode) : part_meant(names, rest);
    if (!part.empty()) found.push_back({words.substr(0, blank), part});
  }
  const std::size_t open = column.rfind('(');
  if (open != column.npos && open > 0 && column.ends_with(')')) {
    const std::string part = part_meant(names, column.substr(0, open));
    const std::string group = words_of(std::string_view(column).substr(open));
    if (!part.empty() && !group.empty()) found.push_back({std::string(core::trim(group)), part});
  }
  return found;
}

bool is_address(const std::set<std::string>& parts) {
  return parts.count(std::string(street)) != 0 &&
         (parts.count(std::string(city)) != 0 || parts.count(std::string(postcode)) != 0);
}

}  // namespace

AddressGroups::AddressGroups(const std::vector<std::string>& columns, const ColumnNames& names) {
  std::vector<std::vector<Part>> all;
  std::map<std::string, std::set<std::string>> parts_of;
  for (const std::string& column : columns) {
    const model::Field* whole = names.find(column).field;
    const bool other = whole != nullptr && !whole->path.starts_with("addresses.");
    all.push_back(other ? std::vector<Part>() : readings(names, column));
    for (const Part& part : all.back()) parts_of[part.group].insert(part.field);
  }
  for (std::vector<Part>& each : all) {
    std::erase_if(each, [&](const Part& part) { return !is_address(parts_of[part.group]); });
    const auto most = std::max_element(each.begin(), each.end(), [&](const Part& left, const Part& right) {
      return parts_of[left.group].size() < parts_of[right.group].size();
    });
    parts_.push_back(most == each.end() ? std::nullopt : std::optional(*most));
  }
}

const AddressGroups::Part* AddressGroups::of(std::size_t column) const {
  return column < parts_.size() && parts_[column] ? &*parts_[column] : nullptr;
}

std::string address_label(std::string_view group) {
  // Beginnings of words in several languages.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 29> labels{{
      {"bill", "billing"},     {"invoic", "billing"},   {"rechnung", "billing"},
      {"factur", "billing"},   {"fattur", "billing"},   {"ship", "delivery"},
      {"deliver", "delivery"}, {"liefer", "delivery"},  {"livraison", "delivery"},
      {"envio", "delivery"},   {"entrega", "delivery"}, {"spedizion", "delivery"},
      {"verzend", "delivery"}, {"bezorg", "delivery"},  {"home", "home"},
      {"privat", "home"},      {"work", "work"},        {"business", "work"},
      {"office", "work"},      {"firma", "work"},       {"other", "other"},
      {"postal", "postal"},    {"mailing", "postal"},   {"po", "postal"},
      {"alt", "other"},        {"primary", ""},         {"main", ""},
      {"address", ""},         {"adresse", ""},
  }};
  std::string own;
  for (std::size_t begin = 0; begin < group.size();) {
    const std::size_t end = std::min(group.find(' ', begin), group.size());
    const std::string_view word = group.substr(begin, end - begin);
    begin = end + 1;
    const auto known = std::find_if(labels.begin(), labels.end(),
                                    [&](const auto& label) { return word.starts_with(label.first); });
    if (known != labels.end() && !known->second.empty()) return std::string(known->second);
    if (known == labels.end()) own += (own.empty() ? "" : " ") + std::string(word);
  }
  return own;
}

}  // namespace flatcrm::import
