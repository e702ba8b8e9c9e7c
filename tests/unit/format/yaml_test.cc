#include "format/yaml.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm;
using namespace flatcrm::format;

namespace {

std::string error_of(const std::string& text) {
  try {
    parse_yaml(text, "x.yaml");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string_view written(const YamlFile& file, const YamlNode& node) {
  return file.text().substr(node.begin, node.end - node.begin);
}

std::string text_at(const std::string& text, const std::string& path) {
  YamlFile file = parse_yaml(text, "x.yaml");
  const YamlNode* node = file.find_path(file.root(0), path);
  return node == nullptr ? "(nothing)" : std::string(node->text);
}

}  // namespace

TEST_CASE("a document is a map whose values know their place") {
  std::string text = "# c\nid: acme-1f9x2k\nemails: [a@b.c]\n";
  YamlFile file = parse_yaml(text, "x.yaml");
  REQUIRE(file.documents() == 1);
  const YamlNode& root = file.root(0);
  CHECK(root.kind == YamlKind::map);
  const YamlNode* emails = file.find(root, "emails");
  REQUIRE(emails != nullptr);
  CHECK(emails->kind == YamlKind::list);
  CHECK(emails->flow);
  CHECK(file.child(*emails)->text == "a@b.c");
  CHECK(written(file, *emails) == "[a@b.c]");
  CHECK(text.substr(emails->key_begin, 6) == "emails");
  CHECK(file.find(root, "nothing") == nullptr);
}

TEST_CASE("paths count list elements from 1") {
  std::string text = "addresses:\n  - city: Bonn\n  - city: Köln\ntags: [a, b]\n";
  CHECK(text_at(text, "addresses.1.city") == "Bonn");
  CHECK(text_at(text, "addresses.2.city") == "Köln");
  CHECK(text_at(text, "addresses.3.city") == "(nothing)");
  CHECK(text_at(text, "addresses.0.city") == "(nothing)");
  CHECK(text_at(text, "addresses.x.city") == "(nothing)");
  CHECK(text_at(text, "tags.2") == "b");
  CHECK(text_at(text, "tags.1.more") == "(nothing)");
}

TEST_CASE("a scalar is text, and only a plain one can be null") {
  YamlFile file = parse_yaml("a: ~\nb: \"~\"\nc:\nd: NULL\ne: ''\nf: nulls\n", "x.yaml");
  const YamlNode& root = file.root(0);
  CHECK(file.find(root, "a")->text.empty());
  CHECK_FALSE(file.find(root, "a")->quoted);
  CHECK(file.find(root, "b")->text == "~");
  CHECK(file.find(root, "b")->quoted);
  CHECK(file.find(root, "c")->text.empty());
  CHECK(file.find(root, "d")->text.empty());
  CHECK(file.find(root, "e")->quoted);
  CHECK(file.find(root, "f")->text == "nulls");
}

TEST_CASE("an empty value stands behind its colon or dash") {
  std::string text = "a: # c\nb:\n  -\n  - # d\nc: {e: , f: g}\n";
  YamlFile file = parse_yaml(text, "x.yaml");
  CHECK(file.find(file.root(0), "a")->begin == 2);
  CHECK(file.find_path(file.root(0), "b.1")->begin == text.find("-\n") + 1);
  CHECK(file.find_path(file.root(0), "b.2")->end == text.find("- #") + 1);
  CHECK(file.find_path(file.root(0), "c.e")->begin == text.find("e: ") + 2);
}

TEST_CASE("escapes in double quotes are decoded, whichever reader takes them") {
  const std::string quoted = R"("\x41\u00e9\U0001F600\t\"\\\/\N\_\L\P\0\e\a\b\v\f\r\n\ ")";
  const std::string_view decoded(
      "A\xC3\xA9\xF0\x9F\x98\x80\t\"\\/\xC2\x85\xC2\xA0\xE2\x80\xA8\xE2\x80\xA9\0\x1B\a\b\v\f\r\n ", 30);
  for (const char* prefix : {"", "? x\n: y\n"})
    CHECK(text_at(prefix + ("a: " + quoted + "\n"), "a") == decoded);
  CHECK(error_of("a: \"\\q\"\n").starts_with("x.yaml:1:"));
  CHECK(error_of("a: \"\\ud83d\\ude00\"\n").starts_with("x.yaml:1:"));
}

TEST_CASE("literal and folded blocks keep and fold their lines") {
  CHECK(text_at("a: |\n  x\n\n   y\nb: 1\n", "a") == "x\n\n y\n");
  CHECK(text_at("a: |-\n  x\n\n", "a") == "x");
  CHECK(text_at("a: |+\n  x\n\n", "a") == "x\n\n");
  CHECK(text_at("a: >\n  x\n  y\n\n  z\n", "a") == "x y\nz\n");
  CHECK(text_at("a: |2-\n   x\n", "a") == " x");
  CHECK(text_at("a: |\r\n  x\r\n  y\r\n", "a") == "x\ny\n");
  CHECK(text_at("--- |\n  a root\n", "") == "a root\n");
}

TEST_CASE("the place of a block ends with its last line") {
  std::string text = "a: |\n  x\n\nb: >+\n  y\n\nc: 1\n";
  YamlFile file = parse_yaml(text, "x.yaml");
  CHECK(written(file, *file.find(file.root(0), "a")) == "|\n  x");
  CHECK(written(file, *file.find(file.root(0), "b")) == ">+\n  y\n");
}

TEST_CASE("documents are told apart") {
  YamlFile file = parse_yaml("# head\na: 1\n---\n---  # c\nb: 2\n...\n# no document\n", "x.yaml");
  REQUIRE(file.documents() == 3);
  CHECK(file.document_text(0) == "# head\na: 1\n");
  CHECK(file.document_text(1) == "");
  CHECK(file.document_text(2) == "b: 2\n");
  CHECK(file.root(1).kind == YamlKind::scalar);
  CHECK(parse_yaml("", "x.yaml").documents() == 0);
  CHECK(parse_yaml("# c\n\n", "x.yaml").documents() == 0);
  CHECK(parse_yaml("\xEF\xBB\xBF# c\na: &x 1\n", "x.yaml").documents() == 1);
}

TEST_CASE("aliases are copies that have no place of their own") {
  std::string text = "a: &x\n  b: c\nd: *x\n";
  YamlFile file = parse_yaml(text, "x.yaml");
  const YamlNode* copy = file.find(file.root(0), "d");
  CHECK(file.find(file.root(0), "a")->anchored);
  CHECK(copy->aliased);
  CHECK(written(file, *copy) == "*x");
  CHECK(file.find(*copy, "b")->text == "c");
  CHECK(file.find(*copy, "b")->aliased);
}

TEST_CASE("tags of the core schema decide between text and value") {
  YamlFile file = parse_yaml("a: !!str 007\nb: !!int \"7\"\nc: !!null ''\nd: !!str\n", "x.yaml");
  CHECK(file.find(file.root(0), "a")->quoted);
  CHECK_FALSE(file.find(file.root(0), "b")->quoted);
  CHECK_FALSE(file.find(file.root(0), "c")->quoted);
  CHECK(file.find(file.root(0), "d")->quoted);
  CHECK(error_of("a: !mine 1\n") == "x.yaml:1:4: the tag !mine is not supported; take it out");
}

TEST_CASE("an error names its file, line and column") {
  CHECK(error_of("a: 1\nb: [1, 2\nc: 3\n").starts_with("x.yaml:"));
  CHECK(error_of("ok: 1\n---\na: 1\nb: \"x\n").starts_with("x.yaml:"));
  CHECK(error_of("a: 1\nb: 2\na: 3\n") == "x.yaml:3:1: the key 'a' is given twice; keep one of them");
  CHECK(error_of("a: 1\n<<: {b: 2}\n") == "x.yaml:2:1: merge keys are not supported; write the keys out");
  CHECK(error_of("a: b\n  - c: d\n").starts_with("x.yaml:2:"));
  CHECK(error_of("a: 1\n---\n\tb: 1\n").starts_with("x.yaml:3:"));
  CHECK(error_of("a: 1\n b\nc\n") == "x.yaml:3:2: a colon is missing behind the key");
}

TEST_CASE("text that can't be YAML is refused where it starts to be wrong") {
  CHECK(error_of("a: \xff\n") == "x.yaml:1:4: not UTF-8; save the file as UTF-8");
  CHECK(error_of(std::string("a: b\0c\n", 7)).starts_with("x.yaml:1:5: a control character"));
  CHECK(error_of("a: b\rc: d\n").starts_with("x.yaml:1:5: a carriage return"));
  CHECK(error_of("a: 1\n\xEF\xBB\xBF"
                 "b: 2\n")
            .starts_with("x.yaml:2:1: a byte order mark"));
  CHECK(error_of("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n") ==
        "x.yaml:2:1: a conflict marker of a git merge; resolve the conflict first");
}

TEST_CASE("a conflict marker stands at the start of a line") {
  CHECK(find_conflict_marker("a\n<<<<<<< x\n") == 2);
  CHECK(find_conflict_marker("a\r\n>>>>>>>\r\n") == 2);
  CHECK(find_conflict_marker("a\n <<<<<<< x\n") == 0);
  CHECK(find_conflict_marker("<<<<<<<< x\n<<<<<<x\n=======\n") == 0);
  CHECK(find_conflict_marker("") == 0);
}

TEST_CASE("depth and aliases have limits") {
  std::string deep, flow;
  for (std::size_t i = 0; i < 64; ++i) deep += std::string(i, ' ') + "a:\n";
  CHECK(error_of(deep) == "");
  CHECK(error_of(deep + std::string(64, ' ') + "a: 1\n").find("deeper than 64") != std::string::npos);
  flow = std::string(65, '[') + std::string(65, ']');
  CHECK(error_of("a: " + flow + "\n").find("deeper than 64") != std::string::npos);
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    std::string before = "*a" + std::to_string(i - 1), name = "a" + std::to_string(i);
    laughs += name + ": &" + name + " [" + before;
    for (int j = 1; j < 10; ++j) laughs += ", " + before;
    laughs += "]\n";
  }
  CHECK(error_of(laughs).find("more than 10,000") != std::string::npos);
  CHECK(error_of("a: &x [*x]\n").find("inside what it stands for") != std::string::npos);
}

TEST_CASE("a file is used again without traces of the one before") {
  YamlFile file;
  parse_yaml("a: [1, 2]\n---\nb: \"\\t\"\n", "x.yaml", file);
  parse_yaml("c: 1\n", "x.yaml", file);
  CHECK(file.documents() == 1);
  CHECK(file.root(0).children == 1);
  CHECK_FALSE(parse_canonical_yaml("a: &x 1\n", file));
  CHECK(file.documents() == 0);
}
