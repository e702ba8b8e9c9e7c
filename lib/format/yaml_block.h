// Reads literal and folded block scalars.
//
//   YamlBlock block = read_block("a: >-\n  b\n  c\n\n", 3, 0, arena);
//   block.text == "b c"     block.end == 13, behind the c
//
// Shape   indent is the column of its lines, -1 where it has none; end is without the last line break; blank
//         lines at the end belong to it when its header says so (+).
// Source  YAML 1.2.2 sections 8.1.1 to 8.1.3. Where the text ends without a line break, the value does too.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/arena.h"

namespace flatcrm::format {

struct YamlBlock {
  std::string_view text;
  std::size_t end = 0;
  int indent = -1;
  bool folded = false;
  char chomp = ' ';  // ' ', '-' or '+'
};

/// The block that begins at `begin`, in a collection at that column (-1 for a document's root); nothing when
/// it is not valid.
std::optional<YamlBlock> read_block(std::string_view text, std::size_t begin, int parent_column,
                                    core::Arena& arena);

}  // namespace flatcrm::format
