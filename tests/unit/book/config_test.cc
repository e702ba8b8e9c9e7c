#include "book/config.h"

#include <doctest/doctest.h>

using namespace flatcrm;
using book::LayoutKind;

namespace {
book::Config parse(const std::string& text, core::Problems& problems) {
  return book::parse_config(text, "flatcrm.yaml", problems);
}
book::Config parse(const std::string& text) {
  core::Problems problems;
  book::Config config = parse(text, problems);
  CHECK(problems.empty());
  return config;
}
std::string error_of(const std::string& text) {
  try {
    core::Problems problems;
    parse(text, problems);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}
}  // namespace

TEST_CASE("what the settings don't say is the default of the design") {
  book::Config config = parse("format: 1\n");
  CHECK(config.currency == "EUR");
  CHECK(config.layout("customers").kind == LayoutKind::yaml);
  CHECK(config.layout("interactions").kind == LayoutKind::csv_by_month);
  CHECK(config.layout("links").kind == LayoutKind::csv);
  REQUIRE(config.link_kind("parent") != nullptr);
  CHECK(config.link_kind("parent")->reverse == "child of");
}

TEST_CASE("layouts are a name or a map with shard") {
  book::Config config =
      parse("format: 1\nlayouts:\n  customers: {layout: csv-sharded, shard: 512}\n  links: yaml\n");
  CHECK(config.layout("customers").kind == LayoutKind::csv_sharded);
  CHECK(config.layout("customers").shard == 512);
  CHECK(config.layout("links").kind == LayoutKind::yaml);
}

TEST_CASE("pipelines, links and contact policy are read in order") {
  book::Config config = parse(
      "format: 1\npipelines:\n  - name: default\n    stages:\n      - Engaging\n      - name: Won\n        "
      "probability: 100\n"
      "        outcome: won\nlinks:\n  - kind: mentor\n    forward: mentor of\n    reverse: learns from\n    "
      "strength: 0.5\n"
      "contact_policy:\n  - tier: A\n    days: 30\n");
  REQUIRE(config.pipelines.size() == 1);
  REQUIRE(config.pipelines[0].stages.size() == 2);
  CHECK(config.pipelines[0].stages[0].outcome == "open");
  CHECK(config.pipelines[0].stages[1].outcome == "won");
  CHECK(config.link_kind("mentor")->reverse == "learns from");
  CHECK(config.contact_policy[0].days == 30);
}

TEST_CASE("what is wrong with the settings is said with its place") {
  CHECK(error_of("name: x\n") == "flatcrm.yaml:1:1: no 'format'; write 'format: 1' as its first line");
  CHECK(error_of("format: 2\n") ==
        "flatcrm.yaml:1:9: the book has format 2, this flatcrm reads up to 1; use a newer flatcrm");
  CHECK(error_of("format: 1\nlayouts:\n  customers: csv-by-year\n") ==
        "flatcrm.yaml:3:14: no layout 'csv-by-year'; one of yaml, csv, csv-by-month, csv-sharded");
  CHECK(error_of("format: 1\nlayouts:\n  customers: {layout: csv-sharded, shard: 12}\n")
            .find("a power of two") != std::string::npos);
  CHECK(error_of("format: one\n") == "flatcrm.yaml:1:9: 'one' is no whole number");
  CHECK(error_of("").find("the file is empty") != std::string::npos);
}

TEST_CASE("a name that is not known is a finding and not an error") {
  core::Problems problems;
  parse("format: 1\ncurency: USD\n", problems);
  REQUIRE(problems.size() == 1);
  CHECK(core::print(problems[0]).find("flatcrm.yaml:2:1: unknown-setting: no setting 'curency'") == 0);
  CHECK(problems[0].hint == "did you mean 'currency'?");
}

TEST_CASE("another layout changes only its own lines") {
  std::string text = "# ours\nformat: 1\nlayouts:\n  customers: yaml  # for now\n  links: csv\nname: x\n";
  CHECK(book::with_layout(text, "f", "customers", {LayoutKind::csv, 0}) ==
        "# ours\nformat: 1\nlayouts:\n  customers: csv  # for now\n  links: csv\nname: x\n");
  std::string sharded = book::with_layout(text, "f", "customers", {LayoutKind::csv_sharded, 64});
  book::Config config = parse(sharded);
  CHECK(config.layout("customers").shard == 64);
  CHECK(config.layout("links").kind == LayoutKind::csv);
  CHECK(sharded.find("# ours\nformat: 1\n") == 0);
  std::string more = book::with_layout(sharded, "f", "customers", {LayoutKind::csv_sharded, 128});
  CHECK(parse(more).layout("customers").shard == 128);
  CHECK(parse(book::with_layout("format: 1\n", "f", "deals", {LayoutKind::csv, 0})).layout("deals").kind ==
        LayoutKind::csv);
}
