#include "import/match.h"

#include <algorithm>
#include <unordered_map>

#include "book/read.h"
#include "core/id.h"
#include "core/text.h"
#include "import/content_hash.h"
#include "import/expected_file.h"
#include "import/hash_table.h"
#include "import/path_roles.h"
#include "import/source_entries.h"
#include "io/threads.h"

namespace flatcrm::import {

using model::PathId;
using model::Record;
using model::Value;

namespace {

constexpr std::uint32_t none = 0xffffffff;

/// The records of one file by id.
class IdIndex {
 public:
  explicit IdIndex(const model::RecordSet& records) : records_(records), table_(records.size()) {
    for (std::uint32_t i = 0; i < records.size(); ++i) table_.add(core::stable_hash(records[i].id()), i);
  }
  std::uint32_t find(std::string_view id) const {
    std::uint32_t found = none;
    table_.each(core::stable_hash(id), [&](std::uint32_t i) {
      if (found == none && records_[i].id() == id) found = i;
    });
    return found;
  }

 private:
  const model::RecordSet& records_;
  HashTable table_;
};

/// Calls visit(text) for each value of a record by which it may be found.
template <typename Visit>
void each_identifier(const Record& record, const std::vector<PathId>& paths, const model::Paths& names,
                     const Visit& visit) {
  for (const Value& value : record.values()) {
    if (value.text.empty() || std::find(paths.begin(), paths.end(), value.path) == paths.end()) continue;
    const model::Path& path = names[value.path];
    auto say = [&](std::string_view text) {
      std::string identifier = path.text;
      identifier += '\0';
      visit(identifier += core::lower_ascii(text));
    };
    if (!path.list || value.text.find(';') == std::string_view::npos)
      say(value.text);
    else
      for (const std::string& one : core::split_list(value.text)) say(one);
  }
}

/// Visits each source of a record with its key.
template <typename Visit>
void each_key(const Record& record, PathRoles& roles, Visit visit) {
  for (const Value& value : record.values()) {
    if (roles[value.path].part != Part::key) continue;
    const std::uint32_t number = roles[value.path].number;
    for (const Value& other : record.values())
      if (roles[other.path].part == Part::source && roles[other.path].number == number)
        visit(other.text, value.text);
  }
}

class Matcher {
 public:
  Matcher(CollectionRun& run, bool compare) : run_(run), compare_(compare), expected_(run) {
    for (const Batch& batch : run.batches)
      for (PathId path : batch.map->match)
        if (std::find(identifiers_.begin(), identifiers_.end(), path) == identifiers_.end())
          identifiers_.push_back(path);
  }

  void match() {
    find_roots();
    run_.targets.assign(run_.rows, {});
    if (!run_.files.empty()) {
      look_where_expected();
      look_everywhere();
    }
    if (!identifiers_.empty()) follow_identifiers();
  }

 private:
  enum class By : std::uint8_t { id, key, identifier };
  struct Hit {
    std::uint32_t row = 0;
    By by = By::key;
    std::uint32_t file = 0, record = 0;
    std::string id;  // of the record
    auto operator<=>(const Hit&) const = default;
  };
  struct Gone {
    std::uint32_t row = 0;
    std::string into;
  };
  struct Findings {
    std::vector<Hit> hits;
    std::vector<Gone> gone;
    std::vector<std::uint32_t> taken;
  };

  void find_roots();
  void look_where_expected();
  void look_in(std::uint32_t file, std::vector<std::uint32_t>& rows, std::vector<Gone>& gone);
  void take_same(std::uint32_t file, const model::RecordSet& records, std::vector<std::uint32_t>& rows);
  void fetch_ahead(const std::vector<std::uint32_t>& rows, std::size_t at) const;
  void look_everywhere();
  template <typename OnHit>
  void probe_key(std::string_view source, std::string_view key, OnHit hit) const;
  void probe(const Record& record, std::uint32_t file, std::uint32_t at, PathRoles& roles,
             Findings& findings) const;
  void settle(std::vector<Findings>& findings);
  void follow(const Gone& gone);
  void found(std::uint32_t row, std::uint32_t file, std::uint32_t record, std::string_view id);
  void follow_identifiers();
  bool may_join(std::uint32_t row, const Record& record, PathRoles& roles) const;
  bool is_open(std::uint32_t row) const {
    return run_.root[row] == row && !run_.targets[row].found && !run_.is_forgotten(row);
  }

  CollectionRun& run_;
  bool compare_;
  ExpectedFile expected_;
  std::vector<PathId> identifiers_;
  std::vector<std::uint64_t> contents_;  // by row
  HashTable keys_{0}, ids_{0}, values_{0};
};

void Matcher::find_roots() {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(run_.rows);
  for (const Batch& batch : run_.batches)
    for (const MappedRow& row : batch.set->rows) hashes.push_back(row.hash);
  run_.root = first_of(
      hashes,
      [&](std::uint32_t i, std::uint32_t j) {
        return run_.mapped(i).key == run_.mapped(j).key && run_.gives_id(i) == run_.gives_id(j) &&
               (run_.gives_id(i) || run_.batch(i).mapping->source == run_.batch(j).mapping->source);
      },
      run_.book.threads());
  if (run_.forgotten.empty()) return;
  run_.forgotten.resize(run_.rows);
  // Of the rows of one key one may say who is meant, and then they all are.
  for (std::uint32_t row = 0; row < run_.rows; ++row)
    if (run_.is_forgotten(row)) run_.forgotten[run_.root[row]] = run_.forgotten[row];
  for (std::uint32_t row = 0; row < run_.rows; ++row) {
    if (!run_.is_forgotten(run_.root[row])) continue;
    run_.forgotten[row] = run_.forgotten[run_.root[row]];
  }
  for (std::uint32_t row = 0; row < run_.rows; ++row)
    if (run_.is_forgotten(row)) run_.root[row] = row;
}

void Matcher::look_where_expected() {
  std::vector<std::uint32_t> files(run_.rows, none);
  contents_.resize(run_.rows);
  io::parallel_for(run_.batches.size(), run_.book.threads(), [&](std::size_t number) {
    const Batch& batch = run_.batches[number];
    for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at) {
      std::uint32_t row = batch.first + at;
      if (run_.root[row] != row || run_.is_forgotten(row)) continue;
      Record record = batch.set->records[at];
      files[row] = expected_.file_of(record, batch.map->log_date);
      contents_[row] = content_hash(record, batch.map->first_seen_path);
    }
  });
  std::vector<std::vector<std::uint32_t>> rows(run_.files.size());
  for (std::uint32_t row = 0; row < run_.rows; ++row)
    if (files[row] != none) rows[files[row]].push_back(row);
  std::vector<std::vector<Gone>> gone(run_.files.size());
  io::parallel_for(run_.files.size(), run_.book.threads(), [&](std::size_t file) {
    if (!rows[file].empty()) look_in(static_cast<std::uint32_t>(file), rows[file], gone[file]);
  });
  for (const std::vector<Gone>& some : gone)
    for (const Gone& one : some) follow(one);
}

/// Takes those rows out that say just what a record holds. They are most of them as a rule, and are all over the source: so their values,
/// each of which would have to be waited for, are not looked at again.
void Matcher::take_same(std::uint32_t file, const model::RecordSet& records,
                        std::vector<std::uint32_t>& rows) {
  constexpr std::size_t ahead = 16;
  PathId first_seen = run_.batches.front().map->first_seen_path;
  HashTable table(records.size());
  for (std::uint32_t i = 0; i < records.size(); ++i) table.add(content_hash(records[i], first_seen), i);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + ahead < rows.size()) {
      __builtin_prefetch(&contents_[rows[i + ahead]]);
      __builtin_prefetch(&run_.targets[rows[i + ahead]], 1);
    }
    std::uint32_t row = rows[i], at = none;
    table.each(contents_[row], [&](std::uint32_t record) { at = record; });
    if (at == none)
      rows[kept++] = row;
    else
      run_.targets[row] = {file, at, true, compare_, false};
  }
  rows.resize(kept);
}

/// The rows of one file lie all over the source, and waiting for each would take longer than all else: so each is asked for in three steps
/// ahead of time, where it is, what its values are, what their texts are.
void Matcher::fetch_ahead(const std::vector<std::uint32_t>& rows, std::size_t at) const {
  constexpr std::size_t far = 24, near = 12, next = 4, line = 64;
  if (at + far < rows.size()) {
    std::uint32_t row = rows[at + far];
    const Batch& batch = run_.batch(row);
    batch.set->records.prefetch(row - batch.first);
    __builtin_prefetch(&batch.set->rows[row - batch.first]);
  }
  if (at + near < rows.size()) {
    std::span<const Value> values = run_.record(rows[at + near]).values();
    for (std::size_t i = 0; i < values.size(); i += line / sizeof(Value)) __builtin_prefetch(&values[i]);
  }
  if (at + next < rows.size()) {
    std::span<const Value> values = run_.record(rows[at + next]).values();
    __builtin_prefetch(values.front().text.data());
    const char* page = nullptr;
    for (const Value& value : values.subspan(1)) {
      if (value.text.data() >= page && value.text.data() < page + line) continue;
      page = value.text.data();
      __builtin_prefetch(page);
    }
  }
}

void Matcher::look_in(std::uint32_t file, std::vector<std::uint32_t>& rows, std::vector<Gone>& gone) {
  core::Problems problems;
  book::LoadedFile loaded = book::load_file(run_.book, run_.collection, run_.files[file], problems);
  take_same(file, loaded.records, rows);
  if (rows.empty()) return;
  IdIndex index(loaded.records);
  PathRoles roles(run_.paths);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    fetch_ahead(rows, i);
    std::uint32_t row = rows[i];
    Record wanted = run_.record(row);
    std::uint32_t at = index.find(wanted.id());
    if (at == none) continue;
    Record record = loaded.records[at];
    Target& target = run_.targets[row];
    std::string_view into = merged_into(record, roles);
    if (!into.empty()) {
      gone.push_back({row, std::string(into)});
    } else if (run_.gives_id(row) ||
               has_entry(record, roles, run_.batch(row).mapping->source, run_.mapped(row).key)) {
      target = {file, at, true, false, false};
      target.same = compare_ && says_nothing_new(wanted, record, *run_.batch(row).map);
    } else {
      target.id_taken = true;
    }
  }
}

/// The record is part of another one now, which any file may hold. Where the entry of the source moved to
/// still another, the search for the key, which comes next, is not needed either: the person who merged them
/// said that they are one.
void Matcher::follow(const Gone& gone) {
  std::optional<book::Found> place = book::find_record(run_.book, run_.collection, gone.into);
  run_.targets[gone.row].id_taken = true;
  if (!place) return;
  std::uint32_t file = expected_.number(place->file.file.path);
  if (file != none) found(gone.row, file, static_cast<std::uint32_t>(place->row), place->record().id());
}

void Matcher::found(std::uint32_t row, std::uint32_t file, std::uint32_t record, std::string_view id) {
  run_.targets[row] = {file, record, true, false, false};
  if (run_.record(row).id() != id) run_.other_ids[row] = id;
}

void Matcher::look_everywhere() {
  std::size_t open = 0;
  for (std::uint32_t row = 0; row < run_.rows; ++row) {
    if (!is_open(row)) continue;
    ++open;
    keys_.add(run_.mapped(row).hash, row);
    ids_.add(core::stable_hash(run_.record(row).id()), row);
    if (!run_.batch(row).map->match.empty())
      each_identifier(run_.record(row), run_.batch(row).map->match, run_.paths,
                      [&](std::string_view text) { values_.add(core::stable_hash(text), row); });
  }
  if (open == 0) return;
  std::vector<Findings> findings(run_.files.size());
  io::parallel_for(run_.files.size(), run_.book.threads(), [&](std::size_t file) {
    core::Problems problems;
    book::LoadedFile loaded = book::load_file(run_.book, run_.collection, run_.files[file], problems);
    PathRoles roles(run_.paths);
    for (std::uint32_t at = 0; at < loaded.records.size(); ++at)
      probe(loaded.records[at], static_cast<std::uint32_t>(file), at, roles, findings[file]);
  });
  settle(findings);
}

bool Matcher::may_join(std::uint32_t row, const Record& record, PathRoles& roles) const {
  const Batch& batch = run_.batch(row);
  return batch.map->key.empty() || !has_source(record, roles, batch.mapping->source);
}

/// Rows of this source and key. Of an address that was written with capitals when it came, also those that have it without.
template <typename OnHit>
void Matcher::probe_key(std::string_view source, std::string_view key, OnHit hit) const {
  auto look_for = [&](std::string_view text, bool addresses_only) {
    keys_.each(key_hash(source, text), [&](std::uint32_t row) {
      if (run_.gives_id(row) || run_.mapped(row).key != text || run_.batch(row).mapping->source != source)
        return;
      if (!addresses_only || run_.batch(row).map->has_caseless_key()) hit(row, By::key);
    });
  };
  look_for(key, false);
  if (key.find('@') == std::string_view::npos) return;
  if (const std::string small = core::lower_ascii(key); small != key) look_for(small, true);
}

void Matcher::probe(const Record& record, std::uint32_t file, std::uint32_t at, PathRoles& roles,
                    Findings& findings) const {
  auto hit = [&](std::uint32_t row, By by) {
    findings.hits.push_back({row, by, file, at, std::string(record.id())});
  };
  ids_.each(core::stable_hash(record.id()), [&](std::uint32_t row) {
    if (run_.record(row).id() != record.id()) return;
    std::string_view into = merged_into(record, roles);
    if (!into.empty())
      findings.gone.push_back({row, std::string(into)});
    else if (run_.gives_id(row))
      hit(row, By::id);
    else
      findings.taken.push_back(row);
  });
  each_key(record, roles,
           [&](std::string_view source, std::string_view key) { probe_key(source, key, hit); });
  if (values_.empty()) return;
  each_identifier(record, identifiers_, run_.paths, [&](const std::string& text) {
    values_.each(core::stable_hash(text), [&](std::uint32_t row) {
      if (may_join(row, record, roles)) hit(row, By::identifier);
    });
  });
}

void Matcher::settle(std::vector<Findings>& findings) {
  std::vector<Hit> hits;
  for (Findings& some : findings) {
    hits.insert(hits.end(), some.hits.begin(), some.hits.end());
    for (std::uint32_t row : some.taken) run_.targets[row].id_taken = true;
    for (const Gone& gone : some.gone) follow(gone);
  }
  std::sort(hits.begin(), hits.end());
  for (std::size_t first = 0; first < hits.size();) {
    std::size_t end = first;
    while (end < hits.size() && hits[end].row == hits[first].row) ++end;
    const Hit& best = hits[first];
    bool one = true;
    for (std::size_t i = first; i < end; ++i)
      one = one && hits[i].file == best.file && hits[i].record == best.record;
    if ((one || best.by != By::identifier) && is_open(best.row))
      found(best.row, best.file, best.record, best.id);
    first = end;
  }
}

/// Rows of several sources in one import find each other as they would have done one import after the other.
void Matcher::follow_identifiers() {
  std::unordered_map<std::string, std::uint32_t> known;
  std::vector<std::string_view> sources;
  std::unordered_map<std::uint32_t, std::vector<bool>> fed_by;  // a root: its sources
  for (std::uint32_t row = 0; row < run_.rows; ++row) {
    if (run_.is_forgotten(row)) continue;
    run_.root[row] = run_.root[run_.root[row]];
    const Batch& batch = run_.batch(row);
    auto place = std::find(sources.begin(), sources.end(), batch.mapping->source);
    std::size_t source = static_cast<std::size_t>(place - sources.begin());
    if (place == sources.end()) sources.push_back(batch.mapping->source);
    std::uint32_t other = none;
    bool one = true;
    if (is_open(row) && !batch.map->match.empty())
      each_identifier(run_.record(row), batch.map->match, run_.paths, [&](const std::string& text) {
        auto same = known.find(text);
        if (same == known.end()) return;
        const std::vector<bool>& fed = fed_by[same->second];
        if (!batch.map->key.empty() && source < fed.size() && fed[source]) return;
        one = one && (other == none || other == same->second);
        other = same->second;
      });
    if (other != none && one) run_.root[row] = other;
    std::vector<bool>& fed = fed_by[run_.root[row]];
    if (fed.size() <= source) fed.resize(source + 1);
    fed[source] = true;
    each_identifier(run_.record(row), identifiers_, run_.paths,
                    [&](const std::string& text) { known.try_emplace(text, run_.root[row]); });
  }
}

}  // namespace

void match(CollectionRun& run, bool compare) {
  Matcher(run, compare).match();
}

}  // namespace flatcrm::import
