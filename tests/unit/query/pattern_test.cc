#include <doctest/doctest.h>

#include <random>
#include <string>

#include "query/pattern.h"

using flatcrm::query::Pattern;

TEST_CASE("wildcards stand for whole characters") {
  CHECK(Pattern::like("Zo_").holds("Zoë"));
  CHECK(Pattern::like("*ü*").holds("Müller"));
  CHECK_FALSE(Pattern::like("ü").holds("Müller"));
  CHECK(Pattern::like("100\\%").holds("100%"));
  CHECK_FALSE(Pattern::like("100\\%").holds("1000"));
  CHECK(Pattern::like("%").holds(""));
  CHECK_FALSE(Pattern::like("_").holds(""));
}

TEST_CASE("wildcards agree with a plain matcher on random texts") {
  std::mt19937 random(7);
  auto plain = [](auto&& self, std::string_view pattern, std::string_view text) -> bool {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '*')
      return self(self, pattern.substr(1), text) || (!text.empty() && self(self, pattern, text.substr(1)));
    if (text.empty()) return false;
    return (pattern[0] == '?' || pattern[0] == text[0]) && self(self, pattern.substr(1), text.substr(1));
  };
  for (int i = 0; i < 50'000; ++i) {
    std::string pattern, text;
    for (std::size_t size = random() % 7; size > 0; --size) pattern += "ab*?*"[random() % 5];
    for (std::size_t size = random() % 8; size > 0; --size) text += "ab"[random() % 2];
    CAPTURE(pattern);
    CAPTURE(text);
    REQUIRE(Pattern::like(pattern).holds(text) == plain(plain, pattern, text));
  }
}

TEST_CASE("a regular expression takes linear time, and says what is wrong with it") {
  CHECK(Pattern::regular("^(a+)+$").holds(std::string(5000, 'a')));
  CHECK_FALSE(Pattern::regular("^(a+)+$").holds(std::string(50'000, 'a') + "b"));
  CHECK(Pattern::fault_of("(") != "");
  CHECK(Pattern::fault_of("a{2,3}") == "");
}
