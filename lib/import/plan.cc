#include "import/plan.h"

#include <algorithm>

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
#include "import/tally.h"
#include "io/threads.h"

namespace flatcrm::import {

namespace {

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
std::string column_text(const Mapping& mapping, const Input& input) {
  if (input.column >= 0) return mapping.names[static_cast<std::size_t>(input.column)];
  std::string text;
  for (const PatternPart& part : input.pattern)
    text += part.column < 0 ? part.literal : mapping.names[static_cast<std::size_t>(part.column)];
  return text;
}

/// Of a further record from the same row.
void add_columns_of(const RecordMap& record, const Mapping& mapping, std::vector<Found>& found) {
  for (const FieldMap& field : record.fields) {
    if (field.kind == Kind::month_day) continue;
    for (const Input& input : field.inputs)
      if (input.column >= 0 && (field.list || &input == &field.inputs.front()))
        found.push_back({column_text(mapping, input), record.collection + "." + field.name, "", false});
  }
}

std::vector<Found> columns_found(const Mapping& mapping, const Profile& profile) {
  std::vector<Found> found;
  const RecordMap& record = mapping.records[0];
  for (const FieldMap& field : record.fields) {
    if (field.origin == Origin::constant && profile.main.key.size() == 1)
      found.push_back({profile.main.key[0].text, field.name,
                       fmt::format("so every {} is {}", field.name, field.constant), false});
    for (const Input& input : field.inputs) {
      // A template says what its columns are only where their words together mean something.
      if (field.kind == Kind::month_day || (input.column < 0 && field.spec.map.empty())) continue;
      const std::string column = column_text(mapping, input);
      Found one{column, field.name, "", (*record.paths)[field.path].field == nullptr};
      for (const auto& [word, value] : field.spec.map)
        one.words += fmt::format("{}'{}' is {}", one.words.empty() ? "" : ", ", word, value);
      if (one.custom || !core::equal_ignoring_ascii_case(column, field.name) || !one.words.empty())
        found.push_back(std::move(one));
    }
  }
  for (std::size_t i = 1; i < mapping.records.size(); ++i) add_columns_of(mapping.records[i], mapping, found);
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
  const SourcePieces cuts = cut_source(*one.source, book_.threads());
  summary.decisions = decide_formats(mapping, *one.source, cuts, options, one.profile, book_.threads());
  summary.profile = one.profile.title;
  if (!one.profile.title.empty()) summary.left_out = mapping.left_out;
  if (one.profile.inferred) summary.found = columns_found(mapping, one.profile);
  plan_.summary.sources.push_back(std::move(summary));
  kept_->pieces.push_back(map_rows(mapping, *one.source, cuts, options_.limit, book_.threads()));
  std::vector<MappedPiece>& pieces = kept_->pieces.back();
  fill_shared_values(mapping, pieces);
  note_left_out(plan_.summary.sources.back(), mapping, pieces);
  if (options_.limit > 0 && pieces.front().read >= options_.limit)
    plan_.summary.sources.back().report.end_rows = 0;
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

ImportPlan Planner::plan() {
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    plan_.sources.push_back(sources_[i].source);
    map_source(i);
  }
  match_all();
  Tally tally({book_, kept_->mappings, kept_->pieces, *kept_->runs, outcomes_}, plan_.summary);
  tally.count_forgotten(plan_.sources);
  merge_all();
  tally.count_rows();
  kept_->references->look_elsewhere();
  tally.count_fields(kept_->references->counts(), cancellations_);
  kept_->sources = plan_.sources;
  plan_.changes.keep.push_back(kept_);
  return std::move(plan_);
}

}  // namespace

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
