// Turns errno into an Error that names the path.
//
//   throw_system("a.yaml", ENOSPC)   throws Error system "a.yaml: No space left on device"
#pragma once

#include <string>

#include "core/error.h"

namespace flatcrm::io {

[[noreturn]] void throw_system(const std::string& path, int error);

}  // namespace flatcrm::io
