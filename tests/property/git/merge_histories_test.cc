// Random histories of two to six branches, merged file by file, held against a merge by record that knows nothing of texts:
// nothing is lost, nothing goes to another record, nothing stands twice. FLATCRM_HISTORIES says how many.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "git/file_merge.h"
#include "git/line_merge.h"
#include "model/schema.h"

using namespace flatcrm;

namespace {

using Fields = std::map<std::string, std::string>;
using Records = std::map<std::string, Fields>;
using Random = std::mt19937;

const std::vector<std::string> columns = {"id",       "kind", "name", "phones",      "status",
                                          "language", "tags", "org",  "merged_into", "title"};
const std::set<std::string> lists = {"phones", "tags"};

std::size_t pick(Random& random, std::size_t below) {
  return random() % below;
}
bool chance(Random& random, int percent) {
  return static_cast<int>(random() % 100) < percent;
}

std::set<std::string> elements(const std::string& list) {
  std::set<std::string> found;
  std::istringstream in(list);
  for (std::string part; std::getline(in, part, ';');) {
    while (!part.empty() && part.front() == ' ') part.erase(0, 1);
    if (!part.empty()) found.insert(part);
  }
  return found;
}
std::string joined(const std::set<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}
/// Lists as sets, so that their order does not count.
Records plain(Records records) {
  for (auto& [id, fields] : records)
    for (auto& [field, text] : fields)
      if (lists.count(field) != 0) text = joined(elements(text));
  return records;
}

// ---- the model ----

struct Model {
  Records merged;
  std::map<std::string, std::set<std::string>> conflicts;  // id -> fields, "" for the whole
};

std::string at(const Fields& fields, const std::string& field) {
  auto found = fields.find(field);
  return found == fields.end() ? "" : found->second;
}

Model merge_by_record(const Records& base, const Records& ours, const Records& theirs) {
  Model model;
  std::set<std::string> ids;
  for (const Records* side : {&base, &ours, &theirs})
    for (const auto& [id, fields] : *side) ids.insert(id);
  for (const std::string& id : ids) {
    auto find = [&](const Records& in) {
      return in.count(id) == 0 ? std::nullopt : std::optional(in.at(id));
    };
    std::optional<Fields> before = find(base), one = find(ours), other = find(theirs);
    if (one == other || before == other) {
      if (one) model.merged[id] = *one;
    } else if (before == one) {
      if (other) model.merged[id] = *other;
    } else if (!before || !one || !other ||
               (at(*before, "merged_into").empty() &&
                at(*one, "merged_into").empty() != at(*other, "merged_into").empty())) {
      model.conflicts[id].insert("");
    } else {
      for (const std::string& field : columns) {
        std::string was = at(*before, field), here = at(*one, field), there = at(*other, field);
        std::string result = was == here ? there : here;
        if (here != there && was != here && was != there) {
          if (lists.count(field) == 0) {
            model.conflicts[id].insert(field);
            continue;
          }
          std::set<std::string> a = elements(was), b = elements(here), c = elements(there), all;
          for (const std::string& part : b)
            if (c.count(part) != 0 || a.count(part) == 0) all.insert(part);
          for (const std::string& part : c)
            if (b.count(part) != 0 || a.count(part) == 0) all.insert(part);
          result = joined(all);
        }
        if (!result.empty()) model.merged[id][field] = result;
      }
    }
  }
  return model;
}

// ---- texts, written and read here alone ----

struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::string line_end = "\n";
};

std::string print(const Table& table) {
  std::string text;
  auto add = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : ",") + cells[i];
    text += table.line_end;
  };
  add(table.header);
  for (const auto& row : table.rows) add(row);
  return text;
}

Table parse_table(const std::string& text) {
  Table table;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
      table.line_end = "\r\n";
    }
    std::vector<std::string> cells;
    std::size_t begin = 0;
    for (std::size_t comma = 0; comma != std::string::npos; begin = comma + 1) {
      comma = line.find(',', begin);
      cells.push_back(line.substr(begin, comma == std::string::npos ? comma : comma - begin));
    }
    if (table.header.empty())
      table.header = cells;
    else
      table.rows.push_back(cells);
  }
  return table;
}

/// A record as lines; a comment keeps to the line below it.
std::string print_document(const Fields& fields) {
  std::string text;
  for (const std::string& field : columns) {
    std::string value = at(fields, field);
    if (value.empty()) continue;
    if (lists.count(field) == 0) {
      text += field + ": " + value + "\n";
      continue;
    }
    text += field + ":\n";
    for (const std::string& part : elements(value)) text += "  - '" + part + "'\n";
  }
  return text;
}

Fields parse_document(const std::string& text) {
  Fields fields;
  std::string list;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("  - ")) {
      std::string part = line.substr(4);
      part.erase(std::remove_if(part.begin(), part.end(), [](char c) { return c == '\'' || c == '"'; }),
                 part.end());
      fields[list] += (fields[list].empty() ? "" : "; ") + part;
    } else if (line.back() == ':') {
      list = line.substr(0, line.size() - 1);
    } else {
      std::size_t colon = line.find(": ");
      std::string value = line.substr(colon + 2);
      if (!value.empty() && (value.front() == '\'' || value.front() == '"'))
        value = value.substr(1, value.size() - 2);
      fields[line.substr(0, colon)] = value;
    }
  }
  return fields;
}

using Files = std::map<std::string, std::string>;
const std::string table_path = "customers/customers.csv";

/// Fails where an id stands twice.
Records read(const Files& files) {
  Records records;
  auto add = [&](Fields fields) {
    for (auto field = fields.begin(); field != fields.end();)
      field = field->second.empty() ? fields.erase(field) : std::next(field);
    std::string id = at(fields, "id");
    CAPTURE(id);
    REQUIRE(records.count(id) == 0);
    records[id] = fields;
  };
  for (const auto& [path, text] : files) {
    if (path != table_path) {
      add(parse_document(text));
      continue;
    }
    Table table = parse_table(text);
    for (const auto& row : table.rows) {
      Fields fields;
      for (std::size_t i = 0; i < row.size(); ++i) fields[table.header.at(i)] = row[i];
      add(fields);
    }
  }
  return records;
}

// ---- random edits ----

std::string random_value(Random& random, const std::string& field) {
  if (field == "status")
    return std::vector<std::string>{"lead", "active", "lapsed", "former"}[pick(random, 4)];
  if (field == "merged_into") return "c" + std::to_string(pick(random, 6)) + "-aaaaaa";
  return field.substr(0, 1) + std::to_string(pick(random, 4));
}

/// Another value of a field, or none.
std::string edited(Random& random, const std::string& field, const std::string& value) {
  if (lists.count(field) == 0)
    return chance(random, 20) && field != "name" ? "" : random_value(random, field);
  std::set<std::string> parts = elements(value);
  std::string part = random_value(random, field);
  if (!parts.erase(part)) parts.insert(part);
  return joined(parts);
}

Fields random_record(Random& random, const std::string& id) {
  Fields fields{{"id", id}, {"kind", "person"}, {"name", "n" + std::to_string(pick(random, 3))}};
  for (const char* field : {"phones", "status", "tags", "language"})
    if (chance(random, 60)) fields[field] = random_value(random, field);
  return fields;
}

const std::string& random_field(Random& random) {
  static const std::vector<std::string> fields = {"name", "phones", "status", "language",
                                                  "tags", "org",    "title"};
  return fields[pick(random, fields.size())];
}

void edit_cell(Random& random, Table& table) {
  if (table.rows.empty()) return;
  std::string field = random_field(random);
  std::size_t column = static_cast<std::size_t>(std::find(table.header.begin(), table.header.end(), field) -
                                                table.header.begin());
  if (column == table.header.size()) {
    table.header.push_back(field);
    for (auto& row : table.rows) row.emplace_back();
  }
  auto& row = table.rows[pick(random, table.rows.size())];
  row[column] = edited(random, field, row[column]);
}

/// A record becomes one that was merged into another.
void bury(Random& random, Table& table) {
  if (table.rows.empty()) return;
  if (std::find(table.header.begin(), table.header.end(), "merged_into") == table.header.end()) {
    table.header.emplace_back("merged_into");
    for (auto& row : table.rows) row.emplace_back();
  }
  auto& row = table.rows[pick(random, table.rows.size())];
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (table.header[i] == "merged_into")
      row[i] = random_value(random, "merged_into");
    else if (table.header[i] != "id")
      row[i] = "";
  }
}

void move_column(Random& random, Table& table) {
  std::size_t from = pick(random, table.header.size());
  auto last = [&](std::vector<std::string>& cells) {
    std::rotate(cells.begin() + static_cast<std::ptrdiff_t>(from),
                cells.begin() + static_cast<std::ptrdiff_t>(from) + 1, cells.end());
  };
  last(table.header);
  for (auto& row : table.rows) last(row);
}

void add_row(Random& random, Table& table) {
  std::string id = "n" + std::to_string(pick(random, 5)) + "-bbbbbb";
  for (const auto& row : table.rows)
    if (std::find(row.begin(), row.end(), id) != row.end()) return;
  Fields fields = random_record(random, id);
  std::vector<std::string> row;
  for (const auto& [field, value] : fields)
    if (std::find(table.header.begin(), table.header.end(), field) == table.header.end()) {
      table.header.push_back(field);
      for (auto& other : table.rows) other.emplace_back();
    }
  for (const std::string& field : table.header) row.push_back(at(fields, field));
  std::size_t place = chance(random, 70) ? table.rows.size() : pick(random, table.rows.size() + 1);
  table.rows.insert(table.rows.begin() + static_cast<std::ptrdiff_t>(place), row);
}

void edit_table(Random& random, std::string& text) {
  Table table = parse_table(text);
  switch (pick(random, 12)) {
    case 0:
      add_row(random, table);
      break;
    case 1:
      if (!table.rows.empty())
        table.rows.erase(table.rows.begin() + static_cast<std::ptrdiff_t>(pick(random, table.rows.size())));
      break;
    case 2:
      std::shuffle(table.rows.begin(), table.rows.end(), random);
      break;
    case 3:
      move_column(random, table);
      break;
    case 4:
      bury(random, table);
      break;
    case 5:
      table.line_end = table.line_end == "\n" ? "\r\n" : "\n";
      break;
    default:
      edit_cell(random, table);
  }
  text = print(table);
}

void edit_document(Random& random, std::string& text) {
  if (chance(random, 15)) {
    text = "# c" + std::to_string(pick(random, 9)) + "\n" + text;
    return;
  }
  std::string comments;
  while (text.starts_with("#")) {
    comments += text.substr(0, text.find('\n') + 1);
    text.erase(0, text.find('\n') + 1);
  }
  Fields fields = parse_document(text);
  if (chance(random, 8)) {
    fields = {{"id", at(fields, "id")}, {"merged_into", random_value(random, "merged_into")}};
  } else {
    std::string field = random_field(random);
    fields[field] = edited(random, field, at(fields, field));
  }
  text = comments + print_document(fields);
}

void edit(Random& random, Files& files) {
  std::string id = "y" + std::to_string(pick(random, 4)) + "-cccccc", path = "customers/" + id + ".yaml";
  if (chance(random, 60)) return edit_table(random, files[table_path]);
  if (files.count(path) == 0)
    files[path] = print_document(random_record(random, id));
  else if (chance(random, 10))
    files.erase(path);
  else
    edit_document(random, files[path]);
}

Files first_state(Random& random) {
  Table table;
  table.header = {"id", "kind", "name", "phones", "status", "tags"};
  for (int i = 0; i < 5; ++i) {
    Fields fields = random_record(random, "c" + std::to_string(i) + "-aaaaaa");
    std::vector<std::string> row;
    for (const std::string& field : table.header) row.push_back(at(fields, field));
    table.rows.push_back(row);
  }
  Files files{{table_path, print(table)}};
  for (int i = 0; i < 3; ++i) {
    std::string id = "y" + std::to_string(i) + "-cccccc";
    files["customers/" + id + ".yaml"] = print_document(random_record(random, id));
  }
  return files;
}

// ---- merging as git does it: by file, the driver only where both sides changed one ----

struct Merge {
  Files ours, theirs;  // every conflict decided for one side
  bool conflict = false;
  Files marked;  // as a virtual ancestor would hold it
};

Merge merge_files(model::Paths& paths, const Files& base, const Files& ours, const Files& theirs) {
  Merge merge;
  std::set<std::string> all;
  for (const Files* side : {&base, &ours, &theirs})
    for (const auto& [path, text] : *side) all.insert(path);
  for (const std::string& path : all) {
    auto text_in = [&](const Files& in) {
      return in.count(path) == 0 ? std::nullopt : std::optional(in.at(path));
    };
    auto before = text_in(base), one = text_in(ours), other = text_in(theirs);
    auto keep = [&](const std::optional<std::string>& text) {
      if (text) merge.ours[path] = merge.theirs[path] = merge.marked[path] = *text;
    };
    if (one == other || before == other) {
      keep(one);
    } else if (before == one) {
      keep(other);
    } else if (!one || !other) {
      // Git stops here without asking the driver, for a comment too; the model knows no comments.
      if (before && parse_document(one ? *one : *other) == parse_document(*before)) continue;
      merge.conflict = true;
      if (one) merge.ours[path] = *one;
      if (other) merge.theirs[path] = *other;
      if (before) merge.marked[path] = *before;  // so git makes an ancestor of what one side took out
    } else {
      git::MergedFile merged = git::merge_file(paths, {path, before.value_or(""), *one, *other});
      merge.marked[path] = merged.text;
      auto sides = git::sides_of_conflict(merged.text);
      REQUIRE(sides.has_value() == !merged.clashes.empty());
      merge.conflict = merge.conflict || sides.has_value();
      merge.ours[path] = sides ? sides->first : merged.text;
      merge.theirs[path] = sides ? sides->second : merged.text;
    }
  }
  return merge;
}

/// What the model merges must stand in both decisions, and what it can't must be as each side has it.
void hold_against_model(const Model& model, const Merge& merge, const Records& ours, const Records& theirs) {
  REQUIRE(merge.conflict == !model.conflicts.empty());
  Records as_ours = plain(read(merge.ours)), as_theirs = plain(read(merge.theirs)),
          wanted = plain(model.merged);
  for (const auto& record : wanted) {
    const std::string& id = record.first;  // clang 14 captures no structured binding
    const Fields& fields = record.second;
    CAPTURE(id);
    auto clash = model.conflicts.find(id);
    for (const auto& one : fields) {
      const std::string& field = one.first;
      const std::string& text = one.second;
      CAPTURE(field);
      CHECK(at(as_ours[id], field) == text);
      CHECK(at(as_theirs[id], field) == text);
    }
    if (clash == model.conflicts.end()) {
      CHECK(as_ours[id] == fields);
      CHECK(as_theirs[id] == fields);
    }
  }
  for (const auto& conflict : model.conflicts)
    for (const std::string& field : conflict.second) {
      const std::string& id = conflict.first;
      CAPTURE(id);
      CAPTURE(field);
      auto whole = [&](const Records& in) { return in.count(id) == 0 ? Fields{} : plain(in).at(id); };
      if (field.empty()) {
        CHECK(whole(as_ours) == whole(ours));
        CHECK(whole(as_theirs) == whole(theirs));
      } else {
        CHECK(at(whole(as_ours), field) == at(whole(ours), field));
        CHECK(at(whole(as_theirs), field) == at(whole(theirs), field));
      }
    }
  for (const Records* side : {&as_ours, &as_theirs})
    for (const auto& record : *side) {
      const std::string& id = record.first;
      CAPTURE(id);
      CHECK((record.second.empty() || wanted.count(id) != 0 || model.conflicts.count(id) != 0));
    }
}

Files merge_checked(model::Paths& paths, const Files& base, const Files& ours, const Files& theirs) {
  Records before = read(base), one = read(ours), other = read(theirs);
  Model model = merge_by_record(plain(before), plain(one), plain(other));
  Merge merge = merge_files(paths, base, ours, theirs);
  hold_against_model(model, merge, plain(one), plain(other));
  Merge turned = merge_files(paths, base, theirs, ours);
  REQUIRE(turned.conflict == merge.conflict);
  if (!merge.conflict) CHECK(plain(read(turned.ours)) == plain(read(merge.ours)));
  return merge.ours;
}

void run_history(model::Paths& paths, unsigned seed) {
  CAPTURE(seed);
  Random random(seed);
  Files base = first_state(random);
  std::size_t branches = 2 + pick(random, 5);
  std::vector<Files> tips(branches, base);
  for (Files& tip : tips)
    for (std::size_t edits = 1 + pick(random, 5); edits > 0; --edits) edit(random, tip);
  Files main = tips[0];
  for (std::size_t i = 1; i < branches; ++i) {
    main = merge_checked(paths, base, main, tips[i]);
    if (chance(random, 50)) edit(random, main);
  }
}

/// Two branches that merged each other, and went on: their ancestor is itself a merge, perhaps with a conflict in it.
void run_crossing(model::Paths& paths, unsigned seed) {
  CAPTURE(seed);
  Random random(seed);
  Files base = first_state(random), one = base, other = base;
  for (std::size_t edits = 1 + pick(random, 4); edits > 0; --edits) edit(random, one);
  for (std::size_t edits = 1 + pick(random, 4); edits > 0; --edits) edit(random, other);
  Merge first = merge_files(paths, base, one, other), second = merge_files(paths, base, other, one);
  Files left = first.ours, right = chance(random, 50) ? first.ours : second.ours;
  edit(random, left);
  edit(random, right);
  Merge last = merge_files(paths, first.marked, left, right);
  Records one_way = plain(read(left)), other_way = plain(read(right));
  Records ours = plain(read(last.ours)), theirs = plain(read(last.theirs));
  // Where the ancestors agree it is an ordinary merge; where not, a difference of the sides may never be decided in silence.
  Records known = plain(read(first.ours)), unknown = plain(read(first.theirs));
  for (const auto& record : one_way) {
    const std::string& id = record.first;
    const Fields& fields = record.second;
    CAPTURE(id);
    if (other_way.count(id) == 0 || known[id] == unknown[id] || fields == other_way[id]) continue;
    std::string path = "customers/" + id + ".yaml";
    bool whole_file = first.marked.count(path) != 0 && !git::sides_of_conflict(first.marked.at(path));
    if (whole_file) continue;
    for (const std::string& field : columns) {
      std::string here = at(fields, field), there = at(other_way[id], field);
      if (here == there || lists.count(field) != 0 || at(known[id], field) == at(unknown[id], field))
        continue;
      CAPTURE(field);
      CHECK(last.conflict);
      CHECK(at(ours[id], field) == here);
      CHECK(at(theirs[id], field) == there);
    }
  }
}

unsigned histories() {
  const char* said = std::getenv("FLATCRM_HISTORIES");
  return said == nullptr ? 200 : static_cast<unsigned>(std::atoi(said));
}

}  // namespace

TEST_CASE("random histories merge as their records do") {
  model::Schemas schemas = model::Schemas::built_in();
  model::Paths paths(schemas.of("customers"));
  for (unsigned seed = 1; seed <= histories(); ++seed) run_history(paths, seed);
}

TEST_CASE("branches that merged each other decide nothing in silence") {
  model::Schemas schemas = model::Schemas::built_in();
  model::Paths paths(schemas.of("customers"));
  for (unsigned seed = 1; seed <= histories(); ++seed) run_crossing(paths, seed);
}
