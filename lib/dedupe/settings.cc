#include "dedupe/settings.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "format/yaml.h"

namespace flatcrm::dedupe {

namespace {

using format::YamlFile;
using format::YamlKind;
using format::YamlNode;

constexpr std::array<std::pair<Survival, std::string_view>, 5> survivals{{{Survival::complete, "complete"},
                                                                          {Survival::recent, "recent"},
                                                                          {Survival::longest, "longest"},
                                                                          {Survival::first, "first"},
                                                                          {Survival::all, "union"}}};

class SettingsReader {
 public:
  SettingsReader(std::string_view text, const std::string& file, const model::Schema& schema)
      : text_(text), file_(file), schema_(schema), yaml_(format::parse_yaml(text, file)) {}

  Settings read() {
    if (yaml_.documents() == 0) return settings_;
    const YamlNode& root = yaml_.root(0);
    if (root.kind == YamlKind::scalar && root.text.empty()) return settings_;
    each_key(root, [&](const YamlNode& node) {
      if (node.key == "fields") return each_key(node, [&](const YamlNode& field) { read_field(field); });
      if (node.key == "clean_sources") return read_sources(node);
      if (node.key == "survivorship")
        return each_key(node, [&](const YamlNode& rule) { read_survival(rule); });
      fail(node, fmt::format("no setting '{}' here", node.key),
           hint(node.key, {"fields", "clean_sources", "survivorship"}));
    });
    return settings_;
  }

 private:
  [[noreturn]] void fail(const YamlNode& node, const std::string& what, const std::string& hint) const {
    core::Position at = core::position_of(text_, node.key_begin != 0 ? node.key_begin : node.begin);
    throw Error(Code::book, what, {file_, at.line, at.column}, hint);
  }
  static std::string hint(std::string_view word, const std::vector<std::string_view>& known) {
    std::string_view near = core::nearest(word, known);
    if (!near.empty()) return fmt::format("did you mean '{}'?", near);
    std::string all = "name one of: ";
    for (std::string_view one : known) all += (one == known.front() ? "" : ", ") + std::string(one);
    return all;
  }
  template <typename Visit>
  void each_key(const YamlNode& map, Visit visit) const {
    if (map.kind != YamlKind::map)
      fail(map, "settings are written as 'name: value' here", "see flatcrm-dedupe(1)");
    for (const YamlNode* node = yaml_.child(map); node != nullptr; node = yaml_.next(*node)) visit(*node);
  }
  std::string_view scalar(const YamlNode& node) const {
    if (node.kind != YamlKind::scalar || node.text.empty())
      fail(node, fmt::format("'{}' wants a single word", node.key), "see flatcrm-dedupe(1)");
    return node.text;
  }

  void read_field(const YamlNode& node) {
    std::optional<Kind> kind = kind_named(scalar(node));
    if (!kind)
      fail(node, fmt::format("no kind of comparison '{}'", node.text), hint(node.text, kind_names()));
    check_field(node);
    settings_.fields[std::string(node.key)] = *kind;
  }
  void check_field(const YamlNode& node) const {
    if (!schema_.is_container(node.key)) return;
    fail(node, fmt::format("'{}' holds several fields", node.key),
         fmt::format("name one of them, such as '{}.1.city'", node.key));
  }
  void read_sources(const YamlNode& node) {
    if (node.kind != YamlKind::list) fail(node, "clean_sources is a list of sources", "write [crm, shop]");
    for (const YamlNode* source = yaml_.child(node); source != nullptr; source = yaml_.next(*source))
      settings_.clean_sources.emplace_back(scalar(*source));
  }
  void read_survival(const YamlNode& node) {
    std::string_view word = scalar(node);
    std::vector<std::string_view> known;
    for (const auto& [survival, name] : survivals) {
      if (name == word) settings_.survivorship[std::string(node.key)] = survival;
      if (name == word) return;
      known.push_back(name);
    }
    fail(node, fmt::format("no rule '{}'", word), hint(word, known));
  }

  std::string_view text_;
  const std::string& file_;
  const model::Schema& schema_;
  YamlFile yaml_;
  Settings settings_;
};

/// "addresses.*.city" stands for its first elements.
std::vector<std::string> concrete_paths(const std::string& declared) {
  std::size_t star = declared.find(".*");
  if (star == declared.npos) return {declared};
  std::vector<std::string> paths;
  for (char number : {'1', '2', '3'})
    paths.push_back(declared.substr(0, star + 1) + number + declared.substr(star + 2));
  return paths;
}

}  // namespace

std::string_view name_of(Survival survival) {
  for (const auto& [one, name] : survivals)
    if (one == survival) return name;
  return {};
}

Settings parse_settings(std::string_view text, const std::string& file, const model::Schema& schema) {
  return SettingsReader(text, file, schema).read();
}

std::vector<ComparedField> compared_fields(const model::Schema& schema, const Settings& settings) {
  std::vector<ComparedField> fields;
  std::set<std::string> seen;
  auto add = [&](const std::string& path, const std::string& declared, Kind preset) {
    auto found = settings.fields.find(path);
    if (found == settings.fields.end()) found = settings.fields.find(declared);
    Kind kind = found != settings.fields.end() ? found->second : preset;
    if (kind != Kind::off && seen.insert(path).second) fields.push_back({path, kind});
    seen.insert(path);
  };
  for (const model::Field& field : schema.fields()) {
    std::string declared = field.path;
    if (std::size_t star = declared.find(".*"); star != declared.npos) declared.erase(star, 2);
    for (const std::string& path : concrete_paths(field.path))
      add(path, declared, kind_named(field.compare).value_or(Kind::off));
  }
  auto is_group = [&](const std::string& path) {
    return schema.find(path) == nullptr && std::any_of(seen.begin(), seen.end(), [&](const auto& known) {
             std::string flat = known;
             if (std::size_t dot = flat.find('.'); dot != flat.npos && flat.size() > dot + 2)
               flat.erase(dot, 2);
             return flat == path && flat != known;
           });
  };
  for (const auto& [path, kind] : settings.fields)
    if (!is_group(path)) add(path, path, kind);
  return fields;
}

}  // namespace flatcrm::dedupe
