// One writer a shell, for completion.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace flatcrm::cli {

std::string bash_script(const Program& program);
std::string zsh_script(const Program& program);
std::string fish_script(const Program& program);

/// What is offered for a value: its choices, else its suggestions.
template <typename Declared>
const std::vector<std::string>& offered(const Declared& declared) {
  return declared.choices.empty() ? declared.suggestions : declared.choices;
}

/// Behind one another with a blank between: Requires words without blanks, as choices are.
std::string blank_separated(const std::vector<std::string>& words);

/// 'text' for a shell that reads single quotes as POSIX does; an apostrophe becomes '\''.
std::string single_quoted(std::string_view text);

}  // namespace flatcrm::cli
