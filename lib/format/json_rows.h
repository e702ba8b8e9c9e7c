// Flattens JSON into rows: one object a row, a dotted path a column.
//
//   FlatTable table;
//   read_json_rows("{\"a\": {\"b\": 1}, \"t\": [\"x\", \"y\"], \"l\": [{\"k\": 2}]}\n", table);
//   table.columns() == {"a.b", "t", "l.1.k"}       table.rows() == "1,x; y,2\n"
//
// Shape   the rows are the objects that stand one behind the other (JSON lines), the elements of a list, or
//         the elements of the one list of objects that a single object has ({"total": 2, "records": [...]}).
//         Keys are escaped as core/path.h has it; lists of scalars are one cell, joined as core/text.h has
//         it; null is no value.
// Errors  those of json_reader.h; Code::bad_input for a record that is no object, and for a name twice in
//         an object.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/flat_table.h"
#include "format/json_reader.h"

namespace flatcrm::format {

enum class JsonShape { lines, list, member };

struct JsonLayout {
  JsonShape shape = JsonShape::lines;
  std::string member;               // that holds the records
  std::vector<std::string> beside;  // its other members, which are left out
};

/// Is an object with this list of objects and these other members no record but what a service puts around
/// its records?
bool is_envelope(std::string_view list, const std::vector<std::string>& beside);

/// Looks at the first value, and whether it is the only one.
JsonLayout find_json_layout(std::string_view text);

/// Does the first record end with its line, and another one follow? Then any piece of lines can be read by itself.
bool is_json_lines(std::string_view text);

/// `base` is the offset of `text` in the whole, for the places of rows.
void read_json_rows(std::string_view text, const JsonLayout& layout, std::uint64_t base, FlatTable& table);

inline JsonLayout read_json_rows(std::string_view text, FlatTable& table) {
  JsonLayout layout = find_json_layout(text);
  read_json_rows(text, layout, 0, table);
  return layout;
}

}  // namespace flatcrm::format
