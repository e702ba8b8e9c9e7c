// A diff, applied by the slow obvious way, gives the new text; and it is about as short as it can be.
#include "book/diff.h"

#include <random>
#include <sstream>
#include <vector>

#include <doctest/doctest.h>

using flatcrm::book::write_unified_diff;

namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// What `patch` does: takes the hunks at their word and checks every line of context.
Lines apply(const Lines& before, const std::string& diff) {
  Lines after;
  std::size_t at = 0;
  for (const std::string& line : lines_of(diff)) {
    if (line.rfind("@@", 0) == 0) {
      std::size_t first = std::stoul(line.substr(4));
      bool none = line.substr(4, line.find(' ', 4) - 4).find(",0") != std::string::npos;
      std::size_t begin = none ? first : first - 1;
      while (at < begin) after.push_back(before.at(at++));
    } else if (line.rfind("---", 0) == 0 || line.rfind("+++", 0) == 0 || line.rfind("diff", 0) == 0) {
      continue;
    } else if (line[0] == ' ') {
      REQUIRE(before.at(at) == line.substr(1));
      after.push_back(before[at++]);
    } else if (line[0] == '-') {
      REQUIRE(before.at(at++) == line.substr(1));
    } else if (line[0] == '+') {
      after.push_back(line.substr(1));
    }
  }
  while (at < before.size()) after.push_back(before[at++]);
  return after;
}

std::size_t longest_common(const Lines& a, const Lines& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j)
      table[i][j] =
          a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
  return table[a.size()][b.size()];
}

std::string join(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("a diff applied to the old text gives the new one, in the fewest lines") {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    Lines before, after;
    std::size_t size = random() % 40, kinds = 1 + random() % 6;
    for (std::size_t i = 0; i < size; ++i) before.push_back("line " + std::to_string(random() % kinds));
    for (const std::string& line : before) {
      if (random() % 6 == 0) continue;
      after.push_back(line);
      if (random() % 8 == 0) after.push_back("new " + std::to_string(random() % 3));
    }
    std::string diff;
    write_unified_diff(diff, "f", join(before), join(after));
    REQUIRE(apply(before, diff) == after);
    std::size_t changed = 0;
    for (const std::string& line : lines_of(diff))
      if ((line[0] == '-' && line.rfind("---", 0) != 0) || (line[0] == '+' && line.rfind("+++", 0) != 0))
        ++changed;
    REQUIRE(changed == before.size() + after.size() - 2 * longest_common(before, after));
  }
}

TEST_CASE("a stretch with more differences than are traced is given as one replacement") {
  Lines before, after;
  for (int i = 0; i < 6000; ++i) {
    before.push_back("old " + std::to_string(i));
    after.push_back("new " + std::to_string(i));
  }
  std::string diff;
  write_unified_diff(diff, "f", join(before), join(after));
  CHECK(apply(before, diff) == after);
}
