// The real sales export through the profiles of examples/, against facts that were counted apart from flatcrm.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "book/check.h"
#include "book/read.h"
#include "import/plan.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::import;
using test::Files;
using test::MemoryBook;

namespace {

const std::string data = FLATCRM_SOURCE "/../shared/data/sales/crm-opportunities/";
const std::string profiles = FLATCRM_SOURCE "/examples/crm-opportunities/";

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

Summary bring(MemoryBook& book, const std::string& part, const std::string& text) {
  Profile profile = parse_profile(text_of(profiles + part + ".yaml"), part + ".yaml");
  book::Book opened = book.open();
  std::shared_ptr<const Source> source =
      Source::open(part + ".csv", io::Bytes(text), source_options({}, profile));
  ImportOptions options;
  options.as_of = "2018-01-01";
  ImportPlan plan = plan_import(opened, {{source, profile}}, options);
  const RowCounts& rows = plan.summary.rows;
  CHECK(rows.read == rows.created + rows.updated + rows.unchanged + rows.rejected + rows.skipped);
  CHECK(rows.rejected == 0);
  book.commit(opened, plan.changes);
  return plan.summary;
}

std::vector<Summary> bring_all(MemoryBook& book) {
  std::vector<Summary> out;
  for (std::string part : {"accounts", "products", "sales_teams", "sales_pipeline"})
    out.push_back(bring(book, part, text_of(data + part + ".csv")));
  return out;
}

bool missing() {
  if (std::filesystem::exists(data)) return false;
  MESSAGE("skipped: the sales export is not here");
  return true;
}

const FieldSummary& field(const Summary& summary, const std::string& name) {
  for (const FieldSummary& one : summary.fields)
    if (one.field == name) return one;
  FAIL("no field " << name);
  throw 0;
}

}  // namespace

TEST_CASE("the sales export goes in whole: nothing lost, nothing made up") {
  if (missing()) return;
  MemoryBook book(
      Files{{"flatcrm.yaml",
             "format: 1\nname: T\ncurrency: USD\nlayouts: {customers: csv, staff: csv, deals: csv}\n"}});
  std::vector<Summary> parts = bring_all(book);
  CHECK(parts[0].rows.created == 85);
  CHECK(parts[0].collections[1].created == 15);  // links to a parent
  CHECK(field(parts[0], "from").unresolved == 0);
  CHECK(field(parts[0], "addresses.1.country").not_normalized == 0);
  CHECK(parts[1].rows.created == 7);
  CHECK(parts[2].rows.created == 35);
  CHECK(parts[2].collections[0].created == 41);  // with the six managers
  CHECK(parts[3].rows.created == 8800);
  CHECK(field(parts[3], "product").unresolved == 1480);
  CHECK(field(parts[3], "product").unresolved_examples[0].first == "GTXPro");
  CHECK(field(parts[3], "customer").unresolved == 0);
  CHECK(field(parts[3], "owner").unresolved == 0);

  book::Book opened = book.open();
  book::Tables tables =
      book::read_tables(opened, {{"deals", {{"customer"}, {"owner"}, {"outcome"}, {"amount"}, {"product"}}},
                                 {"links", {{"from"}, {"to"}}}});
  REQUIRE(tables[0].rows() == 8800);
  const model::Codes& outcome = tables[0].codes("outcome");
  const model::Numbers& amount = tables[0].numbers("amount");
  const model::Codes& customer = tables[0].codes("customer");
  core::Sum won;
  std::size_t won_deals = 0, without_amount = 0, without_customer = 0;
  for (std::size_t row = 0; row < tables[0].rows(); ++row) {
    bool is_won = outcome.dictionary.text(outcome.codes[row]) == "won";
    won_deals += is_won ? 1 : 0;
    if (is_won) won.add(amount[row]);
    without_amount += amount.missing(row) ? 1 : 0;
    without_customer += customer.codes[row] == 0 ? 1 : 0;
  }
  CHECK(won_deals == 4238);
  CHECK(print(won.total()) == "10005534");
  CHECK(without_amount == 2089);  // 1,589 and 500 that are open: no amount, not 0
  CHECK(without_customer == 1425);
  CHECK(tables[1].codes("from").dictionary.size() == 7 + 1);
  CHECK(tables[1].codes("to").dictionary.size() == 15 + 1);

  core::Problems problems = book::check(opened);
  std::size_t dangling = 0;
  for (const Problem& problem : problems) dangling += problem.code == "dangling-reference" ? 1 : 0;
  CHECK(dangling == 1480);
  for (const Problem& problem : problems)
    if (problem.code != "dangling-reference") FAIL_CHECK(print(problem));
}

TEST_CASE(
    "the same export again changes no byte, in any layout, and one changed cell changes the line of its "
    "value") {
  if (missing()) return;
  for (std::string layout : {"csv", "yaml"}) {
    CAPTURE(layout);
    MemoryBook book(
        Files{{"flatcrm.yaml", "format: 1\nname: T\ncurrency: USD\nlayouts: {customers: " + layout +
                                   ", staff: " + layout + ", deals: " + layout + "}\n"}});
    bring_all(book);
    Files before = book.files();
    for (const Summary& summary : bring_all(book)) CHECK(summary.rows.unchanged == summary.rows.read);
    CHECK((book.files() == before));
    std::string text = text_of(data + "sales_pipeline.csv");
    std::string line = "Isdom,Won,2016-10-25,2017-03-11,4514";
    text.replace(text.find(line) + line.size() - 1, 1, "5");
    CHECK(bring(book, "sales_pipeline", text).rows.updated == 1);
    std::size_t changed_lines = 0;
    for (const auto& [path, now] : book.files()) {
      std::istringstream left(before[path]), right(now);
      for (std::string was, is; std::getline(left, was) && std::getline(right, is);)
        changed_lines += was != is ? 1 : 0;
      CHECK(before[path].size() == now.size());
    }
    CHECK(changed_lines == 1);
  }
}
