#include "git/file_merge.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "format/yaml.h"
#include "git/line_merge.h"
#include "model/schema.h"

using namespace flatcrm;
using git::MergedFile;

namespace {

MergedFile merge(const std::string& path, const std::string& base, const std::string& ours,
                 const std::string& theirs, const char* collection = "customers",
                 const std::vector<std::string>& attribution = {}) {
  static const model::Schemas schemas = model::Schemas::built_in();
  model::Paths paths(schemas.of(collection));
  return git::merge_file(paths, {path, base, ours, theirs}, attribution);
}

const char* table = "customers/c.csv";
const char* document = "customers/a.yaml";

}  // namespace

TEST_CASE("the form of a table comes from the side that changed it") {
  std::string base = "id,name,org\na,A,\nb,B,\n";
  std::string edit = "id,name,org\na,A,O\nb,B2,\n";
  std::string other =
      "\xEF\xBB\xBF"
      "id;org;name\r\n\"b\";;B\r\n\"a\";;A\r\n";
  std::string wanted =
      "\xEF\xBB\xBF"
      "id;org;name\r\n\"b\";;B2\r\n\"a\";O;A\r\n";
  CHECK(merge(table, base, edit, other).text == wanted);
  CHECK(merge(table, base, other, edit).text == wanted);
}

TEST_CASE("a column that one side took out goes, and an empty one that it added comes") {
  std::string base = "id,name,org\na,A,O\nb,B,\n";
  CHECK(merge(table, base, "id,name,org\na,A2,O\nb,B,\n", "id,name\na,A\nb,B\n").text ==
        "id,name\na,A2\nb,B\n");
  CHECK(merge(table, base, "id,name,org\na,A2,O\nb,B,\n", "id,name,org,title\na,A,O,\nb,B,,\n").text ==
        "id,name,org,title\na,A2,O,\nb,B,,\n");
}

TEST_CASE("a new row goes where the order of the table puts it") {
  std::string base = "id,date,text\na,2026-11-01,x\nz,2026-11-09,y\n";
  MergedFile merged = merge("interactions/2026-11.csv", base,
                            "id,date,text\na,2026-11-01,x\nb,2026-11-05,o\nz,2026-11-09,y\n",
                            "id,date,text\na,2026-11-01,x\nc,2026-11-04,t\nz,2026-11-09,y\n", "interactions");
  CHECK(merged.clashes.empty());
  CHECK(merged.text == "id,date,text\na,2026-11-01,x\nc,2026-11-04,t\nb,2026-11-05,o\nz,2026-11-09,y\n");
}

TEST_CASE("comments of both sides stay") {
  std::string base = "id: a\nname: A\nstatus: lead\norg: O\n";
  std::string ours = "# ours\nid: a\nname: A2\nstatus: lead\norg: O\n";
  std::string theirs = "id: a\nname: A\nstatus: active  # since May\norg: O\n# theirs\n";
  CHECK(merge(document, base, ours, theirs).text ==
        "# ours\nid: a\nname: A2\nstatus: active  # since May\norg: O\n# theirs\n");
}

TEST_CASE("a conflict stands between markers, and all else is merged around it") {
  MergedFile merged =
      merge(table, "id,name,org\r\na,A,\r\nb,B,\r\nc,C,\r\n", "id,name,org\r\na,A1,O\r\nb,B,\r\nc,C,\r\n",
            "id,name,org\r\na,A2,\r\nb,B,\r\nc,C2,\r\n");
  CHECK(merged.text ==
        "id,name,org\r\n<<<<<<< ours\r\na,A1,O\r\n=======\r\na,A2,O\r\n>>>>>>> theirs\r\nb,B,\r\nc,C2,\r\n");
  REQUIRE(merged.clashes.size() == 1);
  CHECK(merged.clashes[0].record == "a");
  CHECK(merged.clashes[0].what.field == "name");
  CHECK(format::find_conflict_marker(merged.text) == 2);
}

TEST_CASE("a conflict over a column that only theirs has is one of rows, not of the whole table") {
  MergedFile merged = merge(table, "id,name\na,A\nb,B\n", "id,name\nb,B\n", "id,name,org\na,A,O\nb,B,\n");
  auto sides = git::sides_of_conflict(merged.text);
  REQUIRE(sides);
  CHECK(sides->first == "id,name,org\nb,B,\n");
  CHECK(sides->second == "id,name,org\na,A,O\nb,B,\n");
  CHECK(merged.text.starts_with("id,name,org\n<<<<<<< "));
}

TEST_CASE("files of different customers are one conflict") {
  MergedFile merged = merge(document, "id: a\nname: A\n", "id: b\nname: A\n", "id: a\nname: A2\n");
  CHECK(merged.text == "<<<<<<< ours\nid: b\nname: A\n=======\nid: a\nname: A2\n>>>>>>> theirs\n");
  CHECK(!merge(document, "", "id: a\nname: A\n", "id: b\nname: B\n").clashes.empty());
}

TEST_CASE("a side that holds no record any more is a side of the conflict") {
  MergedFile merged = merge(document, "id: a\nname: A\n", "id: a\nname: B\n", "");
  CHECK(merged.text == "<<<<<<< ours\nid: a\nname: B\n=======\n>>>>>>> theirs\n");
}

TEST_CASE("records without a name are not guessed at") {
  std::string base = "name,org\nA,1\nB,1\n";
  CHECK(merge(table, base, "name,org\nA,2\nB,1\n", "name,org\nA,1\nB,2\n").text == "name,org\nB,2\nA,2\n");
  MergedFile both = merge(table, base, "name,org\nA,2\nB,1\n", "name,org\nA,3\nB,1\n");
  CHECK(both.clashes.size() == 2);
  CHECK(format::find_conflict_marker(both.text) != 0);
  CHECK(merge(table, base, "name,org\nA,1\nB,1\nC,1\n", "name,org\nA,1\nB,1\nD,1\n").text ==
        "name,org\nA,1\nB,1\nD,1\nC,1\n");
}

TEST_CASE("a rate is known by its day and currency") {
  std::string base = "date,currency,rate\n2026-11-02,USD,1.1\n2026-11-02,CHF,0.9\n";
  MergedFile merged =
      merge("rates/rates.csv", base, "date,currency,rate\n2026-11-02,USD,1.2\n2026-11-02,CHF,0.9\n",
            "date,currency,rate\n2026-11-02,USD,1.1\n2026-11-02,CHF,0.95\n", "rates");
  CHECK(merged.clashes.empty());
  CHECK(merged.text == "date,currency,rate\n2026-11-02,USD,1.2\n2026-11-02,CHF,0.95\n");
}

TEST_CASE("an id that stands twice is left to a person") {
  std::string base = "id,name\na,A\na,B\n";
  CHECK(!merge(table, base, "id,name\na,A1\na,B\n", "id,name\na,A2\na,B\n").clashes.empty());
  CHECK(!merge(table, base, "id,name\na,B\n", "id,name\na,A2\na,B\n").clashes.empty());
}

TEST_CASE("what can't be read is one conflict and says why") {
  MergedFile merged = merge(document, "id: a\n", "id: a\nname: A\n", "id: 'a\n");
  CHECK(merged.text == "<<<<<<< ours\nid: a\nname: A\n=======\nid: 'a\n>>>>>>> theirs\n");
  REQUIRE(merged.clashes.size() == 1);
  CHECK(merged.clashes[0].what.why.find("theirs") != std::string::npos);
  CHECK(!merge(table, "id,name\na,A\n", "id,name\na,A,9\n", "id,name\na,B\n").clashes.empty());
}

TEST_CASE("a side in another layout is still the same records") {
  MergedFile merged =
      merge(document, "id: a\nname: A\norg: O\n", "id,name,org\na,B,O\n", "id: a\nname: A\norg: P\n");
  CHECK(merged.clashes.empty());
  CHECK(merged.text == "id: a\nname: B\norg: P\n");
}

TEST_CASE("an ancestor that is a conflict itself decides nothing") {
  std::string base = "id: a\n<<<<<<< ours\nname: A\n=======\nname: B\n>>>>>>> theirs\norg: O\n";
  MergedFile merged = merge(document, base, "id: a\nname: A\norg: O\n", "id: a\nname: B\norg: P\n");
  REQUIRE(merged.clashes.size() == 1);
  CHECK(merged.clashes[0].what.field == "name");
  CHECK(merge(document, base, "id: a\nname: C\norg: O\n", "id: a\nname: C\norg: P\n").text ==
        "id: a\nname: C\norg: P\n");
}

TEST_CASE("what both sides say counts as the first of them said it") {
  auto said = [](const std::string& base, const std::string& ours, const std::string& theirs) {
    const std::string header = "id,name,date,by\n";
    return merge(table, header + base, header + ours, header + theirs, "customers", {"date", "by"});
  };
  std::string first = "a,A,2026-11-20,ines\n", later = "a,A,2026-11-22,carl\n";
  for (const std::string& base : {std::string(), std::string("a,Z,2026-11-01,ines\n")}) {
    CHECK(said(base, first, later).text.ends_with("\n" + first));
    CHECK(said(base, later, first).text.ends_with("\n" + first));
    CHECK(said(base, "a,A,,carl\n", first).text.ends_with("\n" + first));
    CHECK(!said(base, first, "a,B,2026-11-22,carl\n").clashes.empty());
  }
  // What only one side changed is no agreement.
  CHECK(said(first, first, later).text.ends_with("\n" + later));
}

TEST_CASE("settings are merged by lines, and a merge that can't be read is a conflict") {
  CHECK(git::merge_plain_file({"flatcrm.yaml", "a: 1\nb: 1\nc: 1\nd: 1\n", "a: 2\nb: 1\nc: 1\nd: 1\n",
                               "a: 1\nb: 1\nc: 1\nd: 2\n"})
            .text == "a: 2\nb: 1\nc: 1\nd: 2\n");
  CHECK(!git::merge_plain_file({"flatcrm.yaml", "a: 1\n", "a: 2\n", "a: 3\n"}).clashes.empty());
  MergedFile twice = git::merge_plain_file(
      {"flatcrm.yaml", "a: 1\nb: 1\nc: 1\n", "z: 1\na: 1\nb: 1\nc: 1\n", "a: 1\nb: 1\nc: 1\nz: 2\n"});
  CHECK(!twice.clashes.empty());
  CHECK(twice.text.starts_with("<<<<<<< ours\n"));
}
