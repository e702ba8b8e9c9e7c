// Runs the command that a command line names.
//
//   run(program, {"-C", "acme", "report", "weekly"}, surroundings) == 0
//   run(program, {"reprot"}, surroundings)   // Error usage: no command 'reprot'; did you mean 'report'?
//
// --version and --help are answered here. Only the command that runs is declared; the others stay names.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/invocation.h"

namespace flatcrm::cli {

/// The exit status; an Error is for the caller to print.
int run(const Program& program, const std::vector<std::string>& words, const Surroundings& surroundings);

}  // namespace flatcrm::cli
