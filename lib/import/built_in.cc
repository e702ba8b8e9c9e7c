#include "import/built_in.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace flatcrm::import {

namespace {

/// Only what choosing needs, since most of the profiles are not the one: the file is looked at for the words first.
bool has_column(const Source& source, const Profile& profile, const std::string& name) {
  auto has = [&](std::string_view wanted) {
    return std::any_of(source.columns().begin(), source.columns().end(), [&](const std::string& column) {
      return core::equal_ignoring_ascii_case(column, wanted);
    });
  };
  if (has(name)) return true;
  for (const auto& [known, others] : profile.columns)
    if (known == name) return std::any_of(others.begin(), others.end(), has);
  return false;
}

/// How many columns the longest list of `detect` has that the file fits; 0: none.
std::size_t fit(const Source& source, const Profile& profile) {
  std::size_t best = 0;
  for (const std::vector<Word>& columns : profile.detect)
    if (columns.size() > best && std::all_of(columns.begin(), columns.end(), [&](const Word& column) {
          return has_column(source, profile, column.text);
        }))
      best = columns.size();
  return best;
}

}  // namespace

const BuiltIn* built_in_profile(std::string_view name) {
  for (std::size_t i = 0; i < built_in_profile_count; ++i)
    if (built_in_profiles[i].name == name) return &built_in_profiles[i];
  return nullptr;
}

const BuiltIn* built_in_profile_for(const Source& source) {
  const BuiltIn* best = nullptr;
  std::size_t most = 0;
  for (std::size_t i = 0; i < built_in_profile_count; ++i) {
    std::size_t fits = fit(source, parse_built_in(built_in_profiles[i]));
    if (fits <= most) continue;
    most = fits;
    best = &built_in_profiles[i];
  }
  return best;
}

std::vector<std::string_view> built_in_profile_names() {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < built_in_profile_count; ++i) out.push_back(built_in_profiles[i].name);
  return out;
}

Profile parse_built_in(const BuiltIn& one) {
  Profile profile = parse_profile(one.text, fmt::format("built-in profile {}", one.name));
  profile.title = one.name;
  return profile;
}

}  // namespace flatcrm::import
