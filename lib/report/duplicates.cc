#include "report/duplicates.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace flatcrm::report {

namespace {

Cell rounded(double value, int scale) {
  double factor = std::pow(10, scale);
  return core::Decimal{std::llround(value * factor), static_cast<std::uint8_t>(scale)};
}
Cell share(double value) {
  return Percent{{std::llround(value * 10000), 2}};
}
Cell count(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

std::string column_name(std::string name) {
  for (char& c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) c = '_';
  return name;
}

std::string population_name(const dedupe::Population& population) {
  return population.who == dedupe::Who::people ? "people" : "organizations";
}

}  // namespace

Document clusters_document(const dedupe::Run& run) {
  Document document{.name = "clusters", .title = "Who is in the book twice"};
  Table table{
      .name = "clusters",
      .columns = {{"id", "Record"}, {"cluster", "Cluster"}, {"probability", "Probability", Kind::decimal}}};
  for (const dedupe::Cluster& cluster : run.clusters())
    for (const dedupe::ClusterRecord& record : cluster.records)
      table.rows.push_back(
          {std::string(record.id), std::string(cluster.records[0].id), rounded(record.probability, 4)});
  document.add("").tables.push_back(std::move(table));
  return document;
}

Document pairs_document(const dedupe::Run& run, double least) {
  Document document{.name = "pairs", .title = "Pairs of records that may be one customer"};
  Table table{.name = "pairs",
              .columns = {{"id_a", "Record"},
                          {"id_b", "Other record"},
                          {"probability", "Probability", Kind::decimal},
                          {"weight", "Weight", Kind::decimal}}};
  std::vector<std::string> names;
  for (const dedupe::Population& population : run.populations.all)
    for (const dedupe::Dimension* dimension : population.comparison.dimensions())
      if (std::string name = column_name(dimension->name);
          std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
        table.columns.push_back({name, dimension->name, Kind::decimal});
      }
  for (std::size_t p = 0; p < run.findings.size(); ++p) {
    const auto& dimensions = run.populations.all[p].comparison.dimensions();
    for (const dedupe::PairFound& pair : run.pairs(p, least)) {
      Row row{std::string(pair.id_a), std::string(pair.id_b), rounded(pair.probability, 4),
              rounded(pair.bits, 2)};
      row.resize(table.columns.size());
      for (std::size_t d = 0; d < dimensions.size(); ++d) {
        auto place = std::find(names.begin(), names.end(), column_name(dimensions[d]->name)) - names.begin();
        row[4 + static_cast<std::size_t>(place)] = rounded(pair.bits_by_dimension[d], 2);
      }
      table.rows.push_back(std::move(row));
    }
  }
  document.add("").tables.push_back(std::move(table));
  return document;
}

namespace {

Table weights_of(const dedupe::Population& population, const dedupe::LinkageModel& model) {
  Table table{.name = population_name(population) + "_weights",
              .title = "What each agreement says",
              .columns = {{"evidence", "Evidence"},
                          {"level", "Level"},
                          {"same", "Of one customer's pairs", Kind::percent},
                          {"chance", "By chance", Kind::decimal},
                          {"weight", "Weight (bits)", Kind::decimal}}};
  table.columns.back().bar = true;
  const auto& dimensions = population.comparison.dimensions();
  for (std::size_t d = 0; d < dimensions.size(); ++d)
    for (unsigned level = 1; level < dimensions[d]->levels.size(); ++level)
      table.rows.push_back({dimensions[d]->name, std::string(dimensions[d]->levels[level].words),
                            share(model.share(dedupe::Relation::same, d, level)),
                            rounded(model.share(dedupe::Relation::chance, d, level), 7),
                            rounded(model.bits(dedupe::Relation::same, d, level), 1)});
  table.note =
      "Bits for one customer against chance; a value that few have counts for more, one that many have for "
      "less.";
  return table;
}

Table keys_of(const dedupe::Population& population, const dedupe::Findings& findings) {
  Table table{.name = population_name(population) + "_keys",
              .title = "By what pairs were found",
              .columns = {{"key", "Key"},
                          {"pairs", "Pairs", Kind::integer},
                          {"largest", "Largest block", Kind::integer},
                          {"left_out", "Left out", Kind::integer}}};
  for (const dedupe::BlockSummary& key : findings.blocks)
    table.rows.push_back({key.name, count(key.pairs), count(key.largest), count(key.left_out)});
  table.note = fmt::format("Blocks of more than {} records are split by a second key.", findings.plan.size);
  return table;
}

}  // namespace

Document dedupe_summary(const dedupe::Run& run) {
  Document document{.name = "dedupe", .title = "Duplicates"};
  Section& overview = document.add("Overview");
  dedupe::Expectation expected = run.expectation();
  auto figure = [&](const char* name, const char* label, Cell value, const char* unit = "") {
    overview.figures.push_back({.name = name, .label = label, .value = std::move(value), .unit = unit});
  };
  figure("records", "Records", count(run.populations.ids.size()), "records");
  figure("clusters", "Clusters", count(expected.clusters), "clusters");
  figure("clustered", "Records in them", count(expected.records), "records");
  figure("merge_pairs", "Pairs to merge", count(expected.merge_pairs), "pairs");
  figure("merge_precision", "Expected to be right", share(expected.merge_precision));
  figure("review_pairs", "Pairs to review", count(expected.review_pairs), "pairs");
  figure("review_precision", "Expected to be right", share(expected.review_precision));
  figure("recall", "Expected share of all duplicates", share(expected.recall));
  for (std::size_t p = 0; p < run.findings.size(); ++p) {
    const dedupe::Population& population = run.populations.all[p];
    Section& section = document.add(population.who == dedupe::Who::people ? "People" : "Organizations");
    std::string prefix = population_name(population);
    section.figures.push_back(
        {.name = prefix, .label = "Records", .value = count(population.members.size()), .unit = "records"});
    section.figures.push_back({.name = prefix + "_compared",
                               .label = "Pairs compared",
                               .value = count(run.findings[p].compared),
                               .unit = "pairs"});
    section.tables.push_back(weights_of(population, run.findings[p].model));
    section.tables.push_back(keys_of(population, run.findings[p]));
    for (const std::string& field : population.left_out)
      section.notes.emplace_back("Left out: " + field + ".");
  }
  return document;
}

Document against_document(const std::vector<dedupe::Met>& met) {
  Document document{.name = "against", .title = "Who of the list is in the book already"};
  Table table{.name = "against",
              .columns = {{"id", "Would be"},
                          {"name", "Name"},
                          {"match", "Is probably"},
                          {"probability", "Probability", Kind::decimal}}};
  std::int64_t found = 0;
  for (const dedupe::Met& one : met) {
    bool there = !one.match.empty();
    found += there ? 1 : 0;
    table.rows.push_back({one.record, one.name, there ? Cell(one.match) : Cell(),
                          there ? rounded(one.probability, 4) : Cell()});
  }
  Section& section = document.add("");
  section.figures.push_back(
      {.name = "listed", .label = "New by their keys", .value = count(met.size()), .unit = "customers"});
  section.figures.push_back(
      {.name = "there", .label = "Probably there already", .value = found, .unit = "customers"});
  section.tables.push_back(std::move(table));
  return document;
}

Document explanation_document(const dedupe::Explanation& why) {
  Document document{.name = "explanation", .title = why.id_a + " and " + why.id_b};
  document.subtitle = why.verdict;
  Section& section = document.add("");
  Table table{.name = "steps",
              .columns = {{"evidence", "Evidence"},
                          {"agreement", "Agreement"},
                          {"a", "Record"},
                          {"b", "Other record"},
                          {"weight", "Weight", Kind::decimal},
                          {"sum", "Sum", Kind::decimal}}};
  for (const dedupe::Step& step : why.steps)
    table.rows.push_back(
        {step.what, step.words, step.a, step.b, rounded(step.bits, 1), rounded(step.after, 1)});
  section.tables.push_back(std::move(table));
  section.figures.push_back(
      {.name = "weight", .label = "Weight", .value = rounded(why.bits, 1), .unit = "bits"});
  section.figures.push_back(
      {.name = "probability", .label = "Probability of one customer", .value = rounded(why.probability, 4)});
  section.notes.emplace_back("Verdict: " + why.verdict + ".");
  return document;
}

}  // namespace flatcrm::report
