#include "model/table.h"

#include <algorithm>

#include "core/error.h"

namespace flatcrm::model {
namespace {

std::string without_brackets(std::string_view path) {
  if (path.ends_with("[]")) path.remove_suffix(2);
  return std::string(path);
}

}  // namespace

bool Table::has(std::string_view path) const {
  return std::find(names_.begin(), names_.end(), without_brackets(path)) != names_.end();
}

template <typename Kind>
const Kind& Table::column(std::string_view path) const {
  std::string name = without_brackets(path);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const Kind* found = names_[i] == name ? std::get_if<Kind>(&columns_[i]) : nullptr;
    if (found != nullptr) return *found;
  }
  throw Error(Code::usage, "the column '" + name + "' was not asked for as such");
}

const Codes& Table::codes(std::string_view path) const {
  return column<Codes>(path);
}
const Texts& Table::texts(std::string_view path) const {
  return column<Texts>(path);
}
const Dates& Table::dates(std::string_view path) const {
  return column<Dates>(path);
}
const Numbers& Table::numbers(std::string_view path) const {
  return column<Numbers>(path);
}
const Hashes& Table::hashes(std::string_view path) const {
  return column<Hashes>(path);
}

namespace {

void rename_codes(Codes& column, const std::unordered_map<std::string_view, std::string_view>& names) {
  const Dictionary& old = column.dictionary;
  bool any =
      std::any_of(names.begin(), names.end(), [&](const auto& pair) { return old.find(pair.first) != 0; });
  if (!any) return;
  std::vector<std::string_view> texts;
  for (std::uint32_t code = 0; code < old.size(); ++code) {
    auto renamed = names.find(old.text(code));
    texts.push_back(renamed == names.end() ? old.text(code) : renamed->second);
  }
  std::vector<std::uint32_t> new_codes(texts.size());
  Dictionary dictionary;
  dictionary.codes(texts, new_codes);
  for (std::uint32_t& code : column.codes) code = new_codes[code];
  column.dictionary = std::move(dictionary);
}

}  // namespace

void Table::rename(std::string_view path,
                   const std::unordered_map<std::string_view, std::string_view>& names) {
  std::string name = without_brackets(path);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    auto* codes = names_[i] == name ? std::get_if<Codes>(&columns_[i]) : nullptr;
    if (codes != nullptr) rename_codes(*codes, names);
  }
}

}  // namespace flatcrm::model
