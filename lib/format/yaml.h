// YAML streams as flat arrays of nodes that know their place in the text.
//
//   YamlFile file = parse_yaml("# c\nid: acme-1f9x2k\nemails: [a@b.c]\n", "x.yaml");
//   const YamlNode& root = file.root(0);                      // document 0, kind map
//   const YamlNode* emails = file.find(root, "emails");       // kind list
//   file.child(*emails)->text == "a@b.c"                      // scalars are text; a schema gives them a type
//
// Shape   scalars, maps (keys are scalars, each once), lists; depth at most 64; anchors and aliases are
//         resolved (at most 10,000 nodes from aliases), merge keys and tags other than the core schema's
//         are refused.
// Units   begin and end are byte offsets of the value as it stands (quotes and brackets included, anchor and
//         tag not); key_begin that of its key. A value never ends with its line break; one that is not
//         written (`a:`) is empty, behind its colon or dash.
// Errors  Code::book with file, line and column: what yaml-cpp can't read, a key given twice, a conflict
//         marker, a control character, a lone carriage return, invalid UTF-8. Code::limit: depth, aliases, 1
//         GiB of text, 16 MiB a document that needs yaml-cpp.
// Source  YAML 1.2.2. Two ways: a reader of the subset that flatcrm and most people write (block maps and
//         lists, scalars and flow values on one line, literal blocks, comments), and yaml-cpp for all else; a
//         test holds the two against each other on every text both accept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"

namespace flatcrm::format {

enum class YamlKind : std::uint8_t { scalar, map, list };

struct YamlNode {
  YamlKind kind = YamlKind::scalar;
  bool quoted = false;    // quoted or block scalar, or tagged as text: never null, never a number
  bool aliased = false;   // came through an alias: begin and end are those of the alias
  bool flow = false;      // [..] or {..}, or a pair in a flow list
  bool anchored = false;  // an anchor stands before it
  std::string_view key;   // in its map; "" in a list
  std::string_view text;  // of a scalar, decoded; "" for ~ and null when plain
  std::uint32_t first_child = 0, next = 0;  // node indices, 0: none
  std::uint32_t children = 0;
  std::uint32_t key_begin = 0, begin = 0, end = 0;
};

class YamlFile {
 public:
  std::size_t documents() const { return roots_.size(); }
  const YamlNode& root(std::size_t document) const { return nodes_[roots_[document].node]; }
  /// The bytes of one document, from behind its separator to before the next.
  std::string_view document_text(std::size_t document) const;
  /// Where document_text begins.
  std::size_t document_begin(std::size_t document) const { return roots_[document].begin; }
  const YamlNode* child(const YamlNode& node) const { return at(node.first_child); }
  const YamlNode* next(const YamlNode& node) const { return at(node.next); }
  const YamlNode* find(const YamlNode& map, std::string_view key) const;
  /// A path as core/path.h has it, list elements 1-based: "addresses.1.city".
  const YamlNode* find_path(const YamlNode& map, std::string_view path) const;
  std::string_view text() const { return text_; }

 private:
  friend class YamlBuilder;
  struct Root {
    std::uint32_t node = 0, begin = 0, end = 0;
  };
  const YamlNode* at(std::uint32_t index) const { return index == 0 ? nullptr : &nodes_[index]; }

  std::string_view text_;
  std::vector<YamlNode> nodes_;  // index 0 is no node
  std::vector<Root> roots_;
  core::Arena arena_;
};

/// `text` must outlive the result. `name` is for errors.
YamlFile parse_yaml(std::string_view text, const std::string& name);

/// Into a file whose buffers are used again; the same result as parse_yaml.
void parse_yaml(std::string_view text, const std::string& name, YamlFile& into);

/// The subset that flatcrm writes; false (and `into` empty) when the text leaves it, right or wrong.
bool parse_canonical_yaml(std::string_view text, YamlFile& into);
/// Through yaml-cpp, whatever the text.
void parse_general_yaml(std::string_view text, const std::string& name, YamlFile& into);

/// The line (1-based) of the first git conflict marker (seven < or > at its start, then a blank or its end),
/// or 0. The ======= between them is none by itself: it underlines headings too.
std::size_t find_conflict_marker(std::string_view text);

}  // namespace flatcrm::format
