#include "format/yaml_edit.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm;
using namespace flatcrm::format;

namespace {

/// Keys rank as in this list; the others come last.
bool ranks_before(std::string_view path, std::string_view first, std::string_view second) {
  static const std::vector<std::string_view> keys = {"id",    "name", "emails",  "addresses",
                                                     "label", "city", "consent", "notes"};
  auto rank = [&](std::string_view key) { return std::find(keys.begin(), keys.end(), key) - keys.begin(); };
  return (path.empty() || path == "addresses.*" || path == "consent") && rank(first) <= rank(second);
}

std::string edited(const std::string& text, const std::vector<YamlEdit>& edits, std::size_t document = 0) {
  return edit_yaml(text, "x.yaml", document, edits, ranks_before);
}
std::string set(const std::string& text, const std::string& path, const std::string& value,
                bool typed = false) {
  return edited(text, {{path, YamlEdit::set, value, {}, typed}});
}
std::string list(const std::string& text, const std::string& path, const std::vector<std::string>& values) {
  return edited(text, {{path, YamlEdit::set_list, "", values, false}});
}
std::string removed(const std::string& text, const std::string& path) {
  return edited(text, {{path, YamlEdit::remove, "", {}, false}});
}
std::string error_of(const std::string& text, const std::string& path) {
  try {
    set(text, path, "x");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a changed scalar keeps its style, its comment and its neighbours") {
  CHECK(set("name: Acme  # ours\nemails: [a@b.c]\n", "name", "Acme Ltd") ==
        "name: Acme Ltd  # ours\nemails: [a@b.c]\n");
  CHECK(set("a: 'x' # c\n", "a", "it's") == "a: 'it''s' # c\n");
  CHECK(set("a: \"x\"\n", "a", "y") == "a: \"y\"\n");
  CHECK(set("a: x\n", "a", "b: c") == "a: \"b: c\"\n");
  CHECK(set("a: |\n    x\nb: 1\n", "a", "y\n\nz\n") == "a: |\n    y\n\n    z\nb: 1\n");
  CHECK(set("a: | # c\n  x\n", "a", "y") == "a: |- # c\n  y\n");
  CHECK(set("a: >-\n  x\n  y\n\n  z\nb: 1\n", "a", "new\ntext") == "a: >-\n  new\n\n  text\nb: 1\n");
  CHECK(set("l: [a, 'b']\n", "l.2", "c, d") == "l: [a, 'c, d']\n");
  CHECK(set("l: [a, b]\n", "l.2", "c, d") == "l: [a, \"c, d\"]\n");
}

TEST_CASE("a value that fits its style no more takes the nearest one") {
  CHECK(set("a: x # c\nb: 1\n", "a", "y\nz") == "a: |- # c\n  y\n  z\nb: 1\n");
  CHECK(set("- a: x\n", "1.a", "y\nz\n") == "- a: |\n    y\n    z\n");
  CHECK(set("a: 'x'\n", "a", "tab\there\x01") == "a: \"tab\\there\\x01\"\n");
  CHECK(set("a: | # c\n  x\nb: 1\n", "a", "  indented") == "a: \"  indented\" # c\nb: 1\n");
  CHECK(set("a: {b: c}\n", "a.b", "y\nz") == "a: {b: \"y\\nz\"}\n");
  CHECK(set("a: one\n  two # c\nb: 1\n", "a", "three") == "a: three # c\nb: 1\n");
}

TEST_CASE("text that looks like a number is quoted unless it is one or its neighbour was written so") {
  CHECK(set("zip: x\n", "zip", "01234") == "zip: \"01234\"\n");
  CHECK(set("zip: 0123\n", "zip", "01234") == "zip: 01234\n");
  CHECK(set("amount: x\n", "amount", "12.50", true) == "amount: 12.50\n");
  CHECK(set("a: 1\n", "a", "null") == "a: \"null\"\n");
}

TEST_CASE("quotes that the old value needed go with it, and those of a hand stay") {
  CHECK(set("name: A\nkey: \"12e4\"\n", "key", "ab") == "name: A\nkey: ab\n");
  CHECK(set("name: A\nkey: ab\n", "key", "12e4") == "name: A\nkey: \"12e4\"\n");
  CHECK(set("name: \"A\"\nkey: \"12e4\"\n", "key", "ab") == "name: \"A\"\nkey: \"ab\"\n");
  CHECK(set("name: A\nkey: '12e4'\n", "key", "ab") == "name: A\nkey: 'ab'\n");
}

TEST_CASE("nothing changes where nothing is to change") {
  std::string text = "# h\na:   'x'   # c\r\nl: [ a,b ]\nn: ~\nt: |\n   x\n\n";
  CHECK(set(text, "a", "x") == text);
  CHECK(set(text, "t", "x\n") == text);
  CHECK(set(text, "n", "") == text);
  CHECK(list(text, "l", {"a", "b"}) == text);
  CHECK(removed(text, "nothing") == text);
  CHECK(list(text, "nothing", {}) == text);
}

TEST_CASE("a null is given its value where it stands") {
  CHECK(set("a:\nb: 1\n", "a", "x") == "a: x\nb: 1\n");
  CHECK(set("a: # c\n", "a", "x") == "a: x # c\n");
  CHECK(set("a: ~ # c\n", "a", "x") == "a: x # c\n");
  CHECK(set("a: # c\nb: 1\n", "a.b", "x") == "a: # c\n  b: x\nb: 1\n");
  CHECK(set("a: {b: , c: 1}\n", "a.b", "x") == "a: {b: x , c: 1}\n");
  CHECK(list("a:\nb: 1\n", "a", {"x"}) == "a:\n  - x\nb: 1\n");
  CHECK(set("---\n# only a comment\n", "a", "x") == "---\n# only a comment\na: x\n");
}

TEST_CASE("a new key goes behind the last that ranks before it") {
  CHECK(set("id: x\n# about emails\nemails: [a]\n", "name", "Nora") ==
        "id: x\nname: Nora\n# about emails\nemails: [a]\n");
  CHECK(set("name: Nora # c\n", "id", "x") == "id: x\nname: Nora # c\n");
  CHECK(set("id: x", "name", "Nora") == "id: x\nname: Nora");
  CHECK(set("id: x\r\nnotes: n\r\n", "name", "Nora") == "id: x\r\nname: Nora\r\nnotes: n\r\n");
  CHECK(set("id: x\nemails:\n  - a\n  # more to come\nnotes: n\n", "addresses.1.city", "Bonn") ==
        "id: x\nemails:\n  - a\n  # more to come\naddresses:\n  - city: Bonn\nnotes: n\n");
  CHECK(set("{name: Nora}\n", "id", "x") == "{id: x, name: Nora}\n");
  CHECK(set("{id: x}\n", "name", "Nora") == "{id: x, name: Nora}\n");
}

TEST_CASE("parents are made, in the layout of the document") {
  CHECK(set("id: x\n", "consent.email", "granted") == "id: x\nconsent:\n  email: granted\n");
  CHECK(set("id: x\na:\n    b: 1\n", "consent.email", "granted") ==
        "id: x\nconsent:\n    email: granted\na:\n    b: 1\n");
  CHECK(set("id: x\nz:\n- 1\n", "addresses.1.city", "Bonn") == "id: x\naddresses:\n- city: Bonn\nz:\n- 1\n");
  CHECK(set("addresses:\n  - city: Bonn # c\n\nid: x\n", "addresses.2.city", "Ulm") ==
        "addresses:\n  - city: Bonn # c\n  - city: Ulm\n\nid: x\n");
  CHECK(set("addresses:\n  - city: Bonn\n", "addresses.1.label", "home") ==
        "addresses:\n  - label: home\n    city: Bonn\n");
  CHECK(list("id: x\ntags: [a]\n", "emails", {"b", "c, d"}) == "id: x\nemails: [b, \"c, d\"]\ntags: [a]\n");
}

TEST_CASE("a removed key takes its lines, and comments above stay") {
  CHECK(removed("a: 1\n# about b\nb: 2 # c\nc: 3\n", "b") == "a: 1\n# about b\nc: 3\n");
  CHECK(removed("a: |\n  x\n\n  y\nb: 2\n", "a") == "b: 2\n");
  CHECK(removed("a:\n  - x\n  # z\n  - y\nb: 2\n", "a") == "b: 2\n");
  CHECK(removed("l:\n  - a: 1\n    b: 2\n", "l.1.a") == "l:\n  - b: 2\n");
  CHECK(removed("l:\n  - a: 1 # c\n    # about b\n    b: 2\n", "l.1.a") ==
        "l:\n  -\n    # about b\n    b: 2\n");
  CHECK(removed("a: {b: 1, c: 2, d: 3}\n", "a.c") == "a: {b: 1, d: 3}\n");
  CHECK(removed("a: {b: 1, c: 2}\n", "a.c") == "a: {b: 1}\n");
  CHECK(removed("a: [\n  b, # x\n  c, # y\n]\n", "a.2") == "a: [\n  b, # x\n]\n");
}

TEST_CASE("a map or list that becomes empty goes with its key") {
  CHECK(removed("a: 1\nb:\n  c: {d: 2}\n", "b.c.d") == "a: 1\n");
  CHECK(list("a: 1\nb:\n  - x\n", "b", {}) == "a: 1\n");
  CHECK(removed("# h\na: 1\n", "a") == "# h\n{}\n");
}

TEST_CASE("elements that stay keep their lines, new ones look like their neighbours") {
  std::string text =
      "emails:\n  # work\n  - a@b.c # first\n  - 'd@e.f'\n\n  # old\n  - g@h.i # third\nid: x\n";
  CHECK(list(text, "emails", {"a@b.c", "g@h.i"}) ==
        "emails:\n  # work\n  - a@b.c # first\n\n  # old\n  - g@h.i # third\nid: x\n");
  CHECK(list(text, "emails", {"a@b.c", "d@e.f", "new", "g@h.i", "last"}) ==
        "emails:\n  # work\n  - a@b.c # first\n  - 'd@e.f'\n  - 'new'\n\n  # old\n  - g@h.i # third\n  - "
        "last\nid: x\n");
  CHECK(list("l: [ a, 'b' ] # c\n", "l", {"b", "d"}) == "l: [ 'b', 'd' ] # c\n");
  CHECK(list("l: [a]\n", "l", {"b"}) == "l: [b]\n");
  CHECK(list("l:\n- a # c\n", "l", {"b"}) == "l:\n- b\n");
  CHECK(list("l: [\n  a, # x\n  b  # y\n]\n", "l", {"b"}) == "l: [\n  b  # y\n]\n");
  CHECK(list("a: one\n", "a", {"x", "y"}) == "a:\n  - x\n  - \"y\"\n");
}

TEST_CASE("an anchored value changes alone") {
  CHECK(set("a: &x 1\nb: *x\nc: *x\n", "a", "2") == "a: &x 2\nb: 1\nc: 1\n");
  CHECK(set("a: &x 1\nb: *x\n", "b", "2") == "a: &x 1\nb: 2\n");
  CHECK(set("a: &x {k: v}\nb: *x\n", "b.k", "w") == "a: &x {k: v}\nb: {k: w}\n");
  CHECK(removed("a: &x 1\nb: *x\n", "a") == "b: 1\n");
  CHECK(set("a: &x 1\nb: *x\n", "c", "2", true) == "a: &x 1\nb: *x\nc: 2\n");
}

TEST_CASE("only the document at hand changes") {
  CHECK(edited("a: 1 # x\n--- # two\na: 1\n...\n---\na: 1\n", {{"a", YamlEdit::set, "2", {}, true}}, 1) ==
        "a: 1 # x\n--- # two\na: 2\n...\n---\na: 1\n");
  CHECK(set("\xEF\xBB\xBF"
            "a: 1\r\n",
            "a", "x y") ==
        "\xEF\xBB\xBF"
        "a: x y\r\n");
  CHECK(set("a: 1\n---\nb: 2\n", "c", "x") == "a: 1\nc: x\n---\nb: 2\n");
}

TEST_CASE("a block that the end of the text cuts off keeps its value") {
  CHECK(set("a: |\n  x", "b", "y") == "a: |-\n  x\nb: \"y\"\n");
  CHECK(set("a: 1\nb: |\n  x", "a", "2", true) == "a: 2\nb: |\n  x");
  CHECK(set("a: 1", "b", "x\n") == "a: 1\nb: |\n  x\n");
}

TEST_CASE("blank lines below a block that keeps them don't become part of it") {
  CHECK(removed("a: |+\n  x\nb: 1\n\nc: 2\n", "b") == "a: |+\n  x\nc: 2\n");
  CHECK(set("a: |\n  x\n\nb: 1\n", "a", "y\n\n") == "a: \"y\\n\\n\"\n\nb: 1\n");
}

TEST_CASE("keys with dots, and keys that look like numbers, are told from steps and elements") {
  CHECK(set("a.b: 1\na:\n  b: 2\n", "a\\.b", "x") == "a.b: x\na:\n  b: 2\n");
  CHECK(set("a.b: 1\na:\n  b: 2\n", "a.b", "x") == "a.b: 1\na:\n  b: x\n");
  CHECK(set("a: 1\n", "c\\.d.e\\.f", "x") == "a: 1\nc.d:\n  e.f: x\n");
  CHECK(set("2024: a\n", "\\2024", "x") == "2024: x\n");
  CHECK(set("y:\n  1: a\n", "y.\\1", "x") == "y:\n  1: x\n");
  CHECK(set("y:\n  z: a\n", "y.\\1", "x") == "y:\n  \"1\": x\n  z: a\n");
  CHECK(set("a: 1\n", "b.\\1", "x") == "a: 1\nb:\n  \"1\": x\n");
  CHECK(removed("a.b: 1\na: 2\n", "a\\.b") == "a: 2\n");
}

TEST_CASE("a path that leads nowhere is an error") {
  CHECK(error_of("a: 1\n", "b.2").find("'b.2' is in a list that is not there yet") != std::string::npos);
  CHECK(error_of("a: {x: 1}\n", "a.1") == "x.yaml:1:4: 'a.1' needs a list here, and this is a map");
  CHECK(error_of("a: 1\n", "").find("needs the path") != std::string::npos);
  CHECK(error_of("a: text\n", "a.b") ==
        "x.yaml:1:4: 'a.b' runs through a value that is neither a map nor a list");
  CHECK(error_of("a: [x]\n", "a.3") == "x.yaml:1:4: there is no element 3 in this list");
  CHECK(error_of("# c\na: text\n", "a.b").starts_with("x.yaml:2:4: "));
  CHECK(error_of("a: [x\n", "a").starts_with("x.yaml:"));
  CHECK_THROWS_AS(edited("a: 1\n", {}, 1), Error);
}

TEST_CASE("documents are taken out and added with their separators") {
  std::string two = "a: 1\n---\nb: 2\n";
  CHECK(remove_document(two, "x.yaml", 0) == "b: 2\n");
  CHECK(remove_document(two, "x.yaml", 1) == "a: 1\n");
  CHECK(remove_document("---\na: 1\n---\nb: 2\n", "x.yaml", 0) == "---\nb: 2\n");
  CHECK(remove_document("a: 1\n--- # c\nb: 2\n", "x.yaml", 0) == "--- # c\nb: 2\n");
  CHECK(remove_document("a: 1\n", "x.yaml", 0) == "");
  CHECK(append_document("a: 1\n", "b: 2\n") == two);
  CHECK(append_document("a: 1", "b: 2\n") == two);
  CHECK(append_document("", "b: 2\n") == "b: 2\n");
  CHECK(append_document("# c\n", "b: 2\n") == "# c\nb: 2\n");
  CHECK(append_document("a: 1\r\n", "b: |\n  x\n") == "a: 1\r\n---\r\nb: |\r\n  x\r\n");
  CHECK(append_document("a: |\n  x", "b: 2\n") == "a: |-\n  x\n---\nb: 2\n");
}
