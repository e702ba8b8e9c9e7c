// Cuts a YAML stream into documents without reading them: separators stand only at the start of a line.
//
//   split_yaml("a: 1\n---\nb: 2\n")
//   // {begin 0, marker none, content 0, end 5}, {begin 5, marker 5, content 9, end 14}
//
// Shape   a piece is a document: directives and comments before its separator, the separator (if it has one),
//         its content, and the "..." that may close it. Comments and blank lines alone make no piece.
// Units   byte offsets.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace flatcrm::format {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct YamlPiece {
  std::size_t begin = 0;                        // of its directives and of the comments before its separator
  std::size_t marker = std::string_view::npos;  // its "---"
  std::size_t content = 0;  // behind the separator's line, or behind "---" when more stands there
  std::size_t end = 0;      // of its content
  std::size_t after = 0;    // behind the line of its "...", or end
  std::size_t directive = std::string_view::npos;  // its first line that starts with %
};

std::vector<YamlPiece> split_yaml(std::string_view text);

/// The offset behind the line break of the line that holds `offset`, or the end.
std::size_t next_line(std::string_view text, std::size_t offset);
/// The offset of the first byte of the line that holds `offset`.
std::size_t line_begin(std::string_view text, std::size_t offset);
/// Behind white space, line breaks and comments; a # is one where white space or the start of a line is
/// before it.
std::size_t skip_yaml_space(std::string_view text, std::size_t offset);

}  // namespace flatcrm::format
