// What a run says of new records alone is what a whole run says of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "dedupe/last_run.h"
#include "dedupe/run.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::dedupe;

namespace {

using Random = std::mt19937;
using PairBits = std::map<std::pair<std::string, std::string>, double>;

std::string pick(Random& random, const std::vector<std::string>& list) {
  return list[random() % list.size()];
}

/// Rows without their ids; about a third of them are the person before once more.
std::vector<std::string> people(Random& random, std::size_t count) {
  std::vector<std::string> rows;
  std::string given, family, mail, phone, born;
  while (rows.size() < count) {
    if (rows.empty() || random() % 3 != 0) {
      given = pick(random, {"Anna", "Bernd", "Clara", "David", "Elif", "Farid", "Greta", "Hugo"});
      family = pick(random, {"Abel", "Brandt", "Conti", "Dubois", "Eriksen", "Fischer", "Garcia"});
      mail = given + std::to_string(random() % 1000) + "@example.org";
      phone = "+4930" + std::to_string(1000000 + random() % 9000000);
      born = "19" + std::to_string(50 + random() % 50) + "-0" + std::to_string(1 + random() % 9) + "-11";
    }
    bool again = random() % 2 == 0;
    std::string row = "person," + given + (again ? "a" : "") + " " + family + "," + given +
                      (again ? "a" : "") + "," + family + "," + (again ? "" : mail) + "," + phone + "," +
                      born;
    // Equal ones would be one row, whose pairs are named by whichever comes first.
    if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
  }
  return rows;
}

std::string table_of(const std::vector<std::string>& rows, const std::set<std::size_t>& renamed) {
  std::string table = "id,kind,name,given_name,family_name,emails,phones,birthday\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    table += "p-" + std::to_string(100000 + i) + (renamed.count(i) != 0 ? "n" : "") + "," + rows[i] + "\n";
  }
  return table;
}

bool is_renamed(std::string_view id) {
  return id.ends_with("n");
}

PairBits pairs_of(const Run& run, bool renamed_only) {
  PairBits all;
  for (std::size_t p = 0; p < run.findings.size(); ++p)
    for (const PairFound& pair : run.pairs(p, 0.01))
      if (!renamed_only || is_renamed(pair.id_a) || is_renamed(pair.id_b))
        all[{std::string(pair.id_a), std::string(pair.id_b)}] = pair.bits;
  return all;
}

}  // namespace

TEST_CASE("new records are judged as a whole run judges them") {
  Random random(17);
  std::size_t seen = 0;
  for (int round = 0; round < 16; ++round) {
    std::vector<std::string> rows = people(random, 150);
    std::set<std::size_t> renamed;
    while (renamed.size() < 15) renamed.insert(random() % rows.size());
    test::MemoryBook before(
        {{"flatcrm.yaml", "format: 1\nname: Test\n"}, {"customers/all.csv", table_of(rows, {})}});
    test::MemoryBook after(
        {{"flatcrm.yaml", "format: 1\nname: Test\n"}, {"customers/all.csv", table_of(rows, renamed)}});
    Run earlier = run_dedupe(before.open(), {});
    std::optional<LastRun> last = LastRun::parse(remember(earlier).print());
    REQUIRE(last.has_value());
    PairBits whole = pairs_of(run_dedupe(after.open(), {}), true);
    RunOptions options;
    options.last = &*last;
    // The short cut, and the whole run of which only the new ones are shown.
    for (std::size_t short_cut_from : {std::size_t{0}, std::size_t{1000}}) {
      options.short_cut_from = short_cut_from;
      Run run = run_dedupe(after.open(), options);
      CHECK(run.findings[0].only_new == (short_cut_from == 0));
      PairBits found = pairs_of(run, false);
      for (const auto& pair : whole) {
        const auto& ids = pair.first;
        double bits = pair.second;
        if (bits <= -2) continue;
        CAPTURE(ids.first);
        CAPTURE(ids.second);
        REQUIRE(found.count(ids) == 1);
        CHECK(std::abs(found[ids] - bits) < (short_cut_from == 0 ? 1 : 1e-6));
        ++seen;
      }
      for (const auto& [ids, bits] : found) {
        CHECK((is_renamed(ids.first) || is_renamed(ids.second)));
        if (bits > -2) CHECK(whole.count(ids) == 1);
      }
      for (const Cluster& cluster : run.clusters())
        CHECK(std::any_of(cluster.records.begin(), cluster.records.end(),
                          [](const ClusterRecord& record) { return is_renamed(record.id); }));
    }
  }
  CHECK(seen > 100);
}

TEST_CASE("where all is known nothing is new, and what changed is") {
  Random random(23);
  std::vector<std::string> rows = people(random, 80);
  auto book_of = [](const std::vector<std::string>& all) {
    return test::MemoryBook(
        {{"flatcrm.yaml", "format: 1\nname: Test\n"}, {"customers/all.csv", table_of(all, {})}});
  };
  test::MemoryBook before = book_of(rows);
  LastRun last = remember(run_dedupe(before.open(), {}));
  RunOptions options;
  options.last = &last;
  options.short_cut_from = 0;
  Run nothing = run_dedupe(before.open(), options);
  CHECK(nothing.findings[0].compared == 0);
  CHECK(nothing.clusters().empty());
  rows[40] = rows[7];
  test::MemoryBook changed = book_of(rows);
  Run run = run_dedupe(changed.open(), options);
  REQUIRE(run.clusters().size() == 1);
  bool both = false;
  for (const Cluster& cluster : run.clusters()) {
    auto holds = [&](std::string_view id) {
      return std::any_of(cluster.records.begin(), cluster.records.end(),
                         [&](const ClusterRecord& record) { return record.id == id; });
    };
    both = both || (holds("p-100007") && holds("p-100040"));
  }
  CHECK(both);
}
