#include "git/record_merge.h"

#include <doctest/doctest.h>

#include "model/schema.h"

using namespace flatcrm;
using git::Fields;
using git::RecordMerge;

namespace {

const model::Schemas& schemas() {
  static const model::Schemas built_in = model::Schemas::built_in();
  return built_in;
}

RecordMerge merge(const Fields& base, const Fields& ours, const Fields& theirs,
                  const char* collection = "customers") {
  model::Paths paths(schemas().of(collection));
  return git::merge_record(paths, {base}, ours, theirs);
}

}  // namespace

TEST_CASE("fields that one side changed are taken, and one that both changed is a clash") {
  RecordMerge merged = merge({{"id", "a"}, {"name", "A"}, {"status", "lead"}, {"org", "O"}},
                             {{"id", "a"}, {"name", "B"}, {"status", "active"}, {"org", "O"}},
                             {{"id", "a"}, {"name", "C"}, {"status", "lead"}, {"title", "Dr"}});
  CHECK(merged.ours == Fields{{"id", "a"}, {"name", "B"}, {"status", "active"}, {"title", "Dr"}});
  CHECK(merged.theirs == Fields{{"id", "a"}, {"name", "C"}, {"status", "active"}, {"title", "Dr"}});
  REQUIRE(merged.clashes.size() == 1);
  CHECK(merged.clashes[0].field == "name");
  CHECK(merged.clashes[0].ours == "B");
  CHECK(merged.clashes[0].theirs == "C");
}

TEST_CASE("a field taken out here and changed there is a clash") {
  RecordMerge merged = merge({{"id", "a"}, {"org", "O"}}, {{"id", "a"}}, {{"id", "a"}, {"org", "P"}});
  CHECK(merged.ours == Fields{{"id", "a"}});
  CHECK(merged.theirs == Fields{{"id", "a"}, {"org", "P"}});
  CHECK(merged.clashes.size() == 1);
}

TEST_CASE("lists merge by element, in the order of ours") {
  RecordMerge merged = merge({{"tags", "a; b; c"}}, {{"tags", "b; c; x"}}, {{"tags", "a; y; b"}});
  CHECK(merged.clashes.empty());
  CHECK(merged.ours.at("tags") == "y; b; x");
  CHECK(git::merge_sets({"a"}, {"a", "x"}, {"a", "y"}) == std::vector<std::string>{"a", "x", "y"});
  CHECK(git::merge_sets({"a", "b"}, {"b"}, {"a"}).empty());
}

TEST_CASE("a list that every side empties goes with its field") {
  RecordMerge merged =
      merge({{"tags", "a; b"}, {"id", "1"}}, {{"tags", "b"}, {"id", "1"}}, {{"tags", "a"}, {"id", "1"}});
  CHECK(merged.ours == Fields{{"id", "1"}});
}

TEST_CASE("elements of a list of maps are known by what they hold, not by their number") {
  Fields base{{"addresses.1.city", "Bonn"},
              {"addresses.1.street", "A"},
              {"addresses.2.city", "Ulm"},
              {"addresses.2.street", "B"}};
  Fields ours{{"addresses.1.city", "Ulm"}, {"addresses.1.street", "B"}};
  Fields theirs = base;
  theirs["addresses.2.street"] = "B 2";
  theirs["addresses.3.city"] = "Kiel";
  RecordMerge merged = merge(base, ours, theirs);
  CHECK(merged.clashes.empty());
  CHECK(merged.ours ==
        Fields{{"addresses.1.city", "Ulm"}, {"addresses.1.street", "B 2"}, {"addresses.2.city", "Kiel"}});
}

TEST_CASE("an element changed here and taken out there is a clash, and so is one replaced on both sides") {
  Fields base{{"addresses.1.city", "Bonn"}, {"addresses.1.street", "A"}};
  Fields changed{{"addresses.1.city", "Bonn"}, {"addresses.1.street", "A 1"}};
  RecordMerge merged = merge(base, {}, changed);
  CHECK(merged.clashes.size() == 1);
  CHECK(merged.ours.empty());
  CHECK(merged.theirs == changed);
  Fields replaced{{"addresses.1.city", "Kiel"}, {"addresses.1.street", "K"}};
  merged = merge(base, replaced, changed);
  CHECK(merged.clashes.size() == 1);
  CHECK(merged.ours == replaced);
  CHECK(merged.theirs == changed);
}

TEST_CASE("numbers with gaps are keys, each by itself") {
  RecordMerge merged =
      merge({{"rating.2025", "1"}}, {{"rating.2025", "2"}}, {{"rating.2025", "1"}, {"rating.2026", "3"}});
  CHECK(merged.clashes.empty());
  CHECK(merged.ours == Fields{{"rating.2025", "2"}, {"rating.2026", "3"}});
}

TEST_CASE("an amount and its currency are one value") {
  Fields base{{"amount", "100"}, {"currency", "EUR"}};
  RecordMerge merged = merge(base, {{"amount", "120"}, {"currency", "EUR"}},
                             {{"amount", "100"}, {"currency", "USD"}}, "deals");
  REQUIRE(merged.clashes.size() == 1);
  CHECK(merged.clashes[0].field == "amount");
  CHECK(merged.ours == Fields{{"amount", "120"}, {"currency", "EUR"}});
  CHECK(merged.theirs == Fields{{"amount", "100"}, {"currency", "USD"}});
}

TEST_CASE("what was merged into another record must not be edited beside it") {
  Fields base{{"id", "a"}, {"name", "A"}}, grave{{"id", "a"}, {"merged_into", "b"}};
  RecordMerge merged = merge(base, grave, {{"id", "a"}, {"name", "A"}, {"org", "O"}});
  CHECK(merged.clashes.size() == 1);
  CHECK(merged.ours == grave);
  CHECK(merge(base, grave, base).ours == grave);
}

TEST_CASE("fields that can't stand side by side make the record a clash") {
  RecordMerge merged = merge({{"id", "a"}}, {{"id", "a"}, {"x", "1"}}, {{"id", "a"}, {"x.y", "2"}});
  REQUIRE(merged.clashes.size() == 1);
  CHECK(merged.ours == Fields{{"id", "a"}, {"x", "1"}});
  CHECK(merged.theirs == Fields{{"id", "a"}, {"x.y", "2"}});
}

TEST_CASE("where two ancestors disagree only equal sides merge") {
  model::Paths paths(schemas().of("customers"));
  std::vector<Fields> bases{{{"name", "A"}, {"org", "O"}}, {{"name", "B"}, {"org", "O"}}};
  RecordMerge merged =
      git::merge_record(paths, bases, {{"name", "A"}, {"org", "P"}}, {{"name", "B"}, {"org", "O"}});
  REQUIRE(merged.clashes.size() == 1);
  CHECK(merged.clashes[0].field == "name");
  CHECK(merged.ours == Fields{{"name", "A"}, {"org", "P"}});
  CHECK(git::merge_record(paths, bases, {{"name", "C"}}, {{"name", "C"}}).clashes.empty());
}
