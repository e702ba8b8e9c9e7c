// Man pages from declarations, in the man(7) macros of roff.
//
//   man_page(program, command, "## NOTES\n\nWritten by hand.\n")   // flatcrm-import(1)
//   man_page(program, "...")                                       // flatcrm(1), with the list of commands
//   man_page(program, "flatcrm-book", 5, "the files of a book", "## FORMAT\n...")   // a page written by hand
//
// Shape   NAME, SYNOPSIS, DESCRIPTION, ARGUMENTS, OPTIONS, COMMON OPTIONS, the extra sections, EXIT STATUS,
//         ENVIRONMENT, EXAMPLES, SEE ALSO. Extra sections are the Markdown of markup.h. The bytes depend on
//         the declarations alone: no date, no machine.
#pragma once

#include <string>
#include <string_view>

#include "cli/command.h"

namespace flatcrm::cli {

std::string man_page(const Program& program, const Command& command, std::string_view extra);
std::string man_page(const Program& program, std::string_view extra);
std::string man_page(const Program& program, std::string_view name, int volume, std::string_view summary,
                     std::string_view text);

}  // namespace flatcrm::cli
