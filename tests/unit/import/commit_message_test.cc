#include "import/commit_message.h"

#include <doctest/doctest.h>

#include "git/repository.h"
#include "git/trailers.h"

using namespace flatcrm;

namespace {
using import::SourceSummary;

SourceSummary source(const std::string& name, std::uint64_t created) {
  SourceSummary one;
  one.report.name = name;
  one.rows.read = created + 1;
  one.rows.created = created;
  one.rows.rejected = 1;
  return one;
}
}  // namespace

TEST_CASE("the trailers of an import's commit are found in it again") {
  import::Summary summary;
  summary.rows.created = 5;
  summary.sources = {source("lists/leads.csv", 2), source("more.csv", 3)};
  git::Commit commit;
  commit.message = import::commit_message(summary, {{"lists/leads.csv", {"abc", "imports/hubspot.yaml"}}});
  CHECK(commit.subject() == "Import leads.csv, more.csv: 5 created, 0 updated");
  CHECK(commit.trailer(git::import_trailer) == "leads.csv; more.csv");
  CHECK(commit.trailer(git::sha256_trailer) == "abc");
  CHECK(commit.trailer(git::profile_trailer) == "hubspot.yaml");
  CHECK(commit.trailer(git::rows_trailer)
            .starts_with("read 3, created 2, updated 0, unchanged 0, rejected 1, skipped 0; read 4"));
}

TEST_CASE("a name that means ill makes no line of its own") {
  import::Summary summary;
  summary.sources = {source("a\nFlatcrm-Undo: x.csv", 1)};
  git::Commit commit;
  commit.message = import::commit_message(summary, {});
  CHECK(commit.trailer(git::undo_trailer).empty());
}
