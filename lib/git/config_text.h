// Sets and takes out single values in the text of a git configuration, every other byte staying as it is.
//
//   std::string text = with_setting("[core]\n\tbare = false\n", {"merge", "flatcrm", "driver"}, "flatcrm %A");
//   text == "[core]\n\tbare = false\n[merge \"flatcrm\"]\n\tdriver = flatcrm %A\n"
//   without_setting(text, {"merge", "flatcrm", "driver"}) == "[core]\n\tbare = false\n"
//
// Shape   a section that is left empty goes with its header. A value that stands twice is set at its last place, where git looks.
// Source  git-config(1), "Syntax".
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::git {

struct SettingName {
  std::string section, subsection, key;
};

std::string with_setting(std::string_view text, const SettingName& name, std::string_view value);
std::string without_setting(std::string_view text, const SettingName& name);

}  // namespace flatcrm::git
