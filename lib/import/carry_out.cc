#include "import/carry_out.h"

#include <algorithm>
#include <memory>

#include "book/read.h"
#include "core/text.h"
#include "import/merge.h"
#include "io/threads.h"

namespace flatcrm::import {

using model::Record;
using model::Value;

namespace {

constexpr std::size_t most_examples = 3;

/// A row of the import and the record of the book that it belongs to.
struct Pending {
  std::uint32_t file = 0, record = 0, row = 0;
  auto operator<=>(const Pending&) const = default;
};

struct FileEdits {
  std::shared_ptr<book::LoadedFile> loaded;
  std::vector<book::RecordUpdate> updates;
  std::vector<book::FieldEdit> edits;
  std::map<model::PathId, ConflictCount> conflicts;
  std::uint64_t overwritten = 0;
  std::shared_ptr<core::Arena> arena = std::make_shared<core::Arena>();
};

void note(std::map<model::PathId, ConflictCount>& counts, std::uint32_t row, std::string_view id,
          const std::vector<Conflict>& conflicts) {
  for (const Conflict& conflict : conflicts) {
    ConflictCount& count = counts[conflict.path];
    ++(conflict.gave_way ? count.gave_way : count.count);
    if (count.examples.size() < most_examples)
      count.examples.push_back(
          {row,
           {std::string(id), std::string(conflict.present), std::string(conflict.given), conflict.gave_way}});
  }
}

void merge_into(std::map<model::PathId, ConflictCount>& all, std::map<model::PathId, ConflictCount>& some) {
  for (auto& [path, count] : some) {
    ConflictCount& whole = all[path];
    whole.count += count.count;
    whole.gave_way += count.gave_way;
    whole.examples.insert(whole.examples.end(), count.examples.begin(), count.examples.end());
    std::sort(whole.examples.begin(), whole.examples.end(),
              [](const auto& left, const auto& right) { return left.first < right.first; });
    if (whole.examples.size() > most_examples) whole.examples.resize(most_examples);
  }
}

/// Does a value go that no one finds in the new one?
bool takes_something(const book::FieldEdit& edit, PathRoles& roles) {
  if (edit.before.empty()) return false;
  Part part = roles[edit.path].part;
  if (part != Part::field && part != Part::element) return false;
  if (edit.after.empty() || !roles.paths()[edit.path].list) return true;
  std::vector<std::string> after = core::split_list(edit.after);
  for (const std::string& one : core::split_list(edit.before))
    if (std::find(after.begin(), after.end(), one) == after.end()) return true;
  return false;
}

class RowMerger {
 public:
  RowMerger(CollectionRun& run, bool only_new, book::Changes& changes)
      : run_(run), only_new_(only_new), changes_(changes), into_(changes.of(run.collection)) {}

  Outcomes merge();

 private:
  const Target& target(std::uint32_t row) const { return run_.targets[run_.root[row]]; }
  RowParts parts(std::uint32_t row) const;
  void find_followers();
  void merge_existing();
  std::uint64_t records_found() const;
  std::vector<Pending> pending();
  void merge_file(const Pending* first, const Pending* end, FileEdits& edits);
  void merge_record(const Pending* first, const Pending* end, const Record& record, Merger& merger,
                    FileEdits& edits);
  void make_created();
  void copy_created(std::span<const Value> values);
  void make_followed(std::uint32_t root, const std::vector<std::uint32_t>& rows, Merger& merger);

  CollectionRun& run_;
  bool only_new_;
  book::Changes& changes_;
  book::CollectionChanges& into_;
  Outcomes outcomes_;
  std::vector<std::vector<bool>> adopted_;  // by batch: the rows whose records are created as they are
  std::map<std::uint32_t, std::vector<std::uint32_t>> followers_;  // of roots that have some
};

RowParts RowMerger::parts(std::uint32_t row) const {
  const Batch& batch = run_.batch(row);
  RowParts out = parts_of(run_.record(row), *batch.map, run_.gives_id(row));
  out.context.partial = batch.mapping->partial;
  out.context.joins = !batch.map->key.empty() || batch.record != 0 || batch.map->match.empty();
  return out;
}

void RowMerger::find_followers() {
  for (std::uint32_t row = 0; row < run_.rows; ++row)
    if (run_.root[row] != row) followers_[run_.root[row]].push_back(row);
}

std::vector<Pending> RowMerger::pending() {
  std::vector<Pending> out;
  bool several = run_.batches.size() > 1 &&
                 std::any_of(run_.batches.begin(), run_.batches.end(),
                             [&](const Batch& one) { return one.map != run_.batches.front().map; });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> touched;
  for (std::uint32_t row = 0; row < run_.rows; ++row) {
    const Target& place = target(row);
    if (!place.found) continue;
    outcomes_.rows[row] = only_new_ ? Outcome::skipped : Outcome::unchanged;
    if (only_new_ || (place.same && followers_.count(run_.root[row]) == 0)) continue;
    out.push_back({place.file, place.record, row});
    touched.emplace_back(place.file, place.record);
  }
  if (!several || out.empty()) {
    std::sort(out.begin(), out.end());
    return out;
  }
  // Another source may say something new of a record of which this one says nothing new: then all of them speak in turn.
  std::sort(touched.begin(), touched.end());
  for (std::uint32_t row = 0; row < run_.rows; ++row) {
    const Target& place = target(row);
    if (place.found && place.same && followers_.count(run_.root[row]) == 0 &&
        std::binary_search(touched.begin(), touched.end(), std::pair(place.file, place.record)))
      out.push_back({place.file, place.record, row});
  }
  std::sort(out.begin(), out.end());
  return out;
}

void RowMerger::merge_record(const Pending* first, const Pending* end, const Record& record, Merger& merger,
                             FileEdits& edits) {
  merger.begin(record.values());
  for (const Pending* one = first; one != end; ++one) {
    bool changed = merger.apply(parts(one->row));
    outcomes_.rows[one->row] = changed ? Outcome::updated : Outcome::unchanged;
    note(edits.conflicts, one->row, record.id(), merger.conflicts());
    merger.conflicts().clear();
  }
  std::vector<book::FieldEdit> fields;
  merger.edits(record.values(), fields);
  // Rows that take turns in changing a value and leave it as it was have changed nothing.
  if (fields.empty())
    for (const Pending* one = first; one != end; ++one) outcomes_.rows[one->row] = Outcome::unchanged;
  if (fields.empty()) return;
  if (std::any_of(fields.begin(), fields.end(),
                  [&](const book::FieldEdit& edit) { return takes_something(edit, merger.roles()); }))
    ++edits.overwritten;
  edits.updates.push_back({0, record.index(), record.id(), static_cast<std::uint32_t>(edits.edits.size()),
                           static_cast<std::uint32_t>(fields.size()), false});
  edits.edits.insert(edits.edits.end(), fields.begin(), fields.end());
}

void RowMerger::merge_file(const Pending* first, const Pending* end, FileEdits& edits) {
  core::Problems problems;
  edits.loaded = std::make_shared<book::LoadedFile>(
      book::load_file(run_.book, run_.collection, run_.files[first->file], problems));
  Merger merger(run_.paths, *edits.arena);
  while (first != end) {
    const Pending* next = first;
    while (next != end && next->record == first->record) ++next;
    merge_record(first, next, edits.loaded->records[first->record], merger, edits);
    first = next;
  }
  if (edits.updates.empty()) edits.loaded.reset();
}

void RowMerger::merge_existing() {
  std::vector<Pending> rows = pending();
  std::vector<std::pair<std::size_t, std::size_t>> files;
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t end = first;
    while (end < rows.size() && rows[end].file == rows[first].file) ++end;
    files.emplace_back(first, end);
    first = end;
  }
  std::vector<FileEdits> edits(files.size());
  io::parallel_for(files.size(), run_.book.threads(), [&](std::size_t i) {
    merge_file(rows.data() + files[i].first, rows.data() + files[i].second, edits[i]);
  });
  for (FileEdits& one : edits) {
    merge_into(outcomes_.conflicts, one.conflicts);
    outcomes_.overwritten += one.overwritten;
    if (!one.loaded) continue;
    std::uint32_t file = into_.file(one.loaded->file.path, one.loaded->bytes.stamp());
    for (const book::RecordUpdate& update : one.updates)
      into_.update(file, update.index, update.id,
                   {one.edits.begin() + update.first, one.edits.begin() + update.first + update.count});
    outcomes_.records.updated += one.updates.size();
    changes_.keep.push_back(one.loaded);
    changes_.keep.push_back(one.arena);
  }
  outcomes_.touched = records_found();
  outcomes_.records.unchanged = outcomes_.touched - outcomes_.records.updated;
}

/// How many records of the book rows belong to.
std::uint64_t RowMerger::records_found() const {
  std::vector<std::size_t> begins(run_.files.size() + 1, 0);  // of each file's records, numbered through
  for (std::uint32_t row = 0; row < run_.rows; ++row) {
    const Target& place = run_.targets[row];
    if (run_.root[row] == row && place.found)
      begins[place.file + 1] = std::max<std::size_t>(begins[place.file + 1], place.record + std::size_t{1});
  }
  for (std::size_t file = 1; file < begins.size(); ++file) begins[file] += begins[file - 1];
  std::vector<bool> found(begins.back());
  for (std::uint32_t row = 0; row < run_.rows; ++row) {
    const Target& place = run_.targets[row];
    if (run_.root[row] == row && place.found) found[begins[place.file] + place.record] = true;
  }
  return static_cast<std::uint64_t>(std::count(found.begin(), found.end(), true));
}

void RowMerger::make_followed(std::uint32_t root, const std::vector<std::uint32_t>& rows, Merger& merger) {
  merger.begin(run_.record(root).values(), true);
  for (std::uint32_t row : rows) {
    bool changed = merger.apply(parts(row));
    outcomes_.rows[row] = changed ? Outcome::updated : Outcome::unchanged;
    note(outcomes_.conflicts, row, run_.record(root).id(), merger.conflicts());
    merger.conflicts().clear();
  }
  copy_created(merger.values());
}

/// May the batch hold values of size 0, which a record of the book has not?
bool may_hold_nothing(const Batch& batch) {
  return batch.mapping->empty_clears ||
         std::any_of(batch.map->fields.begin(), batch.map->fields.end(), [](const FieldMap& field) {
           return field.origin == Origin::ref || field.origin == Origin::cancels || field.factor >= 0;
         });
}

void RowMerger::make_created() {
  Merger merger(run_.paths, changes_.arena);
  for (const Batch& batch : run_.batches) {
    bool copied = may_hold_nothing(batch);
    std::vector<bool> taken(batch.set->rows.size());
    for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at) {
      std::uint32_t row = batch.first + at;
      if (run_.root[row] != row || run_.targets[row].found || run_.is_forgotten(row)) continue;
      outcomes_.rows[row] = Outcome::created;
      ++outcomes_.records.created;
      auto followed = followers_.find(row);
      if (followed != followers_.end())
        make_followed(row, followed->second, merger);
      else if (copied)
        copy_created(batch.set->records[at].values());
      else
        taken[at] = true;
    }
    adopted_.push_back(std::move(taken));
  }
  // Only now, since a follower may stand in any batch.
  for (std::size_t i = 0; i < run_.batches.size(); ++i)
    if (std::find(adopted_[i].begin(), adopted_[i].end(), true) != adopted_[i].end())
      into_.created.adopt(std::move(run_.batches[i].set->records), adopted_[i]);
}

void RowMerger::copy_created(std::span<const Value> values) {
  into_.created.begin();
  for (const Value& value : values)
    if (!value.text.empty()) into_.created.add(value.path, value.text);
  into_.created.end(0, 0);
}

Outcomes RowMerger::merge() {
  outcomes_.rows.assign(run_.rows, Outcome::unchanged);
  for (std::uint32_t row = 0; row < run_.rows; ++row)
    if (run_.is_forgotten(row)) outcomes_.rows[row] = Outcome::skipped;
  outcomes_.records.collection = run_.collection;
  find_followers();
  merge_existing();
  make_created();
  return std::move(outcomes_);
}

}  // namespace

Outcomes merge_rows(CollectionRun& run, bool only_new, book::Changes& changes) {
  return RowMerger(run, only_new, changes).merge();
}

}  // namespace flatcrm::import
