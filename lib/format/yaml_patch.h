// Single changes to the text of one YAML document; each leaves every byte alone that it is not about.
//
//   YamlPatch patch(text, file, layout);       // text as it was parsed into file
//   patch.insert_key(map, after, tree);        // text is changed, and file no longer valid
//
// Shape   `above` is the collection that holds a node; positions are nodes of the file, null standing for
//         "before the first".
// Errors  none: what can't be done rightly shows when the text is read again.
#pragma once

#include <string>

#include "format/yaml_tree.h"

namespace flatcrm::format {

class YamlPatch {
 public:
  YamlPatch(std::string& text, const YamlFile& file, const YamlLayout& layout)
      : text_(text), file_(file), layout_(layout) {}

  /// The bytes of the value become others.
  void replace(const YamlNode& node, std::string_view with) { replace(node.begin, node.end, with); }
  /// Another text in a literal or folded block, or nothing done and false when it has no place there.
  bool replace_block(const YamlNode& node, int parent_column, std::string_view value);
  /// Takes the value away so that a null stays, with the comment behind it.
  void clear(const YamlNode& node);
  /// Gives a null that is not written a value.
  void fill(const YamlNode& above, const YamlNode& node, const YamlTree& tree);
  /// A document that holds nothing becomes a map.
  void fill_root(const YamlTree& tree);
  void insert(const YamlNode& above, const YamlNode* after, const YamlTree& entry);
  /// Requires: `above` has other children.
  void remove(const YamlNode& above, const YamlNode& node);

 private:
  void replace(std::size_t begin, std::size_t end, std::string_view with) {
    text_.replace(begin, end - begin, with);
  }
  std::size_t line_stop(std::size_t offset) const;
  std::size_t entry_begin(const YamlNode& above, const YamlNode& node) const;
  std::size_t key_end(const YamlNode& node) const;
  std::size_t key_behind(const YamlNode& node) const;
  const YamlNode* before(const YamlNode& above, const YamlNode& node) const;
  bool starts_line(std::size_t offset) const;
  bool ends_line(std::size_t offset) const;
  std::size_t behind_deeper_comments(std::size_t stop, std::size_t column) const;
  bool follows_keeping_block(const YamlNode& node, std::size_t line) const;
  void insert_lines(std::size_t offset, std::string_view lines, bool ends);
  void insert_in_flow(const YamlNode& above, const YamlNode* after, const YamlTree& entry);
  void remove_in_flow(const YamlNode& above, const YamlNode& node);

  std::string& text_;
  const YamlFile& file_;
  const YamlLayout& layout_;
};

/// Ends the last line with a line break without adding that to the value of a block that it may belong to.
void end_last_line(std::string& text, const std::string& name, std::string_view line_break);

}  // namespace flatcrm::format
