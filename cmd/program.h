// The program as data, with the registry of its commands.
#pragma once

#include "cli/command.h"

namespace flatcrm {

cli::Program program();

}  // namespace flatcrm
