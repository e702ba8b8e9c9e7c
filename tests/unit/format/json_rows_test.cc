#include "format/json_rows.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.h"

using namespace flatcrm;
using namespace flatcrm::format;

namespace {

std::string rows(const std::string& json) {
  FlatTable table;
  read_json_rows(json, table);
  std::string out;
  for (const std::string& name : table.columns()) out += (out.empty() ? "" : "|") + name;
  return out + "\n" + table.rows();
}

std::string error_of(const std::string& json) {
  try {
    rows(json);
    return "no error";
  } catch (const Error& error) {
    return error.what();
  }
}

/// Prints what it is told as JSON again, without white space.
class Echo : public JsonEvents {
 public:
  void object_begins(std::size_t) override { open('{'); }
  void key(std::string_view name, std::size_t) override {
    separate();
    out_ += nlohmann::json(std::string(name)).dump() + ":";
    after_key_ = true;
  }
  void object_ends() override { close('}'); }
  void array_begins(std::size_t) override { open('['); }
  void array_ends() override { close(']'); }
  void scalar(JsonKind kind, std::string_view text, std::size_t) override {
    separate();
    if (kind == JsonKind::text)
      out_ += nlohmann::json(std::string(text)).dump();
    else
      out_ += kind == JsonKind::null ? "null" : std::string(text);
    fresh_ = false;
  }
  const std::string& out() const { return out_; }

 private:
  void separate() {
    if (!fresh_ && !after_key_) out_ += ',';
    after_key_ = false;
  }
  void open(char bracket) {
    separate();
    out_ += bracket;
    fresh_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    fresh_ = false;
  }
  std::string out_;
  bool fresh_ = true, after_key_ = false;
};

}  // namespace

TEST_CASE("maps become dotted columns and lists of scalars one cell") {
  CHECK(
      rows(
          R"({"a": {"b": 1.50, "c": {"d": true}}, "t": ["x", "y;z"], "n": null, "e": [], "l": [{"k": 2}, {"k": "3"}]})") ==
      "a.b|a.c.d|t|l.1.k|l.2.k\n1.50,true,x; y\\;z,2,3\n");
}

TEST_CASE("a key with a dot or a number is no path") {
  CHECK(rows(R"({"a.b": 1, "2": 2})") == "a\\.b|\\2\n1,2\n");
}

TEST_CASE("lists, lines and the one list of an object are rows") {
  CHECK(rows("[{\"a\":1},{\"b\":2}]") == "a|b\n1\n,2\n");
  CHECK(rows("{\"a\":1}\n{\"b\":2}\n") == "a|b\n1\n,2\n");
  CHECK(rows("{\"total\":2,\"rows\":[{\"a\":1},{\"b\":2}]}") == "a|b\n1\n,2\n");
  CHECK(rows("{\"name\":\"A\",\"contacts\":[{\"a\":1},{\"b\":2}]}") ==
        "name|contacts.1.a|contacts.2.b\nA,1,2\n");
  CHECK(rows("{\"next_page\":\"A\",\"contacts\":[{\"a\":1},{\"b\":2}]}") == "a|b\n1\n,2\n");
  CHECK(rows("{\"a\":1,\"tags\":[\"x\"]}") == "a|tags\n1,x\n");
  CHECK(rows("{\"a\":1}, {\"a\":2}") == "a\n1\n2\n");
  CHECK(rows("{}\n{\"a\":1}") == "a\n\"\"\n1\n");
}

TEST_CASE("an object on one line may be what is put around the records") {
  CHECK_FALSE(is_json_lines("{\"total\": 2, \"results\": [{\"a\": 1}, {\"a\": 2}]}\n"));
  CHECK_FALSE(is_json_lines("{\"a\": 1}\n \n"));
  CHECK(is_json_lines("{\"a\": 1}\n{\"a\": 2}"));
  CHECK(rows("{\"total\": 2, \"results\": [{\"a\": 1}, {\"a\": 2}]}\n") == "a\n1\n2\n");
}

TEST_CASE("strings are decoded and numbers keep their digits") {
  CHECK(rows(R"({"a": "\u00fc\ud83d\ude00\n\"", "b": 12345678901234567890.10, "c": -0})") ==
        "a|b|c\n\"ü😀\n\"\"\",12345678901234567890.10,-0\n");
}

TEST_CASE("a formula is guarded, for the reader of the cells takes the guard off") {
  CHECK(rows(R"({"a": "=1+2", "b": "'=x", "c": "+49 30 1"})") == "a|b|c\n'=1+2,''=x,+49 30 1\n");
}

TEST_CASE("what is wrong is said with its place") {
  CHECK(error_of("{\"a\":1}\n{\"a\":}") == ":2:6: this is not JSON: no value; mend the file at this place");
  CHECK(error_of("{\"a\":1\n{\"a\":2}") ==
        ":1:7: this is not JSON: '}' is missing or a comma; mend the file at this place");
  CHECK(error_of("[{\"a\":1}") ==
        ":1:9: this is not JSON: the text ends in the middle of a value; mend the file at this place");
  CHECK(error_of("{\"a\":1,\"a\":2}") ==
        ":1:8: this is not JSON: the name 'a' stands twice in one object; mend the file at this place");
  CHECK(error_of("[1]").find("a record that is no object") != std::string::npos);
  CHECK(error_of("[[1]]").find("a record that is no object but a list") != std::string::npos);
  CHECK(error_of("{\"a\":\"\\ud800\"}").find("half a surrogate pair") != std::string::npos);
  CHECK(error_of("{\"a\":" + std::string(100000, '[')) ==
        ":1:70: values nested more than 64 deep; no record is that deep");
}

TEST_CASE("what the library accepts is read as the same, and what it refuses is refused") {
  const char* texts[] = {"0",
                         "-1.5e+3",
                         "[1,2,[3,{}]]",
                         "{\"a\":{\"b\":[null,true,false]}}",
                         "\"\\u0041\\t\"",
                         "[]",
                         "01",
                         "1.",
                         "+1",
                         "[1,]",
                         "{\"a\"}",
                         "{\"a\":1,}",
                         "tru",
                         "nul",
                         "\"a",
                         "\"\t\"",
                         "\"\\x\"",
                         "[1 2]",
                         "{1:2}",
                         "-",
                         "1e",
                         "[\"\\ud83d\\ude00\"]",
                         "\"\\udc00\"",
                         "\"\\ud83dx\"",
                         "{\"a\":\"\\/\\b\"}",
                         " \n[ 1 , 2 ] ",
                         "NaN",
                         ".5"};
  for (const char* text : texts) {
    CAPTURE(text);
    const bool valid = nlohmann::json::accept(std::string(text));
    Echo echo;
    bool taken = true;
    try {
      const std::size_t end = read_json(text, 0, echo);
      taken = skip_json_space(text, end) == std::string_view(text).size();
    } catch (const Error&) {
      taken = false;
    }
    CHECK(taken == valid);
    if (valid) CHECK(nlohmann::json::parse(echo.out()) == nlohmann::json::parse(std::string(text)));
  }
}

TEST_CASE("more columns than any table has are refused") {
  std::string json = "{";
  for (int i = 0; i < 5000; ++i) json += (i == 0 ? "\"c" : ",\"c") + std::to_string(i) + "\":1";
  CHECK(error_of(json + "}").find("more than 4096 columns") != std::string::npos);
}
