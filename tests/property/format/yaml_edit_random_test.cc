#include <doctest/doctest.h>

#include "core/error.h"
#include "format/yaml_edit.h"
#include "support/yaml_paths.h"
#include "support/yaml_random.h"

using namespace flatcrm;
using namespace flatcrm::format;
using namespace flatcrm::testing;

namespace {

bool by_name(std::string_view, std::string_view first, std::string_view second) {
  return first < second;
}

struct Subject {
  std::string text;
  YamlPaths paths;
};

/// A text that reads well and whose first document is a map, or nothing in `paths`.
Subject random_subject(Random& random) {
  Subject subject{yaml_texts()[below(random, yaml_texts().size())], {}};
  for (std::size_t changes = below(random, 3); changes > 0; --changes) change_yaml(subject.text, random);
  try {
    YamlFile file = parse_yaml(subject.text, "t.yaml");
    if (file.documents() > 0 && file.root(0).kind == YamlKind::map)
      subject.paths = paths_of(file, file.root(0));
  } catch (const Error&) {
  }
  return subject;
}

bool is_below(const std::string& path, const std::string& above) {
  return path == above || path.starts_with(above + ".");
}

YamlPaths read_paths(const std::string& text) {
  YamlFile file = parse_yaml(text, "t.yaml");
  return paths_of(file, file.root(0));
}

}  // namespace

TEST_CASE("setting a value changes this value and no other") {
  Random random(21);
  int edited = 0;
  for (int round = 0; round < 12'000; ++round) {
    Subject subject = random_subject(random);
    if (subject.paths.empty()) continue;
    auto chosen =
        std::next(subject.paths.begin(), static_cast<std::ptrdiff_t>(below(random, subject.paths.size())));
    std::string path = chosen->first, value = random_text(random);
    CAPTURE(subject.text);
    CAPTURE(path);
    CAPTURE(value);
    std::string after = edit_yaml(subject.text, "t.yaml", 0, {{path, YamlEdit::set, value, {}}}, by_name);
    CAPTURE(after);
    YamlPaths expected = subject.paths, found = read_paths(after);
    CHECK(found[path].substr(1) == value);
    expected.erase(path);
    found.erase(path);
    CHECK(found == expected);
    CHECK(edit_yaml(after, "t.yaml", 0, {{path, YamlEdit::set, value, {}}}, by_name) == after);
    ++edited;
  }
  CHECK(edited > 3'000);
}

TEST_CASE("removing a value leaves the others") {
  Random random(22);
  int edited = 0;
  for (int round = 0; round < 12'000; ++round) {
    Subject subject = random_subject(random);
    if (subject.paths.size() < 2) continue;
    auto chosen =
        std::next(subject.paths.begin(), static_cast<std::ptrdiff_t>(below(random, subject.paths.size())));
    std::string path = chosen->first;
    bool counted =
        path.find_first_of("0123456789") != path.npos;  // the elements behind a removed one move up
    if (counted || path.find_first_not_of("abcdefghijklmnopqrstuvwxyz_. ") != path.npos) continue;
    CAPTURE(subject.text);
    CAPTURE(path);
    std::string after = edit_yaml(subject.text, "t.yaml", 0, {{path, YamlEdit::remove, "", {}}}, by_name);
    CAPTURE(after);
    YamlPaths expected = subject.paths;
    std::erase_if(expected, [&](const auto& item) { return is_below(item.first, path); });
    CHECK(read_paths(after) == expected);
    ++edited;
  }
  CHECK(edited > 2'000);
}

TEST_CASE("adding keys, elements and lists leaves the others") {
  Random random(23);
  int edited = 0;
  for (int round = 0; round < 12'000; ++round) {
    Subject subject = random_subject(random);
    if (subject.paths.empty() || subject.paths.contains("")) continue;
    std::string key = std::string(1, static_cast<char>('a' + below(random, 26))) + "_new";
    std::string value = random_text(random);
    std::vector<std::string> list = {random_text(random), random_text(random)};
    CAPTURE(subject.text);
    CAPTURE(key);
    std::string after = edit_yaml(subject.text, "t.yaml", 0,
                                  {{key, YamlEdit::set, value, {}},
                                   {key + "2.x", YamlEdit::set, value, {}},
                                   {key + "2.y", YamlEdit::set, value, {}},
                                   {key + "3.1.x", YamlEdit::set, value, {}},
                                   {key + "3.2.x", YamlEdit::set, value, {}},
                                   {key + "4", YamlEdit::set_list, "", list}},
                                  by_name);
    CAPTURE(after);
    YamlPaths found = read_paths(after);
    for (const char* end : {"", "2.x", "2.y", "3.1.x", "3.2.x"}) {
      CHECK(found[key + end].substr(1) == value);
      found.erase(key + end);
    }
    for (const char* end : {"1", "2"}) {
      CHECK(found[key + "4." + end].substr(1) == list[static_cast<std::size_t>(end[0] - '1')]);
      found.erase(key + "4." + end);
    }
    CHECK(found == subject.paths);
    // Taken out again, all is as before, byte for byte, but for a line break at the end.
    std::string back = edit_yaml(after, "t.yaml", 0,
                                 {{key, YamlEdit::remove, "", {}},
                                  {key + "2", YamlEdit::remove, "", {}},
                                  {key + "3.2", YamlEdit::remove, "", {}},
                                  {key + "3.1.x", YamlEdit::remove, "", {}},
                                  {key + "4", YamlEdit::set_list, "", {}}},
                                 by_name);
    if (subject.text.ends_with('\n')) CHECK(back == subject.text);
    ++edited;
  }
  CHECK(edited > 3'000);
}
