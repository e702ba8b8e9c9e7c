#include "book/check.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "book/forgotten.h"
#include "book/read.h"
#include "core/id.h"
#include "core/lines.h"
#include "core/text.h"
#include "format/yaml.h"
#include "io/threads.h"
#include "io/tree.h"

namespace flatcrm::book {

namespace {

using model::Record;
using model::Value;

/// One file to check.
struct Item {
  std::string collection;
  BookFile file;
};

/// An id where it stands; the text is read again only for a finding.
struct IdPlace {
  std::uint64_t hash;
  std::uint32_t item;
  std::uint64_t offset;
  bool operator<(const IdPlace& other) const {
    if (hash != other.hash) return hash < other.hash;
    return item != other.item ? item < other.item : offset < other.offset;
  }
};

Problem problem_of(const Error& error) {
  bool conflict = error.message().find("conflict marker") != std::string::npos;
  return {conflict ? "conflict-marker" : "unreadable",
          Severity::error,
          error.place(),
          error.message(),
          "",
          error.hint()};
}

std::string_view base_name(std::string_view path) {
  path = path.substr(path.find_last_of('/') + 1);
  return path.substr(0, path.find_last_of('.'));
}

class Checker {
 public:
  explicit Checker(const Book& book) : book_(book), problems_(book.problems()) {
    for (const std::string& collection : book.schemas().collections()) add_files(collection);
  }

  core::Problems run() {
    collect_ids();
    report_twins();
    check_files();
    check_strays();
    check_other_files();
    check_ignored();
    core::sort(problems_);
    return std::move(problems_);
  }

 private:
  void add_files(const std::string& collection) {
    try {
      for (BookFile& file : book_.files(collection)) items_.push_back({collection, std::move(file)});
    } catch (const Error& error) {
      problems_.push_back(problem_of(error));
    }
  }

  void collect_ids();
  void report_twins();
  void check_files();
  void check_file(const Item& item, core::Problems& problems) const;
  void check_record(const Item& item, const Record& record, core::Lines& lines,
                    core::Problems& problems) const;
  void check_reference(const Item& item, const Record& record, const Value& value, const model::Field& field,
                       core::Lines& lines, core::Problems& problems) const;
  bool known(const std::string& collection, std::string_view id) const;
  void check_strays();
  void check_other_files();
  void check_ignored();

  const Book& book_;
  core::Problems problems_;
  std::vector<Item> items_;
  std::map<std::string, std::vector<std::uint64_t>> hashes_;  // sorted: every id that a reference may name
  std::map<std::string, std::vector<IdPlace>> ids_;
};

/// First pass: which ids there are. A file that can't be read is reported by the second.
void Checker::collect_ids() {
  std::vector<std::vector<IdPlace>> ids(items_.size());
  std::vector<std::vector<std::uint64_t>> hashes(items_.size());
  io::parallel_for(items_.size(), book_.threads(), [&](std::size_t i) {
    core::Problems ignored;
    try {
      LoadedFile loaded = load_file(book_, items_[i].collection, items_[i].file, ignored);
      model::Paths& paths = book_.paths(items_[i].collection);
      model::PathId merged = paths.intern("merged_ids");
      for (std::size_t row = 0; row < loaded.records.size(); ++row) {
        Record record = loaded.records[row];
        std::string id = model::key_of(record, paths);
        if (id.empty()) continue;
        std::uint64_t hash = core::stable_hash(id);
        ids[i].push_back({hash, static_cast<std::uint32_t>(i), record.begin()});
        hashes[i].push_back(hash);
        if (std::string_view others = record.value(merged); !others.empty())
          for (const std::string& other : core::split_list(others))
            hashes[i].push_back(core::stable_hash(other));
      }
    } catch (const Error&) {
    }
  });
  for (std::size_t i = 0; i < items_.size(); ++i) {
    std::vector<IdPlace>& places = ids_[items_[i].collection];
    places.insert(places.end(), ids[i].begin(), ids[i].end());
    std::vector<std::uint64_t>& all = hashes_[items_[i].collection];
    all.insert(all.end(), hashes[i].begin(), hashes[i].end());
  }
  for (auto& [collection, all] : hashes_) std::sort(all.begin(), all.end());
  for (auto& [collection, places] : ids_) std::sort(places.begin(), places.end());
}

void Checker::report_twins() {
  for (const auto& [collection, places] : ids_)
    for (std::size_t i = 1; i < places.size(); ++i) {
      if (places[i].hash != places[i - 1].hash) continue;
      auto locate = [&](const IdPlace& one) {
        const std::string& path = items_[one.item].file.path;
        io::Bytes bytes = book_.tree().read(path);
        core::Position at = core::position_of(bytes.view(), one.offset);
        return Place{path, at.line, at.column};
      };
      core::Problems ignored;
      const IdPlace& one = places[i];
      LoadedFile loaded = load_file(book_, collection, items_[one.item].file, ignored);
      std::string id;
      for (std::size_t row = 0; row < loaded.records.size(); ++row)
        if (loaded.records[row].begin() == one.offset)
          id = model::key_of(loaded.records[row], book_.paths(collection));
      problems_.push_back(
          {"duplicate-id", Severity::error, locate(one),
           fmt::format("the id '{}' stands at {} too", id, core::print(locate(places[i - 1]))), id,
           "give one of them another id"});
    }
}

bool Checker::known(const std::string& collection, std::string_view id) const {
  auto all = hashes_.find(collection);
  return all != hashes_.end() &&
         std::binary_search(all->second.begin(), all->second.end(), core::stable_hash(id));
}

void Checker::check_reference(const Item& item, const Record& record, const Value& value,
                              const model::Field& field, core::Lines& lines, core::Problems& problems) const {
  auto report = [&](std::string_view id) {
    core::Position at = lines.position(record.begin() + value.at);
    problems.push_back(
        {"dangling-reference",
         Severity::error,
         {item.file.path, at.line, at.column},
         fmt::format("{} '{}' is no record in {}", field.path, core::visible(id), field.reference),
         std::string(record.id()),
         ""});
  };
  if (!field.list) {
    if (!known(field.reference, value.text)) report(value.text);
    return;
  }
  for (const std::string& id : core::split_list(value.text))
    if (!known(field.reference, id)) report(id);
}

void Checker::check_record(const Item& item, const Record& record, core::Lines& lines,
                           core::Problems& problems) const {
  const model::Paths& paths = book_.paths(item.collection);
  model::validate(record, paths, item.file.path, lines, problems);
  for (const Value& value : record.values()) {
    const model::Field* field = paths[value.path].field;
    if (field != nullptr && !field->reference.empty() && !value.text.empty())
      check_reference(item, record, value, *field, lines, problems);
  }
}

void Checker::check_file(const Item& item, core::Problems& problems) const {
  LoadedFile loaded = load_file(book_, item.collection, item.file, problems);
  core::Lines lines(loaded.bytes.view());
  for (std::size_t row = 0; row < loaded.records.size(); ++row)
    check_record(item, loaded.records[row], lines, problems);
  if (item.file.kind != FileKind::yaml || loaded.records.size() != 1) return;
  std::string_view id = loaded.records[0].id();
  if (!id.empty() && id != base_name(item.file.path))
    problems.push_back({"file-name",
                        Severity::warning,
                        {item.file.path, 1, 1},
                        fmt::format("the file is not named after its record '{}'", core::visible(id)),
                        std::string(id),
                        fmt::format("rename it to {}.yaml", core::visible(id))});
}

void Checker::check_files() {
  std::vector<core::Problems> found(items_.size());
  io::parallel_for(items_.size(), book_.threads(), [&](std::size_t i) {
    try {
      check_file(items_[i], found[i]);
    } catch (const Error& error) {
      found[i].push_back(problem_of(error));
    }
  });
  for (core::Problems& some : found) problems_.insert(problems_.end(), some.begin(), some.end());
}

void Checker::check_strays() {
  std::set<std::string> known_files;
  for (const Item& item : items_) known_files.insert(item.file.path);
  for (const std::string& collection : book_.schemas().collections()) {
    try {
      for (const io::TreeEntry& entry : book_.tree().list(collection))
        if (known_files.count(entry.path) == 0)
          problems_.push_back({"stray-file",
                               Severity::warning,
                               {entry.path, 0, 0},
                               "neither .yaml nor .csv: it is not read",
                               "",
                               "move it out of the collection"});
    } catch (const Error&) {
      // Said once already, when the files were listed.
    }
  }
}

/// What holds no records may be left unmerged too: decisions, segments, profiles. Settings and schemas were read before.
void Checker::check_other_files() {
  const io::Tree& tree = book_.tree();
  std::vector<std::string> paths;
  for (const char* name : {".gitattributes", ".gitignore", "dedupe.yaml", forgotten_file})
    if (tree.exists(name)) paths.emplace_back(name);
  for (const char* folder : {"dedupe", "imports", "segments"}) {
    try {
      for (const io::TreeEntry& entry : tree.list(folder)) paths.push_back(entry.path);
    } catch (const Error&) {
      // Whoever reads them says what is wrong.
    }
  }
  for (const std::string& path : paths) {
    try {
      const io::Bytes bytes = tree.read(path);
      if (std::size_t line = format::find_conflict_marker(bytes.view()))
        problems_.push_back({"conflict-marker",
                             Severity::error,
                             {path, line, 1},
                             "conflict marker",
                             "",
                             "resolve the merge first"});
    } catch (const Error&) {
      // As above.
    }
  }
}

void Checker::check_ignored() {
  if (!book_.tree().exists(".gitignore")) return;
  io::Bytes ignore = book_.tree().read(".gitignore");
  if (ignore.view().find(".flatcrm") != std::string_view::npos) return;
  problems_.push_back({"not-ignored",
                       Severity::warning,
                       {".gitignore", 1, 1},
                       ".flatcrm/ is not left out of git",
                       "",
                       "add a line '.flatcrm/'"});
}

}  // namespace

const std::vector<CheckCode>& check_codes() {
  static const std::vector<CheckCode> codes{
      {"bad-country", Severity::error, "a country that is no code of ISO 3166"},
      {"bad-currency", Severity::error, "a currency that is no code of ISO 4217"},
      {"bad-date", Severity::error, "a date that is none"},
      {"bad-document", Severity::error, "a YAML document that is no record"},
      {"bad-email", Severity::error, "an e-mail address that can't be one"},
      {"bad-header", Severity::error, "a column whose name fits no field"},
      {"bad-id", Severity::error, "an id that can't be a file's name"},
      {"bad-language", Severity::warning, "a language that is no code"},
      {"bad-length", Severity::error, "a text that is too short or too long"},
      {"bad-number", Severity::error, "a number or amount that is none"},
      {"bad-period", Severity::error, "a period that is none"},
      {"bad-phone", Severity::warning, "a phone number that is not in E.164"},
      {"bad-quote", Severity::error, "a cell of a table with text behind its closing quote"},
      {"bad-rule", Severity::error, "a rule of a schema that is no query, or whose types don't fit"},
      {"bad-shape", Severity::error, "a list or map where the schema has a value, or the other way round"},
      {"bad-url", Severity::warning, "a web address that is none"},
      {"bad-value", Severity::error, "a value that the schema does not permit"},
      {"broken-rule", Severity::error,
       "a record for which a rule of a schema does not hold; a warning where the rule says so"},
      {"conflict-marker", Severity::error, "a merge that was not resolved; the file is not read"},
      {"dangling-reference", Severity::error, "a reference to a record that is not there"},
      {"duplicate-column", Severity::error, "a table that names a column twice"},
      {"duplicate-id", Severity::error, "two records of one collection with the same id"},
      {"file-name", Severity::warning, "a file of one record that is not named after its id"},
      {"missing-field", Severity::error, "a record without a field that its schema requires"},
      {"not-ignored", Severity::warning, "a .gitignore that lets .flatcrm/ into git"},
      {"out-of-range", Severity::error, "a number beyond its bounds"},
      {"ragged-row", Severity::error, "a row with more cells than columns; with fewer a warning"},
      {"stray-file", Severity::warning, "a file in a collection that is neither YAML nor CSV"},
      {"unknown-setting", Severity::warning, "a name in flatcrm.yaml that flatcrm does not know"},
      {"unnamed-column", Severity::error, "a column without a name that holds values"},
      {"unreadable", Severity::error, "a file that can't be read at all; the others are still checked"},
  };
  return codes;
}

core::Problems check(const Book& book) {
  return io::read_in_one_state(book.tree(), [&] { return Checker(book).run(); });
}

core::Problems news(core::Problems problems, const core::Problems& before) {
  using Name = std::tuple<std::string_view, std::string_view, std::string_view>;
  auto name = [](const Problem& one) { return Name(one.code, one.record, one.message); };
  std::map<Name, std::size_t> known;
  for (const Problem& one : before) ++known[name(one)];
  core::Problems kept;
  for (Problem& one : problems) {
    auto found = known.find(name(one));
    if (found != known.end() && found->second > 0)
      --found->second;
    else
      kept.push_back(std::move(one));
  }
  return kept;
}

}  // namespace flatcrm::book
