// The time, read at one place and handed on as a value.
//
//   Now now = read_clock("Europe/Berlin");     print(now.today) == "2026-11-22"
//
// Errors  Code::book for a zone that the system's zone data does not know.
// Source  IANA time zone names; SOURCE_DATE_EPOCH is not read.
#pragma once

#include <string>

#include "core/date.h"

namespace flatcrm::io {

struct Now {
  core::Date today;
  core::DateTime instant;
};

Now read_clock(const std::string& zone);

}  // namespace flatcrm::io
