#include "import/source_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "import/profile_reader.h"

namespace flatcrm::import {

namespace {

std::string with_number(const std::string& text, std::uint32_t number) {
  std::size_t star = text.find('*');
  if (star == std::string::npos) return text;
  return text.substr(0, star) + std::to_string(number) + text.substr(star + 1);
}

Template with_number(Template parts, std::uint32_t number) {
  for (TemplatePart& part : parts)
    if (part.column) part.text.text = with_number(part.text.text, number);
  return parts;
}

}  // namespace

/// A column by its name, by another name that the profile knows it by, and in an export of many versions
/// whatever its case; or what a wide table's columns are called. -1 when there is none.
int SourceColumns::find(const std::string& name) const {
  if (int found = source_.find_column(name); found >= 0) return found;
  if (profile_.unpivot && name == profile_.unpivot->name.text)
    return static_cast<int>(source_.columns().size());
  if (profile_.unpivot && name == profile_.unpivot->value.text)
    return static_cast<int>(source_.columns().size()) + 1;
  for (const auto& [known, others] : profile_.columns) {
    if (known != name) continue;
    for (const std::string& other : others)
      if (int found = source_.find_column(other); found >= 0) return found;
  }
  if (!profile_.optional) return -1;
  for (std::size_t i = 0; i < source_.columns().size(); ++i)
    if (core::equal_ignoring_ascii_case(source_.columns()[i], name)) return static_cast<int>(i);
  return -1;
}

std::uint32_t SourceColumns::use(const Word& name) {
  int found = find(name.text);
  if (found >= 0) {
    note_used(static_cast<std::size_t>(found));
    return static_cast<std::uint32_t>(found);
  }
  std::vector<std::string_view> names;
  for (const std::string& one : source_.columns())
    if (!one.empty()) names.push_back(one);
  throw Error(Code::bad_input, fmt::format("no column '{}' in {}", name.text, source_.name()), name.place,
              suggestion(name.text, names));
}

/// The numbers that stand in the columns in the place of a star, in order.
std::vector<std::uint32_t> SourceColumns::star_numbers(const std::string& name) const {
  std::vector<std::uint32_t> out;
  std::size_t star = name.find('*');
  if (star == std::string::npos || source_.find_column(name) >= 0) return out;
  std::string_view before = std::string_view(name).substr(0, star),
                   behind = std::string_view(name).substr(star + 1);
  for (const std::string& column : source_.columns()) {
    if (column.size() <= before.size() + behind.size() || !column.starts_with(before) ||
        !column.ends_with(behind))
      continue;
    std::string_view middle = std::string_view(column).substr(before.size());
    middle.remove_suffix(behind.size());
    std::uint32_t number = 0;
    auto [end, error] = std::from_chars(middle.data(), middle.data() + middle.size(), number);
    if (error == std::errc() && end == middle.data() + middle.size() && number > 0) out.push_back(number);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Has the file none of a column's own name? Then its star stands for a number.
bool SourceColumns::is_starred(const TemplatePart& part) const {
  return part.column && part.text.text.find('*') != std::string::npos &&
         source_.find_column(part.text.text) < 0;
}

/// The numbers that the columns of a field have in the place of a star; nothing where none has a star.
std::optional<std::vector<std::uint32_t>> SourceColumns::numbers_of(const FieldSpec& spec) const {
  std::vector<std::uint32_t> numbers;
  bool stars = false;
  for (const Template& one : spec.from)
    for (const TemplatePart& part : one) {
      if (!is_starred(part)) continue;
      stars = true;
      for (std::uint32_t number : star_numbers(part.text.text)) numbers.push_back(number);
    }
  if (!stars) return std::nullopt;
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

bool SourceColumns::has_any(const Template& parts) const {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const TemplatePart& part) { return part.column && find(part.text.text) >= 0; });
}

/// A field whose columns hold a star, as the fields that it stands for: one of several columns, or for each
/// element of a list of maps one.
std::vector<FieldSpec> SourceColumns::without_stars(const FieldSpec& spec) const {
  const std::optional<std::vector<std::uint32_t>> numbers = numbers_of(spec);
  if (!numbers) return {spec};
  auto add_numbered = [&](FieldSpec& to, std::uint32_t number) {
    for (const Template& one : spec.from)
      if (Template numbered = with_number(one, number); has_any(numbered)) to.from.push_back(numbered);
  };
  std::vector<FieldSpec> out;
  FieldSpec one = spec;
  one.from.clear();
  if (spec.field.text.find('*') != std::string::npos) {
    for (std::uint32_t number : *numbers) {
      FieldSpec& element = out.emplace_back(one);
      element.field.text = with_number(spec.field.text, number);
      add_numbered(element, number);
      if (element.from.empty()) out.pop_back();
    }
    return out;
  }
  for (std::uint32_t number : *numbers) add_numbered(one, number);
  auto has_star = [](const TemplatePart& part) {
    return part.column && part.text.text.find('*') != std::string::npos;
  };
  for (const Template& plain : spec.from)
    if (std::none_of(plain.begin(), plain.end(), has_star) && has_any(plain)) one.from.push_back(plain);
  if (!one.from.empty()) out.push_back(one);
  return out;
}

/// Of an export with many versions: the columns that this file has.
FieldSpec SourceColumns::with_present(const FieldSpec& spec) const {
  FieldSpec out = spec;
  std::erase_if(out.from, [&](const Template& parts) {
    return std::none_of(parts.begin(), parts.end(),
                        [&](const TemplatePart& part) { return part.column && find(part.text.text) >= 0; });
  });
  return out;
}

std::vector<PatternPart> SourceColumns::pattern(const Template& parts) {
  std::vector<PatternPart> out;
  for (const TemplatePart& part : parts) {
    // In an export of many versions a template does with the columns that there are.
    if (part.column && profile_.optional && find(part.text.text) < 0) continue;
    if (part.column)
      out.push_back({static_cast<int>(use(part.text)), {}});
    else
      out.push_back({-1, part.text.text});
  }
  return out;
}

bool SourceColumns::lacks(const FieldSpec& spec) const {
  auto lacks = [&](const Word& name) { return find(name.text) < 0; };
  if (spec.times && lacks(*spec.times)) return true;
  if (profile_.optional) return !spec.constant && !spec.ref && spec.cancels.empty() && spec.from.empty();
  for (const Template& one : spec.from)
    for (const TemplatePart& part : one)
      if (part.column && lacks(part.text)) return true;
  return false;
}

}  // namespace flatcrm::import
