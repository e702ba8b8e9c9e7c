#include "format/json.h"

#include <doctest/doctest.h>

using flatcrm::format::JsonWriter;

TEST_CASE("json on one line has a blank after commas and colons") {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.key("id");
  json.text("acme");
  json.key("n");
  json.number(-3);
  json.key("list");
  json.begin_array();
  json.boolean(true);
  json.null();
  json.begin_object();
  json.end_object();
  json.end_array();
  json.end_object();
  CHECK(out == R"({"id": "acme", "n": -3, "list": [true, null, {}]})");
}

TEST_CASE("json with an indent puts each element on a line of its own") {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object();
  json.key("a");
  json.begin_array();
  json.number(1);
  json.number(2);
  json.end_array();
  json.key("b");
  json.begin_array();
  json.end_array();
  json.end_object();
  CHECK(out == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
}

TEST_CASE("json escapes what would end the text or its line, and nothing else") {
  std::string out;
  flatcrm::format::write_json_text(
      out, std::string("q\"b\\c\n\r\t\x01\x7f").append(1, '\0') + " é東\u2028\u2029\u2027\u0085\u202e");
  CHECK(out == "\"q\\\"b\\\\c\\n\\r\\t\\u0001\\u007f\\u0000 é東\\u2028\\u2029\u2027\\u0085\\u202e\"");
}
