// The values of a YAML document as path and text, to compare documents with.
//
//   paths_of(file, file.root(0))["addresses.1.city"] == "'Köln"      // {} and [] for empty collections
//   // "\"007" where it was quoted and "'007" where it was plain;
//   // text that quotes make no difference to has ' always
#pragma once

#include <map>
#include <string>

#include "core/path.h"
#include "format/yaml.h"
#include "format/yaml_style.h"

namespace flatcrm::testing {

using YamlPaths = std::map<std::string, std::string>;

inline void collect_paths(const format::YamlFile& file, const format::YamlNode& node, const std::string& path,
                          YamlPaths& paths) {
  if (node.kind == format::YamlKind::scalar) {
    bool typed = node.text.empty() || format::looks_typed(node.text);
    paths[path] = (node.quoted && typed ? "\"" : "'") + std::string(node.text);
    return;
  }
  bool map = node.kind == format::YamlKind::map;
  if (node.children == 0) paths[path] = map ? "{}" : "[]";
  std::size_t number = 0;
  for (const format::YamlNode* child = file.child(node); child != nullptr; child = file.next(*child)) {
    std::string below = path;
    if (map) {
      core::append_key(below, child->key);
    } else {
      core::append_number(below, ++number);
    }
    collect_paths(file, *child, below, paths);
  }
}

inline YamlPaths paths_of(const format::YamlFile& file, const format::YamlNode& root) {
  YamlPaths paths;
  collect_paths(file, root, "", paths);
  return paths;
}

}  // namespace flatcrm::testing
