#include "format/yaml_settings.h"

#include <doctest/doctest.h>

namespace flatcrm::format {
namespace {

std::string refusal(std::string_view text, const std::function<void(const YamlSettings&)>& read) {
  YamlSettings yaml(text, "a.yaml", "in a test");
  try {
    read(yaml);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("settings are read by name, in the order of the file") {
  std::string title, seen;
  YamlSettings yaml("b: 2\na: 1\ntitle: 'A: week'\n", "a.yaml");
  yaml.each_key(yaml.root(), {{"title", yaml.text(title)},
                              {"a", [&](const YamlNode& node) { seen += node.text; }},
                              {"b", [&](const YamlNode& node) { seen += node.text; }}});
  CHECK(title == "A: week");
  CHECK(seen == "21");
}

TEST_CASE("what is no setting is refused at its key, with the nearest name or all that there are") {
  auto read = [](const YamlSettings& yaml) {
    std::string text;
    yaml.each_key(yaml.root(), {{"where", yaml.text(text)}, {"limit", yaml.text(text)}});
  };
  CHECK(refusal("where: x\nlimti: 5\n", read) ==
        "a.yaml:2:1: no setting 'limti' in a test; did you mean 'limit'?");
  CHECK(refusal("zzzzzz: x\n", read) == "a.yaml:1:1: no setting 'zzzzzz' in a test; there are where, limit");
  CHECK(refusal("where: [x]\n", read) == "a.yaml:1:8: a single value is wanted here");
  CHECK(refusal("[x]\n", read) == "a.yaml:1:1: settings are written as 'name: value' here");
}

TEST_CASE("an unknown setting may be taken in another way") {
  std::vector<std::string> unknown;
  std::string text;
  YamlSettings yaml("pipelins: 1\nqqq: 2\n", "a.yaml");
  yaml.each_key(yaml.root(), {{"pipelines", yaml.text(text)}},
                [&](const YamlNode& node, std::string_view nearest) {
                  unknown.push_back(std::string(node.key) + "/" + std::string(nearest));
                });
  CHECK(unknown == std::vector<std::string>{"pipelins/pipelines", "qqq/"});
}

TEST_CASE("a list is written as one, or as a value with semicolons; a quote is no part of a place") {
  YamlSettings yaml("a: [x, y]\nb: x; y\nc: 'q'\n", "a.yaml");
  const YamlNode* a = yaml.yaml().find(yaml.root(), "a");
  const YamlNode* b = yaml.yaml().find(yaml.root(), "b");
  CHECK(yaml.list_of(*a) == std::vector<std::string>{"x", "y"});
  CHECK(yaml.list_of(*b) == std::vector<std::string>{"x", "y"});
  CHECK(yaml.place_of_text(*yaml.yaml().find(yaml.root(), "c")).column == 5);
  CHECK(yaml.place_of_text(*a).column == 4);
}

}  // namespace
}  // namespace flatcrm::format
