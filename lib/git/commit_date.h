// Dates as git's variables have them.
//
//   parse_commit_date("2026-11-22T09:00:00+01:00")        also "1700000000 +0100" and "@1700000000 +0100"
//   parse_commit_date("yesterday") == std::nullopt
#pragma once

#include <optional>
#include <string_view>

#include "core/date.h"

namespace flatcrm::git {

std::optional<core::DateTime> parse_commit_date(std::string_view text);

}  // namespace flatcrm::git
