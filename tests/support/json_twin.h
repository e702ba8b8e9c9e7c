// Holds YAML nodes against the JSON that is to say the same: maps by key, lists in order, scalars as text.
//
//   is_json_twin(R"({"a": [1, null]})", file)     // true for "a: [1, ~]\n"
//
// JSON has types where flatcrm's YAML has text, so 1.0 and 1 are the same number, and true is the
// text "true".
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include "format/yaml.h"

namespace flatcrm::testing {

class JsonTwin {
 public:
  JsonTwin(std::string_view json, const format::YamlFile& file) : rest_(json), file_(file) {}

  /// One JSON value a document.
  bool holds() {
    for (std::size_t i = 0; i < file_.documents(); ++i) {
      if (!same(&file_.root(i))) return false;
    }
    skip();
    return rest_.empty();
  }

 private:
  void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool take(char wanted) {
    skip();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool same(const format::YamlNode* node) {
    skip();
    if (rest_.empty() || node == nullptr) return false;
    if (rest_.front() == '{') return same_map(*node);
    if (rest_.front() == '[') return same_list(*node);
    if (node->kind != format::YamlKind::scalar) return false;
    return rest_.front() == '"' ? string() == node->text : same_plain(*node);
  }
  bool same_map(const format::YamlNode& node) {
    take('{');
    if (node.kind != format::YamlKind::map) return false;
    std::size_t count = 0;
    while (!take('}')) {
      if (count++ > 0 && !take(',')) return false;
      skip();
      std::string key = string();
      if (!take(':') || !same(file_.find(node, key))) return false;
    }
    return count == node.children;
  }
  bool same_list(const format::YamlNode& node) {
    take('[');
    if (node.kind != format::YamlKind::list) return false;
    std::size_t count = 0;
    const format::YamlNode* element = file_.child(node);
    while (!take(']')) {
      if ((count++ > 0 && !take(',')) || !same(element)) return false;
      element = file_.next(*element);
    }
    return count == node.children;
  }
  bool same_plain(const format::YamlNode& node) {
    std::string word(rest_.substr(0, rest_.find_first_of(",]} \t\r\n")));
    rest_.remove_prefix(word.size());
    if (node.quoted) return false;
    if (word == "null") return node.text.empty();
    if (word == "true" || word == "false") return node.text == word;
    std::string text(node.text);
    return std::strtod(word.c_str(), nullptr) == std::strtod(text.c_str(), nullptr);
  }
  std::string string() {
    std::string text;
    rest_.remove_prefix(1);
    while (rest_.front() != '"') {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '\\') {
        c = rest_.front();
        rest_.remove_prefix(1);
        if (c == 'u') {
          put(std::strtoul(std::string(rest_.substr(0, 4)).c_str(), nullptr, 16), text);
          rest_.remove_prefix(4);
          continue;
        }
        std::size_t known = std::string_view("bfnrt").find(c);
        if (known != std::string_view::npos) c = "\b\f\n\r\t"[known];
      }
      text += c;
    }
    rest_.remove_prefix(1);
    return text;
  }
  static void put(unsigned long point, std::string& text) {
    if (point < 0x80) {
      text += static_cast<char>(point);
    } else if (point < 0x800) {
      text += static_cast<char>(0xC0 | (point >> 6));
      text += static_cast<char>(0x80 | (point & 0x3F));
    } else {
      text += static_cast<char>(0xE0 | (point >> 12));
      text += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      text += static_cast<char>(0x80 | (point & 0x3F));
    }
  }

  std::string_view rest_;
  const format::YamlFile& file_;
};

}  // namespace flatcrm::testing
