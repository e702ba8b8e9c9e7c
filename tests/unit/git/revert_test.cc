#include "git/revert.h"

#include <doctest/doctest.h>

#include "support/memory_book.h"

using namespace flatcrm;
using test::Files;

namespace {

/// What the import made of some files.
git::BookDiff import_of(const book::Book& book, const std::string& collection, const std::string& before,
                        const std::string& after) {
  std::vector<git::FileSides> sides(1);
  sides[0] = {collection + "/" + collection + ".csv", io::Bytes(before), io::Bytes(after)};
  return {git::diff_records(book.paths(collection), std::move(sides), 1), {}};
}

struct Result {
  std::string told;
  Files files;
};

Result revert(const Files& now, const std::vector<std::array<std::string, 3>>& imports) {
  test::MemoryBook memory(now);
  book::Book book = memory.open();
  git::BookDiff diff;
  for (const auto& [collection, before, after] : imports) {
    git::BookDiff some = import_of(book, collection, before, after);
    std::move(some.records.begin(), some.records.end(), std::back_inserter(diff.records));
  }
  book::Changes changes;
  git::Reverted reverted = git::plan_revert(book, diff, changes);
  if (!changes.empty()) memory.commit(book, changes);
  Result result{"", memory.files()};
  for (const git::RevertedRecord& record : reverted.records)
    result.told += std::string(git::name_of(record.outcome)) + " " + record.id + ": " + record.reason + "\n";
  return result;
}

const std::string empty = "id,name,status\n";
const std::string imported = "id,name,status\na-1,Acme,lead\nb-1,Bob,lead\n";

}  // namespace

TEST_CASE("records that were added go, and others stay as they are") {
  Result result =
      revert({{"customers/customers.csv", imported + "c-1,Cora,lead\n"}}, {{"customers", empty, imported}});
  CHECK(result.told == "reversed a-1: removed\nreversed b-1: removed\n");
  CHECK(result.files["customers/customers.csv"] == "id,name,status\nc-1,Cora,lead\n");
}

TEST_CASE("a record that someone edited since is kept, by whatever field of one that was added") {
  Result result =
      revert({{"customers/customers.csv", "id,name,status,notes\na-1,Acme,active,\nb-1,Bob,lead,hello\n"}},
             {{"customers", empty, imported}});
  CHECK(result.told == "kept a-1: edited since: status\nkept b-1: edited since: notes\n");
}

TEST_CASE("values that were changed are what they were, where they still are what they became") {
  Result result =
      revert({{"customers/customers.csv", "id,name,status,notes\na-1,Acme Ltd,lead,new\nb-1,Rob,lead,\n"}},
             {{"customers", "id,name,status,notes\na-1,Acme,,\nb-1,Bob,active,\n",
               "id,name,status,notes\na-1,Acme Ltd,lead,\nb-1,Bobby,lead,\n"}});
  CHECK(result.told == "reversed a-1: changed back\nkept b-1: edited since: name\n");
  CHECK(result.files["customers/customers.csv"] == "id,name,status,notes\na-1,Acme,,new\nb-1,Rob,lead,\n");
}

TEST_CASE("what a record that stays refers to is kept, and what that one refers to in turn") {
  Files now{{"customers/customers.csv", "id,name,owner\na-1,Acme,s-1\nb-1,Bob,s-2\n"},
            {"staff/staff.csv", "id,name\ns-1,Sue\ns-2,Sam\n"},
            {"deals/deals.csv", "id,name,customer\nd-1,Big,a-1\n"}};
  Result result = revert(now, {{"customers", "id,name,owner\n", "id,name,owner\na-1,Acme,s-1\nb-1,Bob,s-2\n"},
                               {"staff", "id,name\n", "id,name\ns-1,Sue\ns-2,Sam\n"}});
  CHECK(result.told ==
        "kept a-1: deals d-1 refers to it\nreversed b-1: removed\nkept s-1: customers a-1 refers to it\n"
        "reversed s-2: removed\n");
}

TEST_CASE("a record that is gone or merged since is told") {
  Result result =
      revert({{"customers/customers.csv", "id,name,merged_into,merged_ids\nz-1,Zoe,,a-1\na-1,,z-1,\n"}},
             {{"customers", empty, imported}});
  CHECK(result.told ==
        "failed a-1: it was merged into z-1; take that back first: flatcrm dedupe --undo a-1\nfailed b-1: it "
        "is gone\n");
}

TEST_CASE("an element of a list goes only where none came behind it since") {
  std::string before = "id,name,sources.1.source,sources.2.source\na-1,Acme,shop,\n",
              after = "id,name,sources.1.source,sources.2.source\na-1,Acme,shop,fair\n";
  CHECK(revert({{"customers/customers.csv", after}}, {{"customers", before, after}}).told ==
        "reversed a-1: changed back\n");
  Result result =
      revert({{"customers/customers.csv",
               "id,name,sources.1.source,sources.2.source,sources.3.source\na-1,Acme,shop,fair,mail\n"}},
             {{"customers", before, after}});
  CHECK(result.told == "kept a-1: edited since: sources.3\n");
}

TEST_CASE("many records are taken back in one pass as few are one by one") {
  std::string all = "id,name\n", files = "id,name\n";
  for (int i = 100; i < 300; ++i) all += "r-" + std::to_string(i) + ",N\n";
  Result result = revert({{"customers/customers.csv", all + "z-1,Zoe\n"}}, {{"customers", "id,name\n", all}});
  CHECK(result.files["customers/customers.csv"] == "id,name\nz-1,Zoe\n");
  CHECK(result.told.find("kept") == std::string::npos);
}
