#include "book/diff.h"

#include <doctest/doctest.h>

using flatcrm::book::write_unified_diff;

namespace {
std::string diff(std::optional<std::string_view> before, std::optional<std::string_view> after) {
  std::string out;
  write_unified_diff(out, "a.yaml", before, after);
  return out;
}
}  // namespace

TEST_CASE("a changed line stands with its context") {
  CHECK(diff("1\n2\n3\n4\nold\n6\n7\n8\n9\n", "1\n2\n3\n4\nnew\n6\n7\n8\n9\n") ==
        "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-old\n+new\n "
        "6\n 7\n 8\n");
}

TEST_CASE("equal texts have no diff") {
  CHECK(diff("same\n", "same\n").empty());
}

TEST_CASE("a new and a removed file are compared with nothing") {
  CHECK(
      diff(std::nullopt, "x\n") ==
      "diff --git a/a.yaml b/a.yaml\nnew file mode 100644\n--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1 @@\n+x\n");
  CHECK(diff("x\n", std::nullopt) ==
        "diff --git a/a.yaml b/a.yaml\ndeleted file mode 100644\n--- a/a.yaml\n+++ /dev/null\n@@ -1 +0,0 "
        "@@\n-x\n");
}

TEST_CASE("a missing line end at the end of the file is said") {
  CHECK(diff("x\n", "x") ==
        "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1 @@\n-x\n+x\n\\ No newline at end "
        "of file\n");
}

TEST_CASE("changes far apart make two hunks") {
  std::string before, after;
  for (int i = 0; i < 30; ++i) {
    before += std::to_string(i) + "\n";
    after += std::to_string(i == 3 || i == 25 ? 100 + i : i) + "\n";
  }
  std::string out = diff(before, after);
  CHECK(out.find("@@ -1,7 +1,7 @@") != std::string::npos);
  CHECK(out.find("@@ -23,7 +23,7 @@") != std::string::npos);
}
