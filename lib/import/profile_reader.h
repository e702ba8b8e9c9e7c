// Walks the YAML of a profile and knows, for every complaint, where in the file it belongs.
//
//   ProfileReader reader(yaml, "crm.yaml");
//   reader.keys(reader.root(),
//               {{"source", [&](const YamlNode& node) { profile.source = reader.word(node); }}});
//   // a key that is not listed: Error crm.yaml:1:1: unknown key 'sorce'; did you mean 'source'?
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "format/yaml.h"
#include "import/profile.h"

namespace flatcrm::import {

class ProfileReader {
 public:
  using Node = format::YamlNode;
  struct Key {
    std::string_view name;
    std::function<void(const Node&)> read;
  };

  /// `yaml` must outlive the reader. Errors of parse_yaml are given as Code::bad_input.
  ProfileReader(std::string_view yaml, const std::string& file);

  /// The one document, a map.
  const Node& root() const { return yaml_.root(0); }
  /// Calls the reader of each key; Error for a key that is none of them.
  void keys(const Node& map, const std::vector<Key>& known) const;

  /// A scalar, not empty.
  Word word(const Node& node) const;
  /// A scalar, "" included.
  std::string text(const Node& node) const;
  /// A scalar or a list of scalars.
  std::vector<Word> words(const Node& node) const;
  bool flag(const Node& node) const;
  std::size_t number(const Node& node) const;
  std::vector<const Node*> children(const Node& node, format::YamlKind expected) const;

  Word key_word(const Node& node) const { return {std::string(node.key), place(node.key_begin)}; }
  Place place(const Node& node) const { return place(node.begin); }
  [[noreturn]] void fail(const Node& node, const std::string& what, const std::string& hint = {}) const;

 private:
  Place place(std::size_t offset) const;
  std::string_view text_;
  std::string file_;
  format::YamlFile yaml_;
};

/// "did you mean 'x'?", or "one of: a, b, c" when nothing is near.
std::string suggestion(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace flatcrm::import
