// Completion scripts from declarations: commands, options, choices, suggestions, files and folders.
//
//   completion_script(program, Shell::bash)    // source it, or put it where bash-completion looks
//
// The script is static: pressing Tab never starts the program, reads no book and can't fail.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace flatcrm::cli {

enum class Shell { bash, zsh, fish };

std::optional<Shell> parse_shell(std::string_view name);

std::string completion_script(const Program& program, Shell shell);

}  // namespace flatcrm::cli
