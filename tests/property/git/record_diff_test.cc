// The diff of records against the edits that made one state of the other, over random layouts of both.
#include "git/record_diff.h"

#include <algorithm>
#include <map>
#include <random>

#include <doctest/doctest.h>

#include "format/csv.h"
#include "git/differing_rows.h"

using namespace flatcrm;

namespace {

using Record = std::map<std::string, std::string>;
using State = std::map<std::string, Record>;  // by id
using Random = std::mt19937;

const std::vector<std::string> fields = {"name", "status", "colour", "emails", "addresses.1.city", "notes"};

int below(Random& random, int bound) {
  return static_cast<int>(random() % static_cast<unsigned>(bound));
}

std::string value(Random& random, const std::string& field) {
  static const std::vector<std::string> values = {"a", "b,c", "d \"e\"", "f\ng", "Köln", "#x", "7"};
  if (field == "emails") return below(random, 2) == 0 ? "x@y.de" : "x@y.de; z@y.de";
  return values[random() % values.size()];
}

State random_state(Random& random) {
  State state;
  int count = below(random, 30);
  for (int i = 0; i < count; ++i) {
    Record& record = state["r-" + std::to_string(below(random, 1000))];
    record["name"] = value(random, "name");
    for (const std::string& field : fields)
      if (below(random, 2) == 0) record[field] = value(random, field);
  }
  return state;
}

State edited(Random& random, State state) {
  for (auto record = state.begin(); record != state.end();) {
    int what = below(random, 8);
    if (what == 0) {
      record = state.erase(record);
      continue;
    }
    if (what == 1) record->second[fields[random() % fields.size()]] = value(random, "name");
    if (what == 2 && record->second.size() > 1) record->second.erase(std::prev(record->second.end()));
    ++record;
  }
  for (auto& [id, record] : random_state(random)) state.try_emplace(id, record);
  return state;
}

/// Files of a state: each record in a random one of a few tables, its columns in a random order.
std::map<std::string, std::string> files_of(Random& random, const State& state) {
  std::map<std::string, std::vector<const State::value_type*>> tables;
  for (const auto& record : state) tables["t" + std::to_string(below(random, 3)) + ".csv"].push_back(&record);
  std::map<std::string, std::string> files;
  for (auto& [path, rows] : tables) {
    std::shuffle(rows.begin(), rows.end(), random);
    std::vector<std::string> columns = fields;
    if (below(random, 3) == 0) std::shuffle(columns.begin(), columns.end(), random);
    std::string text = "id";
    for (const std::string& column : columns) text += "," + column;
    const char* end = below(random, 4) == 0 ? "\r\n" : "\n";
    text += end;
    for (const auto* row : rows) {
      text += row->first;
      for (const std::string& column : columns) {
        auto found = row->second.find(column);
        text += ',';
        if (found != row->second.end()) format::write_cell(text, found->second, {});
      }
      text += end;
    }
    files[path] = text;
  }
  return files;
}

using Said = std::map<std::string, std::map<std::string, std::pair<std::string, std::string>>>;

Said slow_diff(const State& before, const State& after) {
  Said said;
  auto put = [&](const State& state, bool is_after) {
    for (const auto& [id, record] : state)
      for (const auto& [field, text] : record) {
        auto& pair = said[id][field];
        (is_after ? pair.second : pair.first) = text;
      }
  };
  put(before, false);
  put(after, true);
  for (auto& [id, some] : said)
    std::erase_if(some, [](const auto& one) { return one.second.first == one.second.second; });
  std::erase_if(said, [](const auto& one) { return one.second.empty(); });
  return said;
}

}  // namespace

TEST_CASE("the diff of two states is what was edited, however records are dealt out to files") {
  static const model::Schemas schemas = model::Schemas::built_in();
  for (unsigned seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    State before = random_state(random), after = edited(random, before);
    auto old_files = files_of(random, before), new_files = files_of(random, after);
    std::vector<git::FileSides> sides;
    for (const char* path : {"t0.csv", "t1.csv", "t2.csv"}) {
      sides.push_back({path, {}, {}});
      if (old_files.count(path) != 0) sides.back().before = io::Bytes(old_files[path]);
      if (new_files.count(path) != 0) sides.back().after = io::Bytes(new_files[path]);
    }
    model::Paths paths(schemas.of("customers"));
    Said said;
    for (const git::RecordChange& change : git::diff_records(paths, std::move(sides), 1 + seed % 3)) {
      CHECK(said.count(change.id) == 0);
      for (const git::FieldChange& field : change.fields)
        said[change.id][field.field] = {field.before, field.after};
      bool was = before.count(change.id) != 0, is = after.count(change.id) != 0;
      CHECK(change.kind == (!was  ? git::ChangeKind::added
                            : !is ? git::ChangeKind::removed
                                  : git::ChangeKind::changed));
    }
    REQUIRE(said == slow_diff(before, after));
  }
}
