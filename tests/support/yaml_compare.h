// The whole of a parsed YAML file as text, so that two readings can be compared and a difference be read.
//
//   print_yaml_nodes(parse_yaml("a: [b]\n", ""))
//     == "doc 0..6\n  map 0..6\n    a@0 list flow 3..6\n      scalar 'b' 4..5\n"
#pragma once

#include <string>

#include "format/yaml.h"

namespace flatcrm::testing {

inline void print_yaml_node(const format::YamlFile& file, const format::YamlNode& node, bool keyed,
                            std::size_t depth, bool with_places, std::string& out) {
  out.append(2 * depth, ' ');
  if (keyed) out += std::string(node.key) + (with_places ? "@" + std::to_string(node.key_begin) : "") + " ";
  out += node.kind == format::YamlKind::map ? "map" : node.kind == format::YamlKind::list ? "list" : "scalar";
  if (node.kind == format::YamlKind::scalar)
    out += (node.quoted ? " \"" : " '") + std::string(node.text) + "'";
  if (with_places) {
    if (node.flow) out += " flow";
    if (node.anchored) out += " anchored";
    if (node.aliased) out += " aliased";
    out += " " + std::to_string(node.begin) + ".." + std::to_string(node.end);
  }
  out += "\n";
  std::size_t count = 0;
  for (const auto* child = file.child(node); child != nullptr; child = file.next(*child), ++count) {
    print_yaml_node(file, *child, node.kind == format::YamlKind::map, depth + 1, with_places, out);
  }
  if (count != node.children) out += "WRONG COUNT\n";
}

inline std::string print_yaml_nodes(const format::YamlFile& file, bool with_places = true) {
  std::string out;
  for (std::size_t i = 0; i < file.documents(); ++i) {
    std::string_view text = file.document_text(i);
    out += "doc";
    if (with_places) {
      std::size_t begin = file.document_begin(i);
      out += " " + std::to_string(begin) + ".." + std::to_string(begin + text.size());
    }
    out += "\n";
    print_yaml_node(file, file.root(i), false, 1, with_places, out);
  }
  return out;
}

}  // namespace flatcrm::testing
