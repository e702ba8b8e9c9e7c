#include "import/tally.h"

#include <algorithm>
#include <limits>
#include <set>

namespace flatcrm::import {

namespace {

constexpr std::size_t most_examples = 3;

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

void add(RowCounts& counts, Outcome outcome) {
  ++(outcome == Outcome::created     ? counts.created
     : outcome == Outcome::updated   ? counts.updated
     : outcome == Outcome::unchanged ? counts.unchanged
                                     : counts.skipped);
}

void add(FieldSummary& field, const FieldCount& count) {
  field.given += count.given;
  field.normalized += count.normalized;
  field.not_normalized += count.failed;
  for (const std::string& example : count.examples)
    if (field.not_normalized_examples.size() < most_examples)
      field.not_normalized_examples.push_back(example);
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

void Tally::count_forgotten(const std::vector<std::shared_ptr<const Source>>& sources) {
  std::vector<std::set<std::pair<std::uint32_t, std::uint32_t>>> rows(sources.size());
  std::vector<std::uint64_t> first(sources.size(), std::numeric_limits<std::uint64_t>::max());
  for (CollectionRun& run : import_.runs.all())
    for (const Batch& batch : run.batches) {
      if (batch.source >= sources.size() || run.forgotten.empty() || run.collection == "links") continue;
      for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at) {
        if (!run.is_forgotten(batch.first + at)) continue;
        rows[batch.source].emplace(batch.piece, batch.set->rows[at].parent);
        first[batch.source] = std::min(first[batch.source], run.record(batch.first + at).begin());
      }
    }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (rows[i].empty()) continue;
    summary_.sources[i].forgotten = rows[i].size();
    summary_.sources[i].forgotten_line = sources[i]->line(first[i]);
  }
}

Tally::RowOutcomes Tally::main_outcomes() const {
  RowOutcomes rows(sources());
  for (std::size_t i = 0; i < sources(); ++i) rows[i].resize(import_.pieces[i].size());
  for (CollectionRun& run : import_.runs.all())
    for (const Batch& batch : run.batches) {
      if (batch.source >= sources() || batch.record != 0) continue;
      auto first = import_.outcomes[run.collection].rows.begin() + batch.first;
      rows[batch.source][batch.piece].assign(first,
                                             first + static_cast<std::ptrdiff_t>(batch.set->rows.size()));
    }
  return rows;
}

void Tally::add_further(RowOutcomes& rows) const {
  for (CollectionRun& run : import_.runs.all())
    for (const Batch& batch : run.batches) {
      if (batch.source >= sources() || batch.record == 0) continue;
      const std::vector<Outcome>& outcomes = import_.outcomes[run.collection].rows;
      for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at) {
        Outcome further = outcomes[batch.first + at];
        Outcome& row = rows[batch.source][batch.piece][batch.set->rows[at].parent];
        bool changed = further == Outcome::created || further == Outcome::updated;
        if (row == Outcome::unchanged && changed) row = Outcome::updated;
      }
    }
}

void Tally::count_rows() {
  RowOutcomes rows = main_outcomes();
  add_further(rows);
  for (std::size_t i = 0; i < sources(); ++i) {
    RowCounts& counts = summary_.sources[i].rows;
    for (std::size_t piece = 0; piece < rows[i].size(); ++piece) {
      const MappedPiece& mapped = import_.pieces[i][piece];
      counts.read += mapped.read;
      counts.skipped += mapped.skipped;
      counts.rejected += mapped.rejected.size();
      for (Outcome outcome : by_row(rows[i][piece], mapped.unit_rows)) import::add(counts, outcome);
    }
    counts.read += summary_.sources[i].report.end_rows;
    counts.skipped += summary_.sources[i].report.end_rows;
    summary_.rows.add(counts);
  }
}

FieldSummary& Tally::field(const std::string& collection, const std::string& name) {
  for (FieldSummary& known : summary_.fields)
    if (known.collection == collection && known.field == name) return known;
  FieldSummary& added = summary_.fields.emplace_back();
  added.collection = collection;
  added.field = name;
  return added;
}

void Tally::add_values() {
  for (std::size_t i = 0; i < sources(); ++i)
    for (const MappedPiece& piece : import_.pieces[i])
      for (std::size_t record = 0; record < piece.counts.size(); ++record) {
        const RecordMap& map = import_.mappings[i].records[record];
        for (std::size_t at = 0; at < piece.counts[record].size(); ++at) {
          if (map.fields[at].kind == Kind::month_day && piece.counts[record][at].given == 0) continue;
          FieldSummary& one = field(map.collection, map.fields[at].name);
          one.reference = map.fields[at].kind == Kind::reference;
          one.refers_to = map.fields[at].collection;
          import::add(one, piece.counts[record][at]);
        }
      }
}

void Tally::add_references(const References::Counts& references) {
  for (const auto& [name, count] : references) {
    FieldSummary& one = field(name.first, name.second);
    one.unresolved += count.unresolved;
    one.other_source = count.other_source;
    one.other_keys = count.other_keys;
    one.unresolved_examples.assign(count.examples.begin(), count.examples.end());
    std::stable_sort(one.unresolved_examples.begin(), one.unresolved_examples.end(),
                     [](const auto& left, const auto& right) { return left.second > right.second; });
    if (one.unresolved_examples.size() > most_examples) one.unresolved_examples.resize(most_examples);
  }
}

void Tally::add_conflicts() {
  for (CollectionRun& run : import_.runs.all())
    for (const auto& [path, count] : import_.outcomes[run.collection].conflicts) {
      FieldSummary& one = field(run.collection, run.paths[path].text);
      one.conflicts += count.count;
      one.gave_way += count.gave_way;
      for (const auto& [row, example] : count.examples) one.conflict_examples.push_back(example);
    }
}

void Tally::count_fields(const References::Counts& references,
                         const std::map<std::string, CancellationCount>& cancellations) {
  add_values();
  add_references(references);
  for (std::size_t i = 0; i < sources(); ++i)
    for (const RecordMap& map : import_.mappings[i].records)
      for (const FieldMap& one : map.fields) {
        if (one.origin != Origin::cancels) continue;
        const CancellationCount& count = cancellations.at(map.collection);
        field(map.collection, one.name).cancelled = count.found;
        field(map.collection, one.name).open = count.open;
      }
  add_conflicts();
  sort_fields();
}

/// Paths are numbered in the order of calls, which must not be seen.
void Tally::sort_fields() {
  std::vector<std::string> collections;
  for (const CollectionSummary& one : summary_.collections) collections.push_back(one.collection);
  auto place = [&](const std::string& name) {
    return std::find(collections.begin(), collections.end(), name);
  };
  std::sort(summary_.fields.begin(), summary_.fields.end(),
            [&](const FieldSummary& left, const FieldSummary& right) {
              if (left.collection != right.collection)
                return place(left.collection) < place(right.collection);
              const model::Schema& schema = import_.book.schemas().of(left.collection);
              if (schema.before(left.field, right.field)) return true;
              return !schema.before(right.field, left.field) && left.field < right.field;
            });
}

}  // namespace flatcrm::import
