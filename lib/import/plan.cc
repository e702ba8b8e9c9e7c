#include "import/plan.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "book/forgotten.h"
#include "core/id.h"
#include "core/text.h"
#include "import/cancellations.h"
#include "import/carry_out.h"
#include "import/forgotten_rows.h"
#include "import/late_references.h"
#include "import/map.h"
#include "import/references.h"
#include "import/said.h"
#include "import/shared_values.h"
#include "io/threads.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_examples = 3;

/// What the views of a plan's changes point into.
struct Kept {
  std::vector<std::shared_ptr<const Source>> sources;
  std::deque<Mapping> mappings;
  book::Forgotten forgotten;
  std::deque<std::vector<MappedPiece>> pieces;  // by source
  std::unique_ptr<References> references;
  std::unique_ptr<Runs> runs;
};

/// "where: 3 rows left out, 1 of them as a cell that it asks for is empty".
void note_left_out(SourceSummary& summary, const Mapping& mapping, const std::vector<MappedPiece>& pieces) {
  if (!mapping.condition) return;
  std::uint64_t left_out = 0, unknown = 0;
  for (const MappedPiece& piece : pieces) {
    left_out += piece.left_out;
    unknown += piece.unknown;
  }
  std::string note = fmt::format("where: {} row{} left out", left_out, left_out == 1 ? "" : "s");
  if (unknown > 0) note += fmt::format(", {} of them as a cell that it asks for is empty", unknown);
  summary.decisions.push_back(std::move(note));
}

/// Only what a reader could not know: not the columns that are called as a field of the schema is.
std::vector<Found> columns_found(const Mapping& mapping) {
  std::vector<Found> found;
  const RecordMap& record = mapping.records[0];
  for (const FieldMap& field : record.fields)
    for (const Input& input : field.inputs) {
      if (input.column < 0) continue;
      const std::string& column = mapping.names[static_cast<std::size_t>(input.column)];
      Found one{column, field.name, "", (*record.paths)[field.path].field == nullptr};
      for (const auto& [word, value] : field.spec.map)
        one.words += fmt::format("{}'{}' is {}", one.words.empty() ? "" : ", ", word, value);
      if (one.custom || !core::equal_ignoring_ascii_case(column, field.name) || !one.words.empty())
        found.push_back(std::move(one));
    }
  return found;
}

class Planner {
 public:
  Planner(const book::Book& book, std::vector<ImportSource> sources, const ImportOptions& options)
      : book_(book), sources_(std::move(sources)), options_(options), kept_(std::make_shared<Kept>()) {
    // Whatever the order in which a shell names the files, the book ends in the same bytes.
    std::stable_sort(sources_.begin(), sources_.end(),
                     [](const ImportSource& left, const ImportSource& right) {
                       return std::pair(std::string_view(left.profile.source.text),
                                        std::string_view(left.source->name())) <
                              std::pair(std::string_view(right.profile.source.text),
                                        std::string_view(right.source->name()));
                     });
    kept_->runs = std::make_unique<Runs>(book);
    kept_->forgotten = book::Forgotten::read(book);
    kept_->references = std::make_unique<References>(*kept_->runs, options.as_of, kept_->forgotten);
  }

  ImportPlan plan();

 private:
  void map_source(std::size_t number);
  void note_rejects(std::size_t number, const std::vector<MappedPiece>& pieces);
  void number_repeated_rows(Mapping& mapping, std::vector<MappedPiece>& pieces);
  void add_to_runs(std::size_t number);
  void write_references(CollectionRun& run);
  void match_all();
  void merge_all();
  void count_rows();
  void count_forgotten();
  void count_fields();
  FieldSummary& field(const std::string& collection, const std::string& name);
  void sort_fields();

  const book::Book& book_;
  std::vector<ImportSource> sources_;
  const ImportOptions& options_;
  std::shared_ptr<Kept> kept_;
  std::map<std::string, Outcomes> outcomes_;
  std::map<std::string, CancellationCount> cancellations_;
  ImportPlan plan_;
};

void Planner::map_source(std::size_t number) {
  const ImportSource& one = sources_[number];
  MappingOptions options{options_.as_of,
                         options_.date_order,
                         options_.decimal,
                         options_.fields,
                         core::parse_date(options_.since),
                         options_.where};
  Mapping& mapping = kept_->mappings.emplace_back(compile(one.profile, *one.source, book_, options));
  SourceSummary summary;
  summary.report = one.source->report();
  summary.decisions = decide_formats(mapping, *one.source, options, one.profile, book_.threads());
  summary.profile = one.profile.title;
  if (!one.profile.title.empty()) summary.left_out = mapping.left_out;
  if (one.profile.inferred) summary.found = columns_found(mapping);
  plan_.summary.sources.push_back(std::move(summary));
  kept_->pieces.push_back(map_rows(mapping, *one.source, options_.limit, book_.threads()));
  std::vector<MappedPiece>& pieces = kept_->pieces.back();
  fill_shared_values(mapping, pieces);
  note_left_out(plan_.summary.sources.back(), mapping, pieces);
  number_repeated_rows(mapping, pieces);
  note_rejects(number, pieces);
  add_to_runs(number);
}

void Planner::note_rejects(std::size_t number, const std::vector<MappedPiece>& pieces) {
  const Source& source = *sources_[number].source;
  if (options_.strict && !source.report().left_out.empty())
    throw Error(Code::bad_input, source.report().left_out, {source.name()},
                "nothing was imported, as --strict asks");
  LineFinder lines(source);
  for (const MappedPiece& piece : pieces)
    for (const RejectedRow& row : piece.rejected) {
      const std::size_t line = lines.line(row.offset);
      plan_.rejects.push_back(
          {static_cast<std::uint32_t>(number), line, row.offset, row.size, row.cells, row.reason});
      if (options_.strict)
        throw Error(Code::bad_input, fmt::format("row rejected: {}", row.reason), {source.name(), line},
                    "nothing was imported, as --strict asks");
    }
}

/// In a log two rows that are equal in every cell are two events: the second gets a key of its own. Elsewhere they are one thing said twice.
void Planner::number_repeated_rows(Mapping& mapping, std::vector<MappedPiece>& pieces) {
  RecordMap& map = mapping.records[0];
  if (!map.key.empty() || map.log_date == 0) return;
  std::unordered_map<std::uint64_t, std::uint32_t> times;
  std::string key, id;
  for (MappedPiece& piece : pieces)
    for (std::uint32_t at = 0; at < piece.sets[0].rows.size(); ++at) {
      MappedRow& row = piece.sets[0].rows[at];
      std::uint32_t time = ++times[row.hash];
      if (row.gives_id || time == 1) continue;
      model::RecordSet& records = piece.sets[0].records;
      key = fmt::format("{}-{}", row.key, time);
      row.key = records.arena().keep(key);
      row.hash = key_hash(mapping.source, row.key);
      std::string_view old = records[at].id();
      core::make_id(old.substr(0, old.rfind('-')), "x", mapping.source, row.key, 0, id);
      for (model::Value& value : records.edit(at)) {
        if (value.path == model::Paths::id) value.text = records.arena().keep(id);
        if (value.path == map.key_path) value.text = row.key;
      }
    }
}

void Planner::add_to_runs(std::size_t number) {
  Mapping& mapping = kept_->mappings[number];
  std::vector<MappedPiece>& pieces = kept_->pieces[number];
  for (std::uint32_t record = 0; record < mapping.records.size(); ++record) {
    CollectionRun& run = kept_->runs->of(mapping.records[record].collection);
    for (std::uint32_t piece = 0; piece < pieces.size(); ++piece)
      run.add(static_cast<std::uint32_t>(number), piece, record, mapping, pieces[piece]);
  }
}

void Planner::write_references(CollectionRun& run) {
  kept_->references->write(run);
  leave_out_personal(run, kept_->forgotten);
  CancellationCount count = find_cancelled(run);
  cancellations_[run.collection].found += count.found;
  cancellations_[run.collection].open += count.open;
  say(run);
}

void Planner::match_all() {
  if (!kept_->forgotten.empty())
    for (CollectionRun& run : kept_->runs->all()) find_forgotten(run, kept_->forgotten);
  kept_->references->bind();
  std::vector<CollectionRun*> order = kept_->runs->in_order();
  std::vector<const CollectionRun*> matched;
  std::vector<CollectionRun*> unwritten;
  for (CollectionRun* run : order) {
    bool ready = true;
    for (const std::string& name : Runs::referenced(*run)) {
      const CollectionRun* other = kept_->runs->find(name);
      ready =
          ready && (other == nullptr || std::find(matched.begin(), matched.end(), other) != matched.end());
    }
    if (ready) write_references(*run);
    match(*run, ready);
    settle_ids(*run);
    matched.push_back(run);
    if (!ready) unwritten.push_back(run);
  }
  for (CollectionRun* run : unwritten) write_references(*run);
}

void Planner::merge_all() {
  std::map<std::string, std::uint64_t> late = find_late_references(*kept_->runs, plan_.changes);
  for (CollectionRun& run : kept_->runs->all()) {
    Outcomes& outcomes = outcomes_[run.collection] = merge_rows(run, options_.only_new, plan_.changes);
    plan_.summary.collections.push_back(outcomes.records);
    plan_.summary.touched += outcomes.touched;
    plan_.summary.overwritten += outcomes.overwritten;
    CollectionSummary& counts = plan_.summary.collections.back();
    counts.updated += late[run.collection];
    late.erase(run.collection);
  }
  for (const auto& [collection, changed] : late)
    if (changed > 0) plan_.summary.collections.push_back({collection, 0, changed, 0});
}

/// Of the cells of a wide row the one that did most.
std::vector<Outcome> by_row(const std::vector<Outcome>& units, const std::vector<std::uint32_t>& unit_rows) {
  if (unit_rows.empty()) return units;
  std::vector<Outcome> out;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (i == 0 || unit_rows[i] != unit_rows[i - 1])
      out.push_back(units[i]);
    else
      out.back() = std::min(out.back(), units[i]);
  }
  return out;
}

/// A row has the outcome of its main record; where that is unchanged, a further record may have changed the book all the same.
void Planner::count_rows() {
  std::vector<std::vector<std::vector<Outcome>>> rows(sources_.size());
  for (std::size_t i = 0; i < sources_.size(); ++i) rows[i].resize(kept_->pieces[i].size());
  for (CollectionRun& run : kept_->runs->all())
    for (const Batch& batch : run.batches) {
      if (batch.source >= sources_.size() || batch.record != 0) continue;
      auto first = outcomes_[run.collection].rows.begin() + batch.first;
      rows[batch.source][batch.piece].assign(first,
                                             first + static_cast<std::ptrdiff_t>(batch.set->rows.size()));
    }
  for (CollectionRun& run : kept_->runs->all())
    for (const Batch& batch : run.batches) {
      if (batch.source >= sources_.size() || batch.record == 0) continue;
      for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at) {
        Outcome further = outcomes_[run.collection].rows[batch.first + at];
        Outcome& row = rows[batch.source][batch.piece][batch.set->rows[at].parent];
        if (row == Outcome::unchanged && (further == Outcome::created || further == Outcome::updated))
          row = Outcome::updated;
      }
    }
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    RowCounts& counts = plan_.summary.sources[i].rows;
    for (std::size_t piece = 0; piece < rows[i].size(); ++piece) {
      const MappedPiece& mapped = kept_->pieces[i][piece];
      counts.read += mapped.read;
      counts.skipped += mapped.skipped;
      counts.rejected += mapped.rejected.size();
      for (Outcome outcome : by_row(rows[i][piece], mapped.unit_rows))
        ++(outcome == Outcome::created     ? counts.created
           : outcome == Outcome::updated   ? counts.updated
           : outcome == Outcome::unchanged ? counts.unchanged
                                           : counts.skipped);
    }
    plan_.summary.rows.add(counts);
  }
}

/// Each row once, whichever of its records is of someone forgotten; a link to such a one says nothing of the row.
void Planner::count_forgotten() {
  std::vector<std::set<std::pair<std::uint32_t, std::uint32_t>>> rows(sources_.size());
  std::vector<std::uint64_t> first(sources_.size(), std::numeric_limits<std::uint64_t>::max());
  for (CollectionRun& run : kept_->runs->all())
    for (const Batch& batch : run.batches) {
      if (batch.source >= sources_.size() || run.forgotten.empty() || run.collection == "links") continue;
      for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at) {
        if (!run.is_forgotten(batch.first + at)) continue;
        rows[batch.source].emplace(batch.piece, batch.set->rows[at].parent);
        first[batch.source] = std::min(first[batch.source], run.record(batch.first + at).begin());
      }
    }
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (rows[i].empty()) continue;
    plan_.summary.sources[i].forgotten = rows[i].size();
    plan_.summary.sources[i].forgotten_line = sources_[i].source->line(first[i]);
  }
}

FieldSummary& Planner::field(const std::string& collection, const std::string& name) {
  for (FieldSummary& known : plan_.summary.fields)
    if (known.collection == collection && known.field == name) return known;
  FieldSummary& added = plan_.summary.fields.emplace_back();
  added.collection = collection;
  added.field = name;
  return added;
}

void Planner::count_fields() {
  for (std::size_t i = 0; i < sources_.size(); ++i)
    for (const MappedPiece& piece : kept_->pieces[i])
      for (std::size_t record = 0; record < piece.counts.size(); ++record)
        for (std::size_t at = 0; at < piece.counts[record].size(); ++at) {
          const FieldCount& count = piece.counts[record][at];
          const RecordMap& map = kept_->mappings[i].records[record];
          FieldSummary& one = field(map.collection, map.fields[at].name);
          one.reference = map.fields[at].kind == Kind::reference;
          one.given += count.given;
          one.normalized += count.normalized;
          one.not_normalized += count.failed;
          for (const std::string& example : count.examples)
            if (one.not_normalized_examples.size() < most_examples)
              one.not_normalized_examples.push_back(example);
        }
  for (const auto& [name, count] : kept_->references->counts()) {
    FieldSummary& one = field(name.first, name.second);
    one.unresolved += count.unresolved;
    one.unresolved_examples.assign(count.examples.begin(), count.examples.end());
    std::stable_sort(one.unresolved_examples.begin(), one.unresolved_examples.end(),
                     [](const auto& left, const auto& right) { return left.second > right.second; });
    if (one.unresolved_examples.size() > most_examples) one.unresolved_examples.resize(most_examples);
  }
  for (std::size_t i = 0; i < sources_.size(); ++i)
    for (const RecordMap& map : kept_->mappings[i].records)
      for (const FieldMap& one : map.fields)
        if (one.origin == Origin::cancels) {
          field(map.collection, one.name).cancelled = cancellations_[map.collection].found;
          field(map.collection, one.name).open = cancellations_[map.collection].open;
        }
  for (CollectionRun& run : kept_->runs->all())
    for (const auto& [path, count] : outcomes_[run.collection].conflicts) {
      FieldSummary& one = field(run.collection, run.paths[path].text);
      one.conflicts += count.count;
      for (const auto& [row, example] : count.examples) one.conflict_examples.push_back(example);
    }
}

/// Paths are numbered in the order of calls, which must not be seen.
void Planner::sort_fields() {
  std::vector<std::string> collections;
  for (const CollectionSummary& one : plan_.summary.collections) collections.push_back(one.collection);
  auto place = [&](const std::string& name) {
    return std::find(collections.begin(), collections.end(), name);
  };
  std::sort(plan_.summary.fields.begin(), plan_.summary.fields.end(),
            [&](const FieldSummary& left, const FieldSummary& right) {
              if (left.collection != right.collection)
                return place(left.collection) < place(right.collection);
              const model::Schema& schema = book_.schemas().of(left.collection);
              if (schema.before(left.field, right.field)) return true;
              return !schema.before(right.field, left.field) && left.field < right.field;
            });
}

ImportPlan Planner::plan() {
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    plan_.sources.push_back(sources_[i].source);
    map_source(i);
  }
  match_all();
  count_forgotten();
  merge_all();
  count_rows();
  count_fields();
  sort_fields();
  kept_->sources = plan_.sources;
  plan_.changes.keep.push_back(kept_);
  return std::move(plan_);
}

}  // namespace

void RowCounts::add(const RowCounts& other) {
  read += other.read;
  created += other.created;
  updated += other.updated;
  unchanged += other.unchanged;
  rejected += other.rejected;
  skipped += other.skipped;
}

std::string change_guard(const Summary& summary, int most_percent) {
  constexpr std::uint64_t few = 5;
  if (summary.overwritten <= few || most_percent >= 100) return {};
  if (summary.overwritten * 100 <= summary.touched * static_cast<std::uint64_t>(most_percent)) return {};
  return fmt::format("values would be overwritten or blanked in {} of {} records, more than {} %",
                     summary.overwritten, summary.touched, most_percent);
}

ImportPlan plan_import(const book::Book& book, const std::vector<ImportSource>& sources,
                       const ImportOptions& options) {
  return Planner(book, sources, options).plan();
}

}  // namespace flatcrm::import
