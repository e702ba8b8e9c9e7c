// Random text of the kind that YAML makes difficult, and short cuts to what was read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/yaml.h"
#include "support/yaml_texts.h"

namespace flatcrm::testing {

/// Valid UTF-8, control characters included; often a word, now and then several lines.
inline std::string random_text(Random& random) {
  static const std::vector<std::string> pieces = {"a",
                                                  "b",
                                                  "word",
                                                  " ",
                                                  " ",
                                                  "  ",
                                                  ":",
                                                  ": ",
                                                  "#",
                                                  " #",
                                                  "-",
                                                  "- ",
                                                  "'",
                                                  "\"",
                                                  "\\",
                                                  "[",
                                                  "]",
                                                  "{",
                                                  "}",
                                                  ",",
                                                  "|",
                                                  ">",
                                                  "&",
                                                  "*",
                                                  "!",
                                                  "%",
                                                  "@",
                                                  "`",
                                                  "?",
                                                  "? ",
                                                  "~",
                                                  "null",
                                                  "no",
                                                  "1",
                                                  "2020-01-02",
                                                  ".",
                                                  "...",
                                                  "---",
                                                  "<<",
                                                  "=",
                                                  "é",
                                                  "Ö",
                                                  "漢",
                                                  "😀",
                                                  "\t",
                                                  "\n",
                                                  "\n",
                                                  "\n  ",
                                                  "\n\n",
                                                  "\r",
                                                  "\x01",
                                                  "\x1b",
                                                  "\x7f",
                                                  "\xC2\x85",
                                                  "\xC2\xA0",
                                                  "\xE2\x80\xA8",
                                                  "\xEF\xBB\xBF",
                                                  "+49",
                                                  "0x1",
                                                  "true"};
  std::string text;
  for (std::size_t count = below(random, 7); count > 0; --count) text += pieces[below(random, pieces.size())];
  if (below(random, 20) == 0) text += '\0';
  return text;
}

/// The text at a path, or "(nothing)", "(map)", "(list)".
inline std::string value_at(const format::YamlFile& file, const format::YamlNode& root,
                            std::string_view path) {
  const format::YamlNode* node = file.find_path(root, path);
  if (node == nullptr) return "(nothing)";
  if (node->kind == format::YamlKind::map) return "(map)";
  return node->kind == format::YamlKind::list ? "(list)" : std::string(node->text);
}

}  // namespace flatcrm::testing
