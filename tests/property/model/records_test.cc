// A record means the same in either format: YAML document -> CSV row -> YAML document without loss.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "core/path.h"
#include "core/text.h"
#include "model/record_set.h"

using namespace flatcrm;
using namespace flatcrm::model;

namespace {

class Maker {
 public:
  Maker(Paths& paths, std::uint32_t seed) : paths_(paths), random_(seed) {}

  /// Adds a record of declared and custom values, as a person could have written it.
  void make(RecordSet& set, std::uint32_t index) {
    used_.clear();
    set.begin();
    add(set, "id", "record-" + std::to_string(index));
    for (const Field& field : paths_.schema().fields()) {
      if (field.path == "id" || one_in(3)) continue;
      std::string path = field.path;
      if (std::size_t star = path.find(".*"); star != path.npos) {
        path.replace(star + 1, 1, star + 2 == path.size() ? key() : std::to_string(1 + below(2)));
        if (star + 2 != field.path.size()) fill_elements(set, field, path);
      }
      add(set, path, field.list ? list() : text());
    }
    for (std::size_t i = below(5); i > 0; --i) add_custom(set, i);
    set.end(0, index);
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool one_in(std::size_t count) { return below(count) == 0; }

  /// Elements of a list are numbered without gaps: where there is a second, there is a first.
  void fill_elements(RecordSet& set, const Field& field, const std::string& path) {
    std::string first = field.path;
    first.replace(first.find('*'), 1, "1");
    if (path != first) add(set, first, text());
  }

  void add_custom(RecordSet& set, std::size_t number) {
    std::string name = "custom" + std::to_string(number);
    std::string path;
    core::append_key(path, one_in(2) ? name + key() : name);
    switch (below(4)) {
      case 0:
        return add(set, path + "[]", list());
      case 1:
        core::append_number(path, 1);
        add(set, path + ".x", text());
        return add(set, path + ".y[]", list());
      case 2:
        core::append_key(path, key());
        return add(set, path, text());
      default:
        return add(set, path, text());
    }
  }

  std::string key() {
    static const std::vector<std::string> keys = {
        "email",    "a.b",         "7",    "x y",  "tab\tkey",
        "quote\"d", "back\\slash", "[]",   "~",    "\xC3\xA9t\xC3\xA9",
        "- dash",   "# hash",      "a: b", "null", "*",
        "007",      "k[]",         ""};
    std::string path;
    core::append_key(path, keys[below(keys.size())]);
    return path;
  }

  std::string text() {
    static const std::vector<std::string> parts = {"Acme",
                                                   " ",
                                                   "; ",
                                                   ";",
                                                   "\\",
                                                   "\\;",
                                                   "\n",
                                                   "\n\n",
                                                   "\"",
                                                   "'",
                                                   ",",
                                                   ": ",
                                                   " #",
                                                   "- ",
                                                   "\xC3\xBC",
                                                   "\xE6\x9D\xB1\xE4\xBA\xAC",
                                                   "\xF0\x9F\x98\x80",
                                                   "007",
                                                   "1.50",
                                                   "true",
                                                   "no",
                                                   "~",
                                                   "null",
                                                   "2026-01-02",
                                                   "\t",
                                                   "\r\n",
                                                   "{",
                                                   "[",
                                                   "&a",
                                                   "*a",
                                                   "!x",
                                                   "%",
                                                   "@",
                                                   "|",
                                                   ">",
                                                   "<<",
                                                   "=",
                                                   "\xC2\xA0",
                                                   "\x01",
                                                   "\xEF\xBB\xBF"};
    std::string out;
    for (std::size_t i = 1 + below(4); i > 0; --i) out += parts[below(parts.size())];
    return out;
  }

  std::string list() {
    std::vector<std::string> elements;
    for (std::size_t i = 1 + below(3); i > 0; --i) elements.push_back(text());
    return core::join_list(elements);
  }

  void add(RecordSet& set, const std::string& path, const std::string& value) {
    PathId number = paths_.intern(path);
    if (value.empty() || std::find(used_.begin(), used_.end(), number) != used_.end()) return;
    used_.push_back(number);
    set.add(number, set.arena().keep(value));
  }

  Paths& paths_;
  std::mt19937 random_;
  std::vector<PathId> used_;
};

using Values = std::vector<std::pair<std::string, std::string>>;

Values values_of(const Record& record, const Paths& paths) {
  Values out;
  for (const Value& value : record.values()) out.emplace_back(paths[value.path].header(), value.text);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<PathId> columns_of(const RecordSet& set, const Paths& paths) {
  std::vector<PathId> columns;
  for (std::size_t row = 0; row < set.size(); ++row) {
    for (const Value& value : set[row].values()) columns.push_back(value.path);
  }
  std::sort(columns.begin(), columns.end(),
            [&](PathId one, PathId other) { return paths.before(one, other); });
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

std::string table_of(const RecordSet& set, const Paths& paths, const format::CsvDialect& dialect) {
  std::vector<PathId> columns = columns_of(set, paths);
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i != 0) out += dialect.delimiter;
    format::write_cell(out, paths[columns[i]].header(), dialect);
  }
  out += '\n';
  for (std::size_t row = 0; row < set.size(); ++row)
    write_table_record(out, set[row], columns, paths, dialect);
  return out;
}

std::string documents_of(const RecordSet& set, const Paths& paths) {
  std::string out;
  for (std::size_t row = 0; row < set.size(); ++row) {
    if (row != 0) out += "---\n";
    write_yaml_record(out, set[row], paths);
  }
  return out;
}

void hold_round_trip(const std::string& collection, std::uint32_t seed) {
  CAPTURE(collection);
  CAPTURE(seed);
  Schemas schemas = Schemas::built_in();
  Paths paths(schemas.of(collection));
  RecordSet made;
  Maker maker(paths, seed);
  for (std::uint32_t i = 0; i < 8; ++i) maker.make(made, i);

  Problems problems;
  std::string yaml = documents_of(made, paths);
  RecordSet from_yaml;
  read_yaml_records(yaml, "a.yaml", paths, from_yaml, problems);
  std::string csv = table_of(from_yaml, paths, {});
  RecordSet from_csv;
  read_table_records(csv, "a.csv", paths, from_csv, problems);
  for (const Problem& problem : problems) FAIL_CHECK(print(problem));

  REQUIRE(from_yaml.size() == made.size());
  REQUIRE(from_csv.size() == made.size());
  for (std::size_t row = 0; row < made.size(); ++row) {
    Values meant = values_of(made[row], paths);
    CHECK(values_of(from_yaml[row], paths) == meant);
    CHECK(values_of(from_csv[row], paths) == meant);
  }
  CHECK(documents_of(from_csv, paths) == yaml);
  CHECK(table_of(from_csv, paths, {}) == csv);
}

}  // namespace

TEST_CASE("a record survives the way from YAML to CSV and back") {
  for (const char* collection : {"customers", "deals", "tickets", "links"}) {
    for (std::uint32_t seed = 0; seed < 150; ++seed) hold_round_trip(collection, seed);
  }
}
