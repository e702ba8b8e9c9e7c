#include "import/profile_reader.h"

#include <fmt/format.h>

#include <charconv>

#include "core/text.h"

namespace flatcrm::import {

using format::YamlKind;

namespace {

format::YamlFile parse_or_bad_input(std::string_view yaml, const std::string& file) {
  try {
    return format::parse_yaml(yaml, file);
  } catch (const Error& error) {
    throw Error(Code::bad_input, error.message(), error.place(), error.hint());
  }
}

std::string_view name_of(YamlKind kind) {
  switch (kind) {
    case YamlKind::map:
      return "keys with values";
    case YamlKind::list:
      return "a list";
    default:
      return "a single value";
  }
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view near = core::nearest(word, known);
  if (!near.empty()) return fmt::format("did you mean '{}'?", near);
  return fmt::format("one of: {}", fmt::join(known, ", "));
}

ProfileReader::ProfileReader(std::string_view yaml, const std::string& file)
    : text_(yaml), file_(file), yaml_(parse_or_bad_input(yaml, file)) {
  if (yaml_.documents() != 1)
    throw Error(Code::bad_input, "a profile is one document", {file, 1, 1},
                "name at least: source, collection, fields");
  if (root().kind != YamlKind::map) fail(root(), "a profile is made of keys with values");
}

Place ProfileReader::place(std::size_t offset) const {
  core::Position position = core::position_of(text_, offset);
  return {file_, position.line, position.column};
}

void ProfileReader::fail(const Node& node, const std::string& what, const std::string& hint) const {
  throw Error(Code::bad_input, what, place(node), hint);
}

void ProfileReader::keys(const Node& map, const std::vector<Key>& known) const {
  for (const Node* child : children(map, YamlKind::map)) {
    bool found = false;
    for (const Key& key : known) {
      if (key.name != child->key) continue;
      key.read(*child);
      found = true;
    }
    if (found) continue;
    std::vector<std::string_view> names;
    for (const Key& key : known) names.push_back(key.name);
    throw Error(Code::bad_input, fmt::format("unknown key '{}'", child->key), place(child->key_begin),
                suggestion(child->key, names));
  }
}

std::vector<const ProfileReader::Node*> ProfileReader::children(const Node& node, YamlKind expected) const {
  if (node.kind != expected)
    fail(node, fmt::format("'{}' takes {}, not {}", node.key, name_of(expected), name_of(node.kind)));
  std::vector<const Node*> out;
  for (const Node* child = yaml_.child(node); child != nullptr; child = yaml_.next(*child))
    out.push_back(child);
  return out;
}

std::string ProfileReader::text(const Node& node) const {
  if (node.kind != YamlKind::scalar)
    fail(node, fmt::format("'{}' takes a single value, not {}", node.key, name_of(node.kind)));
  return std::string(node.text);
}

Word ProfileReader::word(const Node& node) const {
  std::string value = text(node);
  if (value.empty()) fail(node, fmt::format("'{}' needs a value", node.key));
  return {std::move(value), place(node)};
}

std::vector<Word> ProfileReader::words(const Node& node) const {
  if (node.kind == YamlKind::scalar) return {word(node)};
  std::vector<Word> out;
  for (const Node* child : children(node, YamlKind::list)) out.push_back(word(*child));
  if (out.empty()) fail(node, fmt::format("'{}' is empty", node.key));
  return out;
}

bool ProfileReader::flag(const Node& node) const {
  std::string value = text(node);
  if (value != "true" && value != "false") fail(node, fmt::format("'{}' takes true or false", node.key));
  return value == "true";
}

std::size_t ProfileReader::number(const Node& node) const {
  std::string value = text(node);
  std::size_t out = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
  if (error != std::errc() || end != value.data() + value.size())
    fail(node, fmt::format("'{}' takes a number, not '{}'", node.key, value));
  return out;
}

}  // namespace flatcrm::import
