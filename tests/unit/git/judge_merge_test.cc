#include "git/judge_merge.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "model/schema.h"

using namespace flatcrm;
using git::Fields;
using git::MergeFinding;

namespace {

using State = std::optional<Fields>;

/// "code field side: before -> edit, now", one a finding.
std::vector<std::string> judged(const State& base, const State& ours, const State& theirs,
                                const State& merged) {
  static const model::Schemas schemas = model::Schemas::built_in();
  model::Paths paths(schemas.of("customers"));
  std::vector<MergeFinding> findings;
  git::judge(paths, {{base}, {ours, theirs}, {"ours", "theirs"}, merged}, findings);
  std::vector<std::string> lines;
  for (const MergeFinding& one : findings)
    lines.push_back(one.code + " " + one.field + " " + one.side + ": " + one.before + " -> " + one.edit +
                    ", " + one.now);
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a merge that has every edit is silent") {
  CHECK(judged({{{"a", "1"}, {"b", "1"}}}, {{{"a", "2"}, {"b", "1"}}}, {{{"a", "1"}, {"b", "2"}}},
               {{{"a", "2"}, {"b", "2"}}})
            .empty());
  CHECK(judged(std::nullopt, {{{"a", "1"}}}, std::nullopt, {{{"a", "1"}}}).empty());
  CHECK(judged({{{"a", "1"}}}, std::nullopt, {{{"a", "1"}}}, std::nullopt).empty());
  CHECK(
      judged({{{"tags", "a; b"}}}, {{{"tags", "b"}}}, {{{"tags", "a; b; c"}}}, {{{"tags", "c; b"}}}).empty());
}

TEST_CASE("an edit of one side that is gone is named with its side") {
  CHECK(judged({{{"a", "1"}}}, {{{"a", "1"}}}, {{{"a", "2"}}}, {{{"a", "1"}}}) ==
        Lines{"lost-edit a theirs: 1 -> 2, 1"});
  CHECK(judged({{{"a", "1"}}}, {Fields{}}, {{{"a", "1"}}}, {{{"a", "1"}}}) ==
        Lines{"lost-edit a ours: 1 -> , 1"});
  CHECK(judged({{{"tags", "a"}}}, {{{"tags", "a; b"}}}, {{{"tags", "a; c"}}}, {{{"tags", "a; b"}}}) ==
        Lines{"lost-edit tags theirs:  -> c, a; b"});
}

TEST_CASE("what both sides changed a person may decide, but not back to what it was") {
  CHECK(judged({{{"a", "1"}}}, {{{"a", "2"}}}, {{{"a", "3"}}}, {{{"a", "2"}}}).empty());
  CHECK(judged({{{"a", "1"}}}, {{{"a", "2"}}}, {{{"a", "3"}}}, {{{"a", "4"}}}).empty());
  CHECK(judged({{{"a", "1"}}}, {{{"a", "2"}}}, {{{"a", "3"}}}, {{{"a", "1"}}}).size() == 2);
}

TEST_CASE("records come and go with those who made them so") {
  CHECK(judged(std::nullopt, {{{"a", "1"}}}, std::nullopt, std::nullopt) ==
        Lines{"lost-record  ours:  -> , "});
  CHECK(judged({{{"a", "1"}}}, std::nullopt, {{{"a", "1"}}}, {{{"a", "1"}}}) ==
        Lines{"lost-deletion  ours:  -> , "});
  CHECK(judged({{{"a", "1"}}}, std::nullopt, {{{"a", "2"}}}, std::nullopt) ==
        Lines{"lost-edit a theirs: 1 -> 2, "});
  CHECK(judged({{{"a", "1"}}}, {{{"a", "1"}}}, {{{"a", "1"}}}, std::nullopt).size() == 1);
  CHECK(judged(std::nullopt, std::nullopt, std::nullopt, {{{"a", "1"}}}).size() == 1);
}

TEST_CASE("what no side has is named") {
  CHECK(judged({{{"a", "1"}}}, {{{"a", "1"}}}, {{{"a", "1"}}}, {{{"a", "9"}}}) ==
        Lines{"changed-in-merge a : 1 -> , 9"});
  CHECK(judged({{{"a", "1"}}}, {{{"a", "1"}}}, {{{"a", "1"}}}, {{{"a", "1"}, {"b", "9"}}}).size() == 1);
}

TEST_CASE("a tombstone that no side made is none") {
  Fields base{{"id", "a"}, {"name", "A"}}, grave{{"id", "a"}, {"merged_into", "de"}};
  CHECK(judged(base, base, base, grave) == Lines{"changed-in-merge merged_into :  -> , de"});
  CHECK(judged(base, {{{"id", "a"}, {"merged_into", "b"}}}, base, grave) ==
        Lines{"lost-edit merged_into ours:  -> b, de"});
}

TEST_CASE("an edit beside a tombstone is lost, whatever stands in it") {
  Fields base{{"id", "a"}, {"name", "A"}}, grave{{"id", "a"}, {"merged_into", "b"}};
  CHECK(judged({base}, {grave}, {{{"id", "a"}, {"name", "B"}}}, {grave}) ==
        Lines{"lost-edit name theirs: A -> B, "});
  CHECK(judged({base}, {grave}, {base}, {grave}).empty());
  CHECK(judged({base}, {grave}, {base}, {base}).size() == 1);
  Fields more = grave;
  more["org"] = "O";
  CHECK(judged({base}, {grave}, {more}, {more}).empty());
}

TEST_CASE("lists of maps that both sides changed are looked at by element") {
  Fields base{{"addresses.1.city", "Bonn"}, {"addresses.2.city", "Ulm"}, {"addresses.2.street", "S"}};
  Fields ours{{"addresses.1.city", "Ulm"}, {"addresses.1.street", "S"}};
  Fields theirs = base;
  theirs["addresses.2.street"] = "T";
  CHECK(
      judged({base}, {ours}, {theirs}, {{{"addresses.1.city", "Ulm"}, {"addresses.1.street", "T"}}}).empty());
  CHECK(judged({base}, {ours}, {theirs}, {ours}).size() == 1);
}
