#include "core/path.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace flatcrm::core;

namespace {

std::vector<std::string> keys(std::string_view path) {
  std::vector<std::string> out;
  std::string buffer;
  PathStep step;
  while (next_step(path, step)) {
    out.push_back(step.number != 0 ? "#" + std::to_string(step.number) : std::string(key_of(step, buffer)));
  }
  return out;
}

}  // namespace

TEST_CASE("a path is taken apart into keys and list numbers") {
  CHECK(keys("name") == std::vector<std::string>{"name"});
  CHECK(keys("addresses.12.city") == std::vector<std::string>{"addresses", "#12", "city"});
  CHECK(keys("a.0") == std::vector<std::string>{"a", "0"});
  CHECK(keys("a.01") == std::vector<std::string>{"a", "01"});
  CHECK(keys("a.1234567890") == std::vector<std::string>{"a", "1234567890"});
}

TEST_CASE("a backslash takes the next character as a part of the key") {
  CHECK(keys("a\\.b.c") == std::vector<std::string>{"a.b", "c"});
  CHECK(keys("a.\\7") == std::vector<std::string>{"a", "7"});
  CHECK(keys("a\\\\.b") == std::vector<std::string>{"a\\", "b"});
  CHECK(keys("\\~") == std::vector<std::string>{""});
  CHECK(keys("a\\") == std::vector<std::string>{"a"});
}

TEST_CASE("what a key is written as is read as that key") {
  for (const std::string& key :
       {std::string("name"), std::string(""), std::string("7"), std::string("a.b"), std::string("\\"),
        std::string("a[]"), std::string("[]"), std::string("~"), std::string("\\~"), std::string("..")}) {
    CAPTURE(key);
    std::string path;
    append_key(path, key);
    append_number(path, 3);
    append_key(path, key);
    CHECK(keys(path) == std::vector<std::string>{key, "#3", key});
    CHECK_FALSE(path.ends_with("[]") != path.ends_with("\\[]"));
  }
}
