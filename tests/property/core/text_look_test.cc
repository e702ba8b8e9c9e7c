// One pass over a text in wide steps, against a look at each of its characters.
#include "core/text_look.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "core/text.h"

using namespace flatcrm::core;

namespace {

using Random = std::mt19937;

TextLook look_slowly(std::string_view text) {
  TextLook look;
  look.valid = find_invalid_utf8(text) == std::string_view::npos;
  while (look.valid && !text.empty()) {
    const CodePoint point = first_code_point(text);
    look.ascii = look.ascii && point.length == 1;
    const bool usual = point.value >= 9 && point.value <= 13;
    if ((point.value < 32 && !usual) || (point.value >= 127 && point.value <= 0x9F) || point.value == 0x202E)
      look.controls = true;
    text.remove_prefix(point.length);
  }
  return look;
}

std::string any_text(Random& random) {
  static const std::string_view rare[] = {
      "\x1b",         "\x7f",         "\x01",     std::string_view("\0", 1),
      "\xc2\x85",     "\xc2\xa0",     "\xff",     "\xe2\x80\xae",
      "\xe2\x80\xad", "\xed\xa0\x80", "\xc3",     "\x80",
      "\xe2\x80",     "\xf0\x9f\x98", "\xc2\x9f", "\xf4\x90\x80\x80"};
  static const std::string_view common[] = {"a",  "Z", " ",  "\t", "\n", "\r",
                                            "\v", "ü", "漢", "😀",  ",",  "word "};
  std::string text;
  std::size_t size = random() % 200;
  const bool mostly_ascii = random() % 2 == 0;
  while (text.size() < size) text += common[random() % (mostly_ascii ? 7 : 12)];
  if (random() % 2 == 0) text.insert(random() % (text.size() + 1), rare[random() % std::size(rare)]);
  return text;
}

void agree(std::string_view text) {
  CAPTURE(text);
  const TextLook quick = look_at(text), slow = look_slowly(text);
  REQUIRE(quick.valid == slow.valid);
  REQUIRE(quick.is_plain() == slow.is_plain());
  if (!slow.valid) return;
  REQUIRE(quick.ascii == slow.ascii);
  REQUIRE(quick.controls == slow.controls);
}

}  // namespace

TEST_CASE("a look at a text in wide steps sees what a look at each character does") {
  Random random(7);
  int invalid = 0, controls = 0, plain = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = any_text(random);
    agree(text);
    const TextLook look = look_slowly(text);
    ++(!look.valid ? invalid : look.controls ? controls : plain);
  }
  CHECK(invalid > 1000);
  CHECK(controls > 1000);
  CHECK(plain > 1000);
}

TEST_CASE("each byte is seen wherever in a step it stands") {
  for (int byte = 0; byte < 256; ++byte)
    for (std::size_t at = 0; at < 130; at += 13) {
      std::string text(130, 'x');
      text[at] = static_cast<char>(byte);
      agree(text);
    }
}

TEST_CASE("looks at the pieces of a text are one look at the whole") {
  Random random(8);
  for (int round = 0; round < 2000; ++round) {
    const std::string one = any_text(random), other = any_text(random);
    if (!look_slowly(one).valid) continue;
    TextLook both = look_at(one);
    both.add(look_at(other));
    const TextLook whole = look_at(one + other);
    REQUIRE(both.is_plain() == whole.is_plain());
    REQUIRE(both.valid == whole.valid);
    if (whole.valid) REQUIRE(both.ascii == whole.ascii);
  }
}
