// Steps over the scalars of one line of YAML, for the fast reader: what is not surely right is refused.
//
//   scan_plain(place, stop, scalar)      // "Acme Ltd  # c" gives "Acme Ltd", and place behind it
//   scan_plain(place, stop, scalar)      // "name: Acme" gives "name", and place at the colon
//
// Shape   stop is the end of the line, without its line break; place is left anywhere when the result
//         is false.
#pragma once

#include <string_view>

#include "core/arena.h"

namespace flatcrm::format {

struct YamlScalar {
  std::string_view text;
  const char* begin = nullptr;
  const char* end = nullptr;
  bool quoted = false;
};

/// Whether a plain scalar may start so, or does when more than blanks follows (a dash).
bool may_start_plain(char first);
bool scan_plain(const char*& place, const char* stop, YamlScalar& scalar);
/// The same inside [] and {}: place is left at a colon, comma or bracket.
bool scan_flow_plain(const char*& place, const char* stop, YamlScalar& scalar);
/// Either kind of quotes; place is left behind them.
bool scan_quoted(const char*& place, const char* stop, core::Arena& arena, YamlScalar& scalar);
/// Whether nothing but blanks and a comment that a blank sets apart follow.
bool ends_line(const char* place, const char* stop);
/// Whether there are no control characters but tabs.
bool is_printable(const char* place, const char* stop);

}  // namespace flatcrm::format
