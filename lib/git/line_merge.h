// Merges texts line by line, as git does, and writes conflicts with its markers.
//
//   merge_lines("a\nb\n", "A\nb\n", "a\nB\n").text == "A\nB\n"         .clean == true
//   mark_differences("id\n1\n", "id\n2\n") == "id\n<<<<<<< ours\n1\n=======\n2\n>>>>>>> theirs\n"
//   sides_of_conflict("id\n<<<<<<< ours\n1\n=======\n2\n>>>>>>> theirs\n") == {"id\n1\n", "id\n2\n"}
//
// Shape   markers have seven characters whatever the depth of the merge, so that whoever reads a book meets them.
// Source  the algorithm is that of libgit2 (xdiff), made for texts in memory.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace flatcrm::git {

struct LineMerge {
  bool clean = true;
  std::string text;
};

enum class Favor { none, ours };

/// With `ours`, it is always clean: where both changed a line, ours counts.
LineMerge merge_lines(std::string_view base, std::string_view ours, std::string_view theirs,
                      Favor favor = Favor::none);

/// What is the same in both stands once, what differs between markers.
std::string mark_differences(std::string_view ours, std::string_view theirs);
/// Both texts as wholes, one behind the other.
std::string mark_wholes(std::string_view ours, std::string_view theirs);

/// The two texts that a conflict was made from; nothing where there is none.
std::optional<std::pair<std::string, std::string>> sides_of_conflict(std::string_view text);

}  // namespace flatcrm::git
