// What a cell looks like, for guesses about columns; no claim that it is valid.
//
//   kind_of("28/01/2018") == CellKind::date     kind_of("$74.69") == CellKind::number
//   kind_of("GN-1741") == CellKind::word
#pragma once

#include <cstdint>
#include <string_view>

namespace flatcrm::format {

enum class CellKind : std::uint8_t {
  empty,
  number,   // digits with sign, group and decimal marks, a currency sign or code, a percent sign
  date,     // three numbers with - / or . between them, perhaps with a time behind
  time,     // two or three numbers with : between them
  address,  // an e-mail or web address
  word,     // letters, digits, - and _
  text,     // anything else
};

CellKind kind_of(std::string_view cell);

/// Number, date, time or address: what a name of a column hardly is.
inline bool is_typed(CellKind kind) {
  return kind >= CellKind::number && kind <= CellKind::address;
}

}  // namespace flatcrm::format
