#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "format/yaml_edit.h"
#include "format/yaml_style.h"
#include "support/yaml_random.h"

using namespace flatcrm::format;
using namespace flatcrm::testing;

TEST_CASE("what is written reads back as it was") {
  Random random(7);
  for (int round = 0; round < 4'000; ++round) {
    std::vector<std::string> texts, list;
    for (int i = 0; i < 6; ++i) texts.push_back(random_text(random));
    for (std::size_t i = below(random, 4); i > 0; --i) list.push_back(random_text(random));
    std::string out;
    write_yaml(out, {{"a", texts[0]},
                     {"b.c", texts[1]},
                     {"b.d.1.e", texts[2], nullptr, true},
                     {"b.d.1.f", texts[3]},
                     {"b.d.2.e", texts[4]},
                     {"list", "", &list},
                     {"z", texts[5]}});
    CAPTURE(out);
    YamlFile file = parse_yaml(out, "t.yaml");
    REQUIRE(file.documents() == 1);
    const YamlNode& root = file.root(0);
    CHECK(root.children == 4);
    const char* paths[] = {"a", "b.c", "b.d.1.e", "b.d.1.f", "b.d.2.e", "z"};
    for (std::size_t i = 0; i < 6; ++i) CHECK(value_at(file, root, paths[i]) == texts[i]);
    const YamlNode* elements = file.find(root, "list");
    REQUIRE(elements != nullptr);
    REQUIRE(elements->children == list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      CHECK(value_at(file, root, "list." + std::to_string(i + 1)) == list[i]);
    }
    CHECK(parse_canonical_yaml(out, file));
  }
}

TEST_CASE("yaml-cpp reads the same text from what is written") {
  Random random(8);
  for (int round = 0; round < 4'000; ++round) {
    std::string text = random_text(random), out;
    write_yaml(out, {{"a.1", text}, {"a.2", "x"}});
    CAPTURE(out);
    CHECK(YAML::Load(out)["a"][0].as<std::string>() == text);
  }
}

TEST_CASE("every style that fits reads back as it was, in blocks and in flow lists") {
  Random random(9);
  for (int round = 0; round < 4'000; ++round) {
    std::string text = random_text(random);
    std::vector<std::string> values;
    auto print = [&](bool fits, auto style) {
      if (!fits) return;
      std::string value;
      style(value);
      values.push_back(value);
    };
    print(fits_plain(text, YamlSpot::block), [&](std::string& out) { out += text; });
    print(fits_single_quoted(text), [&](std::string& out) { print_single_quoted(text, out); });
    print(true, [&](std::string& out) { print_double_quoted(text, out); });
    print(fits_literal(text), [&](std::string& out) { print_block(text, false, 3, "\n", out); });
    print(fits_literal(text), [&](std::string& out) { print_block(text, false, 2, "\r\n", out); });
    print(fits_folded(text), [&](std::string& out) { print_block(text, true, 1, "\n", out); });
    for (const std::string& value : values) {
      std::string out = "a: " + value + "\nb: 1\n";
      CAPTURE(out);
      YamlFile file = parse_yaml(out, "t.yaml");
      bool plain = value == text;
      if (!plain || !looks_typed(text)) CHECK(value_at(file, file.root(0), "a") == text);
      const YamlNode* node = file.find(file.root(0), "a");
      CHECK(std::string_view(out).substr(node->begin, node->end - node->begin) == value);
      CHECK(value_at(file, file.root(0), "b") == "1");
    }
    std::string flow = "a: [";
    print_scalar(text, false, YamlSpot::flow, flow);
    flow += ", b]\n";
    CAPTURE(flow);
    YamlFile file = parse_yaml(flow, "t.yaml");
    CHECK(value_at(file, file.root(0), "a.1") == text);
  }
}
