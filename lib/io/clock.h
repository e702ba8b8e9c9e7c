// The time, read at one place and handed on as a value.
//
//   Now now = read_clock("Europe/Berlin");     print(now.today) == "2026-11-22"
//
// Errors  Code::book for a zone that the system's zone data does not know.
// Source  IANA time zone names; "" and "UTC" need no zone data. SOURCE_DATE_EPOCH is not read.
// Threads at start-up only: the C library knows one zone a process, so $TZ is changed and put back.
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
