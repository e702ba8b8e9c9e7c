// CSV files that others made, read with no more than what sniff_csv finds out, against what they say should come out.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.h"
#include "format/csv_sniff.h"
#include "unit/format/csv_facts.h"

using namespace flatcrm::format;
using nlohmann::json;

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::filesystem::path sets() {
  return std::filesystem::path(FLATCRM_SOURCE "/../shared/data/csv");
}

bool missing() {
  if (std::filesystem::exists(sets())) return false;
  MESSAGE("skipped: ../shared/data/csv is not here");
  return true;
}

std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool is_blank(const std::vector<std::string>& row) {
  return row.size() == 1 && row[0].empty();
}

/// The names of the columns, when there are some, and the rows below them; blank lines of a table with several columns left out.
struct Table {
  std::vector<std::string> names;
  Rows rows;
};

Table read(const std::string& text) {
  const CsvGuess guess = sniff_csv(text);
  Table table{header_names(text, guess), read_csv(table_of(text, guess), guess.dialect).rows};
  table.rows.erase(table.rows.begin(), table.rows.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                guess.header_rows, table.rows.size())));
  if (table.names.size() > 1)
    table.rows.erase(std::remove_if(table.rows.begin(), table.rows.end(), is_blank), table.rows.end());
  return table;
}

/// A number of the twin stands for any way to write it.
bool equal_value(const std::string& cell, const json& value) {
  if (value.is_string()) return cell == value.get<std::string>();
  if (value.is_number()) return std::stod(cell) == value.get<double>();
  return false;
}

bool equal_objects(const Table& table, const json& objects) {
  if (table.rows.size() != objects.size()) return false;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row].size() != objects[row].size() || table.names.size() != objects[row].size())
      return false;
    for (std::size_t column = 0; column < table.names.size(); ++column) {
      const auto found = objects[row].find(table.names[column]);
      if (found == objects[row].end() || !equal_value(table.rows[row][column], *found)) return false;
    }
  }
  return true;
}

/// Arrays hold the header too, where there is one.
bool equal_arrays(Table table, const json& arrays) {
  if (!table.names.empty()) table.rows.insert(table.rows.begin(), table.names);
  return json(table.rows) == arrays;
}

/// Several objects one after the other, as Miller prints them, lines with # left out.
json read_objects(const std::string& text) {
  std::istringstream lines(text);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.substr(0, 1) != "#") kept += line + "\n";
  }
  std::istringstream in(kept);
  json objects = json::array();
  while (in >> std::ws && !in.eof()) {
    json one;
    in >> one;
    objects.push_back(one);
  }
  return objects.size() == 1 && objects[0].is_array() ? objects[0] : objects;
}

using Reasons = std::map<std::string, std::string>;

/// Every file is right, or stands among the exceptions with its reason; both directions.
void check(const std::string& set, const std::string& file, bool right, const Reasons& exceptions) {
  CAPTURE(set);
  CAPTURE(file);
  CHECK(right == (exceptions.count(file) == 0));
}

}  // namespace

TEST_CASE("csv-spectrum reads as its JSON says") {
  if (missing()) return;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(sets() / "csv-spectrum/csvs")) {
    const std::filesystem::path path = entry.path();
    const json twin =
        json::parse(slurp(sets() / "csv-spectrum/json" / path.filename().replace_extension(".json")));
    check("csv-spectrum", path.filename(), equal_objects(read(slurp(path)), twin), {});
    ++files;
  }
  CHECK(files == 11);
}

TEST_CASE("csv-test-data reads as its JSON says") {
  if (missing()) return;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(sets() / "csv-test-data/json")) {
    const std::string name = entry.path().stem();
    const json twin = json::parse(slurp(entry.path()));
    const Table table = read(slurp(sets() / "csv-test-data/csv" / (name + ".csv")));
    const bool objects = twin.empty() || twin[0].is_object();
    check("csv-test-data", name, objects ? equal_objects(table, twin) : equal_arrays(table, twin), {});
    ++files;
  }
  CHECK(files == 18);
}

TEST_CASE("pollock reads as its clean twins") {
  if (missing()) return;
  const Reasons exceptions{
      {"file_field_delimiter_0x20.csv", "blanks part the cells, and also stand inside cells without quotes"},
  };
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(sets() / "pollock/csv")) {
    const std::string name = entry.path().filename();
    Table table = read(slurp(entry.path()));
    if (!table.names.empty()) table.rows.insert(table.rows.begin(), table.names);
    check("pollock", name, table.rows == read_csv(slurp(sets() / "pollock/clean" / name)).rows, exceptions);
    ++files;
  }
  CHECK(files == 21);
}

TEST_CASE("Miller's inputs read as the JSON beside them says") {
  if (missing()) return;
  const std::filesystem::path folder = sets() / "miller/test/input";
  const std::pair<const char*, const char*> twins[] = {
      {"abixy.csv", "abixy.json"},
      {"abixy.tsv", "abixy.json"},
      {"s.csv", "s.json"},
      {"s.tsv", "s.json"},
      {"t.csv", "t.json"},
      {"line-term-lf.csv", "line-term-lf.json"},
      {"line-term-crlf.csv", "line-term-crlf.json"},
      {"line-term-crlf.csv", "line-term-crlf-wrap.json"},
      {"multi-format-join-a.csv", "multi-format-join-a.json"},
      {"multi-format-join-b.csv", "multi-format-join-b.json"},
      {"comments/comments1.csv", "comments/comments1.json"},
      {"comments/comments2.csv", "comments/comments2.json"}};
  for (const auto& [csv, twin] : twins) {
    check("miller", csv, equal_objects(read(slurp(folder / csv)), read_objects(slurp(folder / twin))), {});
  }
}

namespace {

std::uint64_t hash_of(const Rows& rows) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&](const std::string& bytes) {
    for (const char byte : bytes) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3;
  };
  for (const auto& row : rows) {
    for (const auto& cell : row) {
      add(cell);
      add("\x1f");
    }
    add("\x1e");
  }
  return hash;
}

}  // namespace

TEST_CASE("files without a twin read as Python's csv module reads them when told the delimiter") {
  if (missing()) return;
  const Reasons exceptions{
      {"csv-test-data/csv/bad-missing-quote.csv",
       "Python takes the rest of the file into the cell; here the quote stands for itself"},
      {"csv-test-data/csv/bad-quotes-with-unescaped-quote.csv",
       "Python ends the cell at the inner quote; here it is part of the text"},
  };
  for (const CsvFact& fact : csv_facts) {
    const std::string text = slurp(sets() / fact.file);
    const CsvGuess guess = sniff_csv(text);
    Rows rows;
    try {
      rows = read_csv(text, guess.dialect).rows;
    } catch (const flatcrm::Error&) {
    }
    rows.erase(std::remove_if(rows.begin(), rows.end(), is_blank), rows.end());
    check("facts", fact.file, rows.size() == fact.rows && hash_of(rows) == fact.hash, exceptions);
  }
}
