// What is written, another library reads back.
#include "format/json.h"

#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

using flatcrm::format::JsonWriter;
using flatcrm::format::write_json_text;
using nlohmann::json;

namespace {

std::string text_of(std::string_view value) {
  std::string out;
  write_json_text(out, value);
  return out;
}

std::string written(int indent, const std::function<void(JsonWriter&)>& write) {
  std::string out;
  JsonWriter writer(out, indent);
  write(writer);
  return out;
}

/// Writes what another library holds.
void write(JsonWriter& out, const json& value) {
  if (value.is_object()) {
    out.begin_object();
    for (const auto& [key, member] : value.items()) {
      out.key(key);
      write(out, member);
    }
    out.end_object();
  } else if (value.is_array()) {
    out.begin_array();
    for (const json& element : value) write(out, element);
    out.end_array();
  } else if (value.is_string()) {
    out.text(value.get<std::string>());
  } else if (value.is_number()) {
    out.number(value.get<std::int64_t>());
  } else if (value.is_boolean()) {
    out.boolean(value.get<bool>());
  } else {
    out.null();
  }
}

std::string any_text(std::mt19937& random) {
  static const char* const pieces[] = {"a",
                                       "\"",
                                       "\\",
                                       "\n",
                                       "\x01",
                                       "\x7f",
                                       "\xc3\xa4",
                                       "\xe2\x80\xa8",
                                       "\xe2\x80\xa9",
                                       "\xe2\x82\xac",
                                       "\xf0\x9f\x98\x8e",
                                       "\t\r",
                                       "/"};
  std::string text;
  for (std::size_t count = random() % 6; count > 0; --count) text += pieces[random() % std::size(pieces)];
  return text;
}

json any_value(std::mt19937& random, int depth) {
  switch (random() % (depth > 3 ? 4 : 6)) {
    case 0:
      return any_text(random);
    case 1:
      return static_cast<std::int64_t>(random()) - 2000000000;
    case 2:
      return random() % 2 == 0;
    case 3:
      return nullptr;
    case 4: {
      json array = json::array();
      for (std::size_t count = random() % 4; count > 0; --count)
        array.push_back(any_value(random, depth + 1));
      return array;
    }
    default: {
      json object = json::object();
      for (std::size_t count = random() % 4; count > 0; --count)
        object[any_text(random)] = any_value(random, depth + 1);
      return object;
    }
  }
}

}  // namespace

TEST_CASE("bytes that are not UTF-8 never reach the output") {
  CHECK(text_of("a\xff"
                "b\xe2\x80") ==
        "\"a\xef\xbf\xbd"
        "b\xef\xbf\xbd\xef\xbf\xbd\"");
  CHECK(json::parse(text_of("\xc3\"\xe2\x80\xa8\xc3")).get<std::string>() ==
        "\xef\xbf\xbd\"\xe2\x80\xa8\xef\xbf\xbd");
}

TEST_CASE("the ends of the range of numbers are written in full") {
  CHECK(written(0, [](JsonWriter& out) { out.number(std::numeric_limits<std::int64_t>::min()); }) ==
        "-9223372036854775808");
}

TEST_CASE("another library reads back what was meant, on one line or on many") {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    const json value = any_value(random, 0);
    for (const int indent : {0, 2}) {
      const std::string text = written(indent, [&](JsonWriter& out) { write(out, value); });
      CAPTURE(text);
      REQUIRE(json::parse(text) == value);
      REQUIRE((indent > 0 || text.find('\n') == std::string::npos));
    }
  }
}
