#include "format/yaml_settings.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"

namespace flatcrm::format {

namespace {

std::vector<std::string_view> names_of(const YamlSettings::Settings& settings) {
  std::vector<std::string_view> names;
  for (const auto& setting : settings) names.push_back(setting.first);
  return names;
}

}  // namespace

YamlSettings::YamlSettings(std::string_view text, std::string file, std::string where)
    : text_(text), file_(std::move(file)), where_(std::move(where)), yaml_(parse_yaml(text, file_)) {}

core::Place YamlSettings::place(std::size_t offset) const {
  core::Position at = core::position_of(text_, offset);
  return {file_, at.line, at.column};
}

core::Place YamlSettings::place_of_text(const YamlNode& node) const {
  bool quoted = node.begin < text_.size() && (text_[node.begin] == '\'' || text_[node.begin] == '"');
  return place(node.begin + (quoted ? 1 : 0));
}

void YamlSettings::fail(std::size_t offset, const std::string& what, const std::string& hint) const {
  throw Error(Code::book, what, place(offset), hint);
}

std::string YamlSettings::scalar(const YamlNode& node) const {
  if (node.kind != YamlKind::scalar) fail(node, "a single value is wanted here");
  return std::string(node.text);
}

std::vector<std::string> YamlSettings::list_of(const YamlNode& node) const {
  if (node.kind == YamlKind::scalar) return core::split_list(node.text);
  std::vector<std::string> all;
  each_child(node, [&](const YamlNode& one) { all.push_back(scalar(one)); });
  return all;
}

YamlSettings::Setting YamlSettings::text(std::string& into) const {
  return [this, &into](const YamlNode& node) { into = scalar(node); };
}

void YamlSettings::each_key(const YamlNode& map, const Settings& settings) const {
  each_key(map, settings, [&](const YamlNode& node, std::string_view nearest) {
    fail(node.key_begin, fmt::format("no setting '{}' {}", core::visible(node.key), where_),
         nearest.empty() ? fmt::format("there are {}", fmt::join(names_of(settings), ", "))
                         : fmt::format("did you mean '{}'?", nearest));
  });
}

void YamlSettings::each_key(const YamlNode& map, const Settings& settings, const Unknown& unknown) const {
  if (map.kind != YamlKind::map) fail(map, "settings are written as 'name: value' here");
  each_child(map, [&](const YamlNode& node) {
    auto known = std::find_if(settings.begin(), settings.end(),
                              [&](const auto& one) { return one.first == node.key; });
    if (known != settings.end())
      known->second(node);
    else
      unknown(node, core::nearest(node.key, names_of(settings)));
  });
}

void YamlSettings::each_child(const YamlNode& of, const Setting& visit) const {
  for (const YamlNode* node = yaml_.child(of); node != nullptr; node = yaml_.next(*node)) visit(*node);
}

}  // namespace flatcrm::format
