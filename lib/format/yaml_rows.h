// Flattens YAML into rows, as json_rows.h does with JSON.
//
//   FlatTable table;
//   read_yaml_rows("- name: Acme\n  tags: [a, b]\n", "x.yaml", table);
//   table.columns() == {"name", "tags"}      table.rows() == "Acme,a; b\n"
//
// Shape   the rows are the documents, the elements of a document that is a list, or the elements of the one
//         list of maps that a single document has. `~` and null are no value.
// Errors  those of parse_yaml, as Code::bad_input; the same for a record that is no map.
#pragma once

#include <string>
#include <string_view>

#include "format/flat_table.h"
#include "format/json_rows.h"

namespace flatcrm::format {

/// What was taken for the records.
JsonLayout read_yaml_rows(std::string_view text, const std::string& name, FlatTable& table);

}  // namespace flatcrm::format
