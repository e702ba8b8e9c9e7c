// What a path means to matching and merging, found once: entries of `sources`, elements of lists of maps.
//
//   PathRoles roles(paths);
//   roles[paths.intern("sources.2.key")]      -> {part key, number 2}
//   roles[paths.intern("addresses.1.city")]   -> {part element, list of "addresses", number 1, below "city"}
//
// Threads  one object serves one thread; the paths may grow meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/paths.h"

namespace flatcrm::import {

enum class Part : std::uint8_t { field, element, source, key, first_seen, updated, said, merged_into };

struct PathRole {
  Part part = Part::field;
  std::uint32_t number = 0;  // of the element or entry, from 1 on
  std::uint32_t list = 0;    // which list of maps, from 1 on; 0: none
  std::string_view below;    // the field within the element
  bool consent = false;      // what someone may be written to for: a "no" is not lightly overwritten
  bool emails = false;       // addresses, which are compared without case
};

class PathRoles {
 public:
  explicit PathRoles(model::Paths& paths) : paths_(paths) {}
  const PathRole& operator[](model::PathId path) {
    if (path >= roles_.size()) learn(path);
    return roles_[path];
  }
  /// The path of a field of a list's element.
  model::PathId path_of(std::uint32_t list, std::uint32_t number, std::string_view below);
  model::PathId source_path(std::uint32_t number, std::string_view below);
  const std::string& list_name(std::uint32_t list) const { return lists_[list - 1]; }
  model::Paths& paths() { return paths_; }

 private:
  void learn(model::PathId path);
  PathRole role_of(const std::string& path);

  model::Paths& paths_;
  std::vector<PathRole> roles_;
  std::vector<std::string> lists_;
};

}  // namespace flatcrm::import
