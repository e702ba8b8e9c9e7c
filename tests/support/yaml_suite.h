// The cases of the yaml-test-suite, as its files give them.
//
//   for (const SuiteCase& item : load_yaml_suite(folder))
//     item.id == "229Q", or "JEF9/2" for the third of a file
//
// Source  https://github.com/yaml/yaml-test-suite: a file is a list of maps with yaml, tree, json, fail; some
//         characters are written as signs so that they can be seen. A case inherits what it does not say from
//         the one before it.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "format/yaml.h"

namespace flatcrm::testing {

struct SuiteCase {
  std::string id;
  std::string yaml;
  std::string json;
  bool has_json = false;
  bool fails = false;
};

inline std::string read_whole_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

/// Makes of the signs what they stand for.
inline std::string decode_signs(std::string_view shown) {
  std::string text(shown);
  replace_all(text, "␣", " ");
  replace_all(text, "»", "\t");
  for (std::size_t at = 0; (at = text.find("—\t")) != text.npos;)
    text.erase(at, std::string_view("—").size());
  replace_all(text, "⇔", "\xEF\xBB\xBF");
  replace_all(text, "↵", "");
  replace_all(text, "←", "\r");
  replace_all(text, "∎\n", "");
  return text;
}

inline std::vector<SuiteCase> load_yaml_suite(const std::filesystem::path& folder) {
  std::vector<SuiteCase> cases;
  std::set<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.insert(entry.path());
  for (const auto& path : paths) {
    std::string text = read_whole_file(path);
    format::YamlFile file = format::parse_yaml(text, path.filename().string());
    SuiteCase item;
    std::size_t number = 0;
    for (const format::YamlNode* node = file.child(file.root(0)); node != nullptr;
         node = file.next(*node), ++number) {
      item.id = path.stem().string() + (number == 0 ? "" : "/" + std::to_string(number));
      const auto* fail = file.find(*node, "fail");
      const auto* yaml = file.find(*node, "yaml");
      const auto* json = file.find(*node, "json");
      bool says_result = fail != nullptr || file.find(*node, "tree") != nullptr || json != nullptr;
      if (says_result) {
        item.fails = fail != nullptr;
        item.has_json = json != nullptr;
        item.json = json == nullptr ? "" : decode_signs(json->text);
      }
      if (yaml != nullptr) item.yaml = decode_signs(yaml->text);
      cases.push_back(item);
    }
  }
  return cases;
}

}  // namespace flatcrm::testing
