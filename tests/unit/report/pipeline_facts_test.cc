// The report on real deals, against a second computation from the same files and against figures computed elsewhere.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "format/csv.h"
#include "support/crm_opportunities.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Sums {
  long won = 0, lost = 0, open = 0, value = 0;
};

/// Groups the raw rows by whatever `key` takes from them.
template <typename Key>
std::map<std::string, Sums> sums_by(const Rows& deals, Key key) {
  std::map<std::string, Sums> sums;
  for (std::size_t i = 1; i < deals.size(); ++i) {
    if (deals[i].size() < 8) continue;
    Sums& sum = sums[key(deals[i])];
    const std::string& stage = deals[i][4];
    (stage == "Won" ? sum.won : stage == "Lost" ? sum.lost : sum.open) += 1;
    if (stage == "Won") sum.value += std::stol(deals[i][7]);
  }
  return sums;
}

std::string quarter_of(const std::string& day) {
  if (day.empty()) return "";
  return fmt::format("{}-Q{}", day.substr(0, 4), (std::stoi(day.substr(5, 2)) + 2) / 3);
}

void check_sums(const report::Table& table, const std::map<std::string, Sums>& expected) {
  for (const auto& entry : expected) {
    const std::string& key = entry.first;  // no structured binding: CAPTURE makes a lambda of it
    const Sums& sum = entry.second;
    if (key.empty()) continue;
    CAPTURE(key);
    CHECK(value_at(table, key, "won") == std::to_string(sum.won));
    CHECK(value_at(table, key, "lost") == std::to_string(sum.lost));
    CHECK(value_at(table, key, "won_value") == (sum.won == 0 ? "0" : std::to_string(sum.value)));
  }
}

}  // namespace

TEST_CASE("the pipeline of a real sales book has the known figures, to the digit") {
  if (!test::has_crm_opportunities()) {
    MESSAGE("skipped: the shared data is not here");
    return;
  }
  report::Document document = test::report_on(test::crm_opportunities(), "pipeline", test::on("2018-01-01"));

  auto figures = figures_of_document(document);
  CHECK(figures["deals"] == "8800");
  CHECK(figures["won"] == "4238");
  CHECK(figures["lost"] == "2473");
  CHECK(figures["open"] == "2089");
  CHECK(figures["open_without_amount"] == "2089");
  CHECK(figures["won_value"] == "10005534");
  CHECK(figures["open_value"] == "missing");
  CHECK(figures["win_rate_percent"] == "63.1501");
  CHECK(figures["mean_won_value"] == "2360.909");
  CHECK(figures["mean_cycle_days"] == "51.782");
  CHECK(figures["median_cycle_days"] == "57");

  report::Table stages = report::table_of(document, "stages");
  REQUIRE(stages.rows.size() == 4);
  CHECK(cell_text(stages.rows[0][0]) == "Prospecting");
  CHECK(value_at(stages, "Prospecting", "deals") == "500");
  CHECK(value_at(stages, "Engaging", "deals") == "1589");
  CHECK(value_at(stages, "Engaging", "value") == "missing");
  CHECK(value_at(stages, "Won", "value") == "10005534");

  report::Table quarters = report::table_of(document, "quarters");
  for (const auto& [quarter, won, lost, value] :
       {std::tuple("2017-Q1", "531", "116", "1134672"), std::tuple("2017-Q2", "1254", "778", "3086111"),
        std::tuple("2017-Q3", "1257", "790", "2982255"), std::tuple("2017-Q4", "1196", "789", "2802496")}) {
    CHECK(value_at(quarters, quarter, "won") == won);
    CHECK(value_at(quarters, quarter, "lost") == lost);
    CHECK(value_at(quarters, quarter, "won_value") == value);
  }
  report::Table regions = report::table_of(document, "regions");
  for (const auto& [region, won, lost, value] :
       {std::tuple("West", "1438", "811", "3568647"), std::tuple("Central", "1629", "975", "3346293"),
        std::tuple("East", "1171", "687", "3090594")}) {
    CHECK(value_at(regions, region, "won") == won);
    CHECK(value_at(regions, region, "lost") == lost);
    CHECK(value_at(regions, region, "won_value") == value);
  }

  Rows deals = format::read_csv(test::crm_text("sales_pipeline.csv")).rows;
  std::map<std::string, std::string> manager_of;
  for (const auto& row : format::read_csv(test::crm_text("sales_teams.csv")).rows) {
    if (row.size() == 3) manager_of[row[0]] = row[1];
  }
  check_sums(quarters, sums_by(deals, [](const auto& row) { return quarter_of(row[6]); }));
  check_sums(report::table_of(document, "agents"), sums_by(deals, [](const auto& row) { return row[1]; }));
  check_sums(report::table_of(document, "products"), sums_by(deals, [](const auto& row) { return row[2]; }));
  check_sums(report::table_of(document, "managers"),
             sums_by(deals, [&](const auto& row) { return manager_of[row[1]]; }));

  CHECK(report::table_of(document, "agents").rows.size() == 35);
  CHECK(value_at(report::table_of(document, "products"), "GTXPro", "deals") == "1480");
  CHECK(value_at(report::table_of(document, "products"), "GTXPro", "in_products") == "no");
  CHECK(value_at(report::table_of(document, "products"), "GTX Pro", "deals") == "0");
  CHECK(value_at(report::table_of(document, "findings"), "product-missing", "count") == "1480");
}
