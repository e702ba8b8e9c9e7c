// What --help prints, in 80 columns.
//
//   usage(program, command) == "flatcrm import [OPTION...] FILE..."
//   help(program, command)  // usage, description, arguments, options, examples
//   help(program)           // usage and the list of commands with their summaries
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace flatcrm::cli {

std::string usage(const Program& program, const Command& command);
std::string help(const Program& program, const Command& command);
std::string help(const Program& program);

/// The list of commands as a Markdown table, as the README shows it.
std::string command_table(const Program& program);

/// "-O, --format FORMAT"
std::string spelling(const Option& option);
/// The help of an option with its choices, preset and variable: "how (one of: a, b; default: a)".
std::string full_help(const Option& option);

/// Lines of at most `columns`, each but the first behind `indent` blanks; words longer than a line
/// stay whole.
std::string wrap(std::string_view text, std::size_t columns, std::size_t indent);

}  // namespace flatcrm::cli
