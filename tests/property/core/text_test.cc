#include "core/text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "core/id.h"

using namespace flatcrm::core;

namespace {

std::string encoded(std::uint32_t value) {
  auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  if (value < 0x80) return {byte(value)};
  if (value < 0x800) return {byte(0xC0 | value >> 6), byte(0x80 | (value & 63))};
  if (value < 0x10000)
    return {byte(0xE0 | value >> 12), byte(0x80 | (value >> 6 & 63)), byte(0x80 | (value & 63))};
  return {byte(0xF0 | value >> 18), byte(0x80 | (value >> 12 & 63)), byte(0x80 | (value >> 6 & 63)),
          byte(0x80 | (value & 63))};
}

/// All valid sequences, by writing down every code point that may be.
const std::map<std::string, std::uint32_t, std::less<>>& sequences() {
  static const auto all = [] {
    std::map<std::string, std::uint32_t, std::less<>> out;
    for (std::uint32_t value = 0; value <= 0x10FFFF; ++value) {
      if (value < 0xD800 || value > 0xDFFF) out.emplace_hint(out.end(), encoded(value), value);
    }
    return out;
  }();
  return all;
}

/// The obvious way: try each length at each place.
std::size_t slow_find_invalid(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::size_t length = 1;
    while (length <= 4 && at + length <= bytes.size() && !sequences().contains(bytes.substr(at, length)))
      ++length;
    if (length > 4 || at + length > bytes.size()) return at;
    at += length;
  }
  return std::string_view::npos;
}

std::size_t slow_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::string random_text(std::mt19937& random, std::string_view alphabet, std::size_t longest) {
  std::string text(random() % (longest + 1), ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

}  // namespace

TEST_CASE("every sequence of two and three bytes is judged as by the table of code points") {
  bool same = true;
  for (std::uint32_t value = 0; value < 1U << 24; value += 1) {
    bool two = value < 1U << 16;
    // Bytes below 0x7F behave alike, so that a few of them stand for all.
    if (!two && (value & 0xFF) > 0x01 && (value & 0xFF) < 0x7F) continue;
    if (!two && (value >> 8 & 0xFF) > 0x01 && (value >> 8 & 0xFF) < 0x7F) continue;
    std::string text{static_cast<char>(value >> 16), static_cast<char>(value >> 8), static_cast<char>(value)};
    if (two) text.erase(0, 1);
    if (static_cast<unsigned char>(text[0]) < 0x80) continue;
    same = same && find_invalid_utf8(text) == slow_find_invalid(text);
  }
  CHECK(same);
}

TEST_CASE("all code points are valid, alone and in one long text") {
  std::string all;
  bool same = true;
  for (const auto& [bytes, value] : sequences()) {
    all += bytes;
    CodePoint point = first_code_point(bytes);
    same = same && point.value == value && point.length == bytes.size();
  }
  CHECK(same);
  CHECK(find_invalid_utf8(all) == std::string_view::npos);
}

TEST_CASE("four-byte sequences at the limits are judged as by the table") {
  bool same = true;
  const unsigned char edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xFF};
  for (int first = 0xED; first <= 0xFF; ++first) {
    for (int second = 0; second < 256; ++second) {
      for (unsigned char third : edges) {
        for (unsigned char fourth : edges) {
          std::string text{static_cast<char>(first), static_cast<char>(second), static_cast<char>(third),
                           static_cast<char>(fourth)};
          same = same && find_invalid_utf8(text) == slow_find_invalid(text);
        }
      }
    }
  }
  CHECK(same);
}

TEST_CASE("one changed byte anywhere in a text is found as by the obvious way") {
  std::mt19937_64 source(11);
  auto random = [&] { return static_cast<std::uint32_t>(source()); };
  bool same = true;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    std::size_t size = random() % 200;
    std::uint32_t kind = random() % 3;
    while (text.size() < size) {
      std::uint32_t value = kind == 0 ? random() % 128 : kind == 1 ? random() % 0xD800 : random() % 0x110000;
      if (random() % 4 != 0) value = random() % 128;
      if (value < 0xD800 || value > 0xDFFF) text += encoded(value);
    }
    if (!text.empty() && random() % 4 != 0) text[random() % text.size()] = static_cast<char>(random());
    if (random() % 4 == 0) text.resize(text.size() - std::min<std::size_t>(text.size(), random() % 4));
    same = same && find_invalid_utf8(text) == slow_find_invalid(text);
  }
  CHECK(same);
}

TEST_CASE("what visible() gives is valid UTF-8 without controls, and stays itself") {
  std::mt19937 random(12);
  for (int round = 0; round < 5'000; ++round) {
    std::string text = random_text(random, "ab\n\t\x1b\xc2\x85\xe2\x80\xae\xff\x7f", 30);
    std::string shown = visible(text);
    CHECK(find_invalid_utf8(shown) == std::string_view::npos);
    CHECK(std::none_of(shown.begin(), shown.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }));
    CHECK(visible(shown) == shown);
  }
}

TEST_CASE("a list of any texts survives joining and splitting") {
  std::mt19937 random(13);
  for (int round = 0; round < 50'000; ++round) {
    std::vector<std::string> elements(random() % 4);
    for (std::string& element : elements) element = random_text(random, "a\\; \tb", 6);
    std::vector<std::string> expected;
    std::copy_if(elements.begin(), elements.end(), std::back_inserter(expected),
                 [](auto& text) { return !text.empty(); });
    CAPTURE(join_list(elements));
    CHECK(split_list(join_list(elements)) == expected);
  }
}

TEST_CASE("the nearest candidate is the one that the full matrix names") {
  std::mt19937 random(14);
  for (int round = 0; round < 20'000; ++round) {
    std::string word = random_text(random, "abc", 9);
    std::vector<std::string> texts(random() % 6);
    for (std::string& text : texts) text = random_text(random, "abc", 9);
    std::vector<std::string_view> candidates(texts.begin(), texts.end());
    std::string_view expected;
    std::size_t best = word.size() / 3 + 1;
    for (std::string_view candidate : candidates) {
      if (slow_distance(word, candidate) >= best) continue;
      best = slow_distance(word, candidate);
      expected = candidate;
    }
    CHECK(nearest(word, candidates) == expected);
  }
}

TEST_CASE("any bytes make a valid id that does not depend on what stood in the buffer") {
  std::mt19937 random(15);
  std::string out;
  for (int round = 0; round < 20'000; ++round) {
    std::string name = random_text(random, "aZ9 -_'\xc3\xa4\xcc\x88\xff\xe1\xbb\x9f\n", 70);
    std::string key = random_text(random, "abc", 3);
    make_id(name, "x", "source", key, 0, out);
    CAPTURE(out);
    CHECK(is_valid_id(out));
    CHECK(out == make_id(name, "source", key));
    CHECK(slug(slug(name)) == slug(name));
  }
}
