// Offsets of a time zone for local times that name none.
//
//   Zone zone("Europe/Berlin");
//   zone.offset_minutes("2026-07-01T12:00:00") == 120        zone.offset_minutes("2026-01-01T12:00:00") == 60
//   zone.with_offset("2026-07-01T12:00:00", arena) == "2026-07-01T12:00:00+02:00"
//
// A local time that a zone skips in spring has the offset before the jump; one that comes twice in autumn is
// the first of the two.
// Requires  local times as DateFormat gives them: YYYY-MM-DDTHH:MM:SS.
// Errors    Code::book for a zone that nobody knows. "" and "UTC" need no zone data.
// Source    IANA time zone database as ICU carries it.
// Threads   one object may be asked by several threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/arena.h"

namespace flatcrm::text {

class Zone {
 public:
  explicit Zone(const std::string& name);
  ~Zone();

  int offset_minutes(std::string_view local) const;
  /// The offset behind it, Z for none.
  std::string_view with_offset(std::string_view local, core::Arena& arena) const;

 private:
  struct Data;
  std::unique_ptr<const Data> data_;
};

}  // namespace flatcrm::text
