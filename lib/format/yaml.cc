#include "format/yaml.h"

#include <algorithm>
#include <unordered_set>

#include "core/path.h"
#include "format/yaml_builder.h"

namespace flatcrm::format {
namespace {

constexpr std::uint32_t few_keys = 24;

/// A bit that most pairs of different keys don't share.
std::uint64_t mark_of(std::string_view key) {
  if (key.empty()) return 1;
  std::uint64_t first = static_cast<unsigned char>(key.front());
  std::uint64_t last = static_cast<unsigned char>(key.back());
  return std::uint64_t{1} << ((key.size() * 7 + first * 3 + last * 5) & 63U);
}

bool is_marker(std::string_view line, char character) {
  if (line.size() < 7 || line.substr(0, 7).find_first_not_of(character) != line.npos) return false;
  return line.size() == 7 || line[7] == ' ' || line[7] == '\r';
}

/// Whether seven of them stand together: seldom, and soon seen.
bool has_run_of(std::string_view text, char character) {
  const std::string marker(7, character);
  for (std::size_t at = 0; (at = text.find(character, at)) != text.npos; ++at)
    if (text.substr(at, marker.size()) == marker) return true;
  return false;
}

}  // namespace

std::string_view YamlFile::document_text(std::size_t document) const {
  const Root& root = roots_[document];
  return text_.substr(root.begin, root.end - root.begin);
}

const YamlNode* YamlFile::find(const YamlNode& map, std::string_view key) const {
  if (map.kind != YamlKind::map) return nullptr;
  for (const YamlNode* node = child(map); node != nullptr; node = next(*node)) {
    if (node->key == key) return node;
  }
  return nullptr;
}

const YamlNode* YamlFile::find_path(const YamlNode& map, std::string_view path) const {
  const YamlNode* node = &map;
  core::PathStep step;
  std::string buffer;
  while (node != nullptr && core::next_step(path, step)) {
    if (node->kind == YamlKind::map) {
      node = find(*node, core::key_of(step, buffer));
      continue;
    }
    if (step.number == 0 || step.number > node->children) return nullptr;
    node = child(*node);
    while (--step.number > 0) node = next(*node);
  }
  return node;
}

YamlFile parse_yaml(std::string_view text, const std::string& name) {
  YamlFile file;
  parse_yaml(text, name, file);
  return file;
}

void parse_yaml(std::string_view text, const std::string& name, YamlFile& into) {
  if (!parse_canonical_yaml(text, into)) parse_general_yaml(text, name, into);
}

std::size_t find_conflict_marker(std::string_view text) {
  if (!has_run_of(text, '<') && !has_run_of(text, '>')) return 0;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    std::string_view line = text.substr(0, text.find('\n'));
    if (is_marker(line, '<') || is_marker(line, '>')) return number;
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return 0;
}

std::uint32_t YamlBuilder::find_duplicate(std::uint32_t map) const {
  const YamlNode& above = file_.nodes_[map];
  if (above.children > few_keys) return find_duplicate_of_many(above);
  std::uint64_t seen = 0;
  for (std::uint32_t index = above.first_child; index != 0; index = file_.nodes_[index].next) {
    const YamlNode& node = file_.nodes_[index];
    std::uint64_t mark = mark_of(node.key);
    for (std::uint32_t other = (seen & mark) != 0 ? above.first_child : index; other != index;
         other = file_.nodes_[other].next) {
      if (file_.nodes_[other].key == node.key) return index;
    }
    seen |= mark;
  }
  return 0;
}

std::uint32_t YamlBuilder::find_duplicate_of_many(const YamlNode& map) const {
  std::unordered_set<std::string_view> seen;
  seen.reserve(map.children);
  for (std::uint32_t index = map.first_child; index != 0; index = file_.nodes_[index].next) {
    if (!seen.insert(file_.nodes_[index].key).second) return index;
  }
  return 0;
}

}  // namespace flatcrm::format
