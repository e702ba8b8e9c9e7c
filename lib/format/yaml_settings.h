// The settings of a YAML file that a person wrote, read by name and refused with their place.
//
//   YamlSettings yaml("where: value > 0\nlimti: 5\n", "segments/a.yaml");
//   yaml.each_key(yaml.root(), {{"where", yaml.text(where)}, {"limit", yaml.text(limit)}});
//   // Error: segments/a.yaml:2:1: no setting 'limti' here; did you mean 'limit'?
//
// Shape   a setting is read where it stands, in the order of the file.
// Errors  Code::book with file, line and column: a setting that is none, a map or a list where a single value is
//         wanted; those of parse_yaml.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "format/yaml.h"

namespace flatcrm::format {

class YamlSettings {
 public:
  using Setting = std::function<void(const YamlNode&)>;
  using Settings = std::vector<std::pair<std::string_view, Setting>>;
  /// What becomes of a key that is no setting; the hint may be empty.
  using Unknown = std::function<void(const YamlNode&, std::string_view nearest)>;

  /// `text` must outlive it. `where` ends the sentence "no setting 'x' ...".
  YamlSettings(std::string_view text, std::string file, std::string where = "here");
  YamlSettings(const YamlSettings&) = delete;
  YamlSettings& operator=(const YamlSettings&) = delete;

  const YamlFile& yaml() const { return yaml_; }
  const std::string& file() const { return file_; }
  bool is_empty() const { return yaml_.documents() == 0; }
  /// Of the first document. Requires: !is_empty().
  const YamlNode& root() const { return yaml_.root(0); }

  core::Place place(std::size_t offset) const;
  /// Where the value itself begins: a quote is no part of it.
  core::Place place_of_text(const YamlNode& node) const;
  [[noreturn]] void fail(std::size_t offset, const std::string& what, const std::string& hint = {}) const;
  [[noreturn]] void fail(const YamlNode& node, const std::string& what, const std::string& hint = {}) const {
    fail(node.begin, what, hint);
  }

  std::string scalar(const YamlNode& node) const;
  /// A single value is split as core::split_list does.
  std::vector<std::string> list_of(const YamlNode& node) const;
  /// Keeps a single value. `into` must outlive it.
  Setting text(std::string& into) const;

  void each_key(const YamlNode& map, const Settings& settings) const;
  void each_key(const YamlNode& map, const Settings& settings, const Unknown& unknown) const;
  /// What stands in a list, or under the keys of a map.
  void each_child(const YamlNode& of, const Setting& visit) const;

 private:
  std::string_view text_;
  std::string file_, where_;
  YamlFile yaml_;
};

}  // namespace flatcrm::format
