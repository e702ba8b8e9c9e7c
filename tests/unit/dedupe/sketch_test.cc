#include <doctest/doctest.h>

#include <random>
#include <string>

#include "dedupe/sketch.h"

using namespace flatcrm::dedupe;

TEST_CASE("what a sketch rules out is never alike") {
  std::mt19937 random(11);
  const std::string signs = "abcdeaeioust0123 -é";
  int ruled_out = 0;
  for (int round = 0; round < 200'000; ++round) {
    auto text = [&](std::size_t longest) {
      std::string made;
      for (std::size_t i = random() % longest; i > 0; --i) made += signs[random() % signs.size()];
      return made;
    };
    std::string left = text(12), right = left;
    if (round % 3 == 0) right = text(12);
    for (std::size_t edits = random() % 4; edits > 0 && !right.empty(); --edits)
      right[random() % right.size()] = signs[random() % signs.size()];
    Letters one = sketch_letters(left), other = sketch_letters(right);
    for (int most : {1, 2})
      if (!may_be_within(one, other, most)) {
        CHECK(edit_distance(left, right, most) > most);
        ++ruled_out;
      }
    for (double least : {0.84, 0.93})
      if (!may_reach(one, other, least)) CHECK(jaro_winkler(left, right) < least);
    if (!may_hold(one, other)) {
      CHECK(left.find(right) == left.npos);
      CHECK(right.find(left) == right.npos);
    }
  }
  CHECK(ruled_out > 10'000);
}
