// From the words of a command line to a checked Invocation.
//
//   parse(command, {"--profile", "crm", "a.csv"}, surroundings).text("profile") == "crm"
//   parse(command, {"--profle", "crm"}, surroundings)
//   // Error usage: no option '--profle' in import; did you mean '--profile'?
//
// Errors  Code::usage for an unknown option, a value of the wrong kind, a choice that isn't one, an option
//         given twice that isn't repeatable, a missing argument or one too many. A variable of the
//         environment is checked the same.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/invocation.h"

namespace flatcrm::cli {

/// When --help is among the options, missing arguments and wrong values are let pass. Requires:
/// faults(command) is empty.
Invocation parse(const Command& command, const std::vector<std::string>& words,
                 const Surroundings& surroundings);

}  // namespace flatcrm::cli
