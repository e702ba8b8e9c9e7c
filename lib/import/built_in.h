// The profiles that come with the program, chosen by the header of a file.
//
//   const BuiltIn* one = built_in_profile_for(source);      // {"google-contacts", yaml}, or null
//   Profile profile = parse_built_in(*one);
//   built_in_profile("hubspot-contacts") != nullptr
//
// Choice  a profile whose `detect` has a list of columns that the file has all of (case aside, under any of
//         the names that the profile knows them by); of several the one with the longest such list, then the
//         first by name.
// Files   lib/import/profiles/NAME.yaml, made part of the program by the build.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "import/profile.h"
#include "import/source.h"

namespace flatcrm::import {

struct BuiltIn {
  std::string_view name;
  std::string_view text;
};

extern const BuiltIn built_in_profiles[];
extern const std::size_t built_in_profile_count;

const BuiltIn* built_in_profile(std::string_view name);
const BuiltIn* built_in_profile_for(const Source& source);
std::vector<std::string_view> built_in_profile_names();
Profile parse_built_in(const BuiltIn& one);

}  // namespace flatcrm::import
