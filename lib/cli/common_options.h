// Options that mean the same everywhere, declared once.
//
//   common_options(command)    // --book --quiet --verbose --color --no-config --help
//                              // and by what the command needs: --as-of (time), --format --output (formats),
//                              // --dry-run, --lock-timeout (Book::write)
//   all_options(command)       // the command's own, then the common ones
#pragma once

#include <vector>

#include "cli/command.h"

namespace flatcrm::cli {

std::vector<Option> common_options(const Command& command);
std::vector<Option> all_options(const Command& command);

/// Those that may stand before the command: `flatcrm -C acme report weekly`.
std::vector<Option> leading_options();

}  // namespace flatcrm::cli
