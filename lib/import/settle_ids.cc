#include <algorithm>
#include <unordered_set>

#include "core/id.h"
#include "import/match.h"
#include "io/threads.h"

namespace flatcrm::import {

namespace {

/// The rows that make a record, with the hashes of its id.
struct NewIds {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint64_t> hashes;
};

NewIds new_ids(const CollectionRun& run) {
  std::vector<NewIds> parts(run.batches.size());
  io::parallel_for(parts.size(), run.book.threads(), [&](std::size_t number) {
    const Batch& batch = run.batches[number];
    for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at) {
      std::uint32_t row = batch.first + at;
      if (run.root[row] != row || run.targets[row].found || run.is_forgotten(row)) continue;
      parts[number].rows.push_back(row);
      parts[number].hashes.push_back(core::stable_hash(batch.set->records[at].id()));
    }
  });
  NewIds all;
  all.rows.reserve(run.rows);
  all.hashes.reserve(run.rows);
  for (const NewIds& part : parts) {
    all.rows.insert(all.rows.end(), part.rows.begin(), part.rows.end());
    all.hashes.insert(all.hashes.end(), part.hashes.begin(), part.hashes.end());
  }
  return all;
}

/// Where a new record would take an id that another one has.
std::vector<std::uint32_t> contested(const CollectionRun& run) {
  const auto [rows, hashes] = new_ids(run);
  auto equal = [&run, &rows = rows](std::uint32_t i, std::uint32_t j) {
    return run.record(rows[i]).id() == run.record(rows[j]).id();
  };
  std::vector<std::uint32_t> first = first_of(hashes, equal, run.book.threads());
  std::vector<bool> shared(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    if (first[i] != i) shared[i] = shared[first[i]] = true;
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    if (shared[i] || run.targets[rows[i]].id_taken) out.push_back(rows[i]);
  return out;
}

}  // namespace

void settle_ids(CollectionRun& run) {
  std::vector<std::uint32_t> rows = contested(run);
  if (rows.empty()) return;
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t left, std::uint32_t right) {
    std::string_view left_id = run.record(left).id(), right_id = run.record(right).id();
    return left_id != right_id ? left_id < right_id : run.mapped(left).key < run.mapped(right).key;
  });
  std::unordered_set<std::uint32_t> open(rows.begin(), rows.end());
  std::unordered_set<std::uint64_t> used;  // by hash: to step aside without need does no harm
  for (std::uint32_t row = 0; row < run.rows; ++row)
    if (run.root[row] == row && open.count(row) == 0) used.insert(core::stable_hash(run.id_of(row)));
  std::string id;
  for (std::uint32_t row : rows) {
    const Batch& batch = run.batch(row);
    model::Value& value = batch.set->records.edit(row - batch.first)[0];
    std::string_view slug = value.text.substr(0, value.text.rfind('-'));
    id = value.text;
    bool taken = run.targets[row].id_taken;
    for (int attempt = 1; taken || used.count(core::stable_hash(id)) != 0; ++attempt) {
      core::make_id(slug, "x", batch.mapping->source, run.mapped(row).key, attempt, id);
      taken = false;
    }
    used.insert(core::stable_hash(id));
    value.text = batch.set->records.arena().keep(id);
  }
}

}  // namespace flatcrm::import
