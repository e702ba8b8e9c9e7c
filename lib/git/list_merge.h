// Merges lists that two sides changed, by element.
//
//   merge_sets({"a", "b"}, {"a", "b", "x"}, {"b", "y"})  ==  {"b", "x", "y"}      // theirs took "a" out
//   pair_elements({{{"city", "Bonn"}, {"zip", "1"}}}, {{{"city", "Bonn"}, {"zip", "2"}}})[0].to == 0
//
// Shape   a list of scalars is a set: what one side took out goes, what one added comes, behind what it stood behind there; the order
//         is that of ours. Elements that are maps have no name: one is the same on the other side when it is equal, or when at least
//         half of its fields are. Where as many are left on both sides, they are paired in their order, `loosely`.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace flatcrm::git {

/// The fields of a record or of an element, by their path; none is "".
using Fields = std::map<std::string, std::string>;

std::vector<std::string> merge_sets(const std::vector<std::string>& base,
                                    const std::vector<std::string>& ours,
                                    const std::vector<std::string>& theirs);

/// Where an element of the base is on a side.
struct Pairing {
  int to = -1;  // nowhere
  bool loosely = false;
};
/// One for each element of the base; no two lead to one place.
std::vector<Pairing> pair_elements(const std::vector<Fields>& base, const std::vector<Fields>& side);

}  // namespace flatcrm::git
