// YAML values apart from their text: what an edit is to make, write and compare with what is read again.
//
//   YamlTree tree = read_tree(file, file.root(0));
//   apply(tree, {"consent.email", YamlEdit::set, "granted"});   // makes consent where it is not there
//   same(tree, read_tree(again, again.root(0)))                 // maps by key, whatever their order
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "format/yaml_edit.h"
#include "format/yaml_style.h"

namespace flatcrm::format {

struct YamlTree {
  YamlKind kind = YamlKind::scalar;
  std::string key;  // in its map
  std::string text;
  bool quoted = false;  // as read
  bool typed = false;   // as to be written
  bool given = false;   // by an edit, so that its quotes don't matter
  std::string printed;  // how a scalar is to be written, or ""
  std::vector<YamlTree> children;
};

/// A step of an edit's path (core/path.h).
struct YamlStep {
  std::string_view text;   // as it stands in the path
  std::string key;         // of a map
  std::size_t number = 0;  // of a list's element, from 1; 0 where the step can only be a key
};
std::vector<YamlStep> split_path(std::string_view path);

YamlTree read_tree(const YamlFile& file, const YamlNode& node);
/// What an edit puts under a key where the rest of its path, from step `first` on, doesn't lead anywhere yet.
/// Requires: a step with a number is the first of its list.
YamlTree make_tree(std::string_view key, const std::vector<YamlStep>& steps, std::size_t first,
                   const YamlEdit& edit);

/// Requires: the path does not run through a scalar, nor past the end of a list.
void apply(YamlTree& root, const YamlEdit& edit);
bool same(const YamlTree& left, const YamlTree& right);

/// How the document at hand is laid out.
struct YamlLayout {
  std::string_view line_break = "\n";
  std::size_t map_indent = 2, list_indent = 2;  // below their key
  bool blocks = true;                           // several lines may become a literal block
  bool flow_lists = false;                      // the document has lists, all of them in brackets
};
YamlLayout layout_of(const YamlFile& file, const YamlNode& root, std::string_view line_break);

/// On one line: a scalar as it may stand there, a collection in brackets.
void print_inline(const YamlTree& tree, YamlSpot spot, std::string& out);
/// What follows "key:" or "-" that stand at `column`; the last line without its break.
void print_value(const YamlTree& tree, std::size_t column, bool element, const YamlLayout& layout,
                 std::string& out);
/// "key: value" or "- value" at `column`, the first line without its indentation and the last without
/// its break.
void print_entry(const YamlTree& tree, std::size_t column, bool element, const YamlLayout& layout,
                 std::string& out);

}  // namespace flatcrm::format
