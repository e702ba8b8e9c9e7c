// The rows of an import as match.h lays them out.
#include <algorithm>

#include "core/id.h"
#include "import/hash_table.h"
#include "import/match.h"
#include "io/threads.h"

namespace flatcrm::import {

using model::Record;

CollectionRun::CollectionRun(const book::Book& of, std::string name)
    : book(of), collection(std::move(name)), paths(of.paths(collection)), files(of.files(collection)) {}

void CollectionRun::add(std::uint32_t source, std::uint32_t piece, std::uint32_t record_number,
                        const Mapping& mapping, MappedPiece& mapped_piece) {
  MappedSet& set = mapped_piece.sets[record_number];
  if (set.rows.empty()) return;
  batches.push_back(
      {source, piece, record_number, &mapping, &mapping.records[record_number], &mapped_piece, &set, rows});
  rows += static_cast<std::uint32_t>(set.rows.size());
}

std::uint32_t CollectionRun::batch_of(std::uint32_t row) const {
  auto behind =
      std::upper_bound(batches.begin(), batches.end(), row,
                       [](std::uint32_t wanted, const Batch& batch) { return wanted < batch.first; });
  return static_cast<std::uint32_t>(behind - batches.begin()) - 1;
}

Record CollectionRun::record(std::uint32_t row) const {
  const Batch& one = batch(row);
  return one.set->records[row - one.first];
}

const MappedRow& CollectionRun::mapped(std::uint32_t row) const {
  const Batch& one = batch(row);
  return one.set->rows[row - one.first];
}

bool CollectionRun::gives_id(std::uint32_t row) const {
  return mapped(row).gives_id;
}

std::string_view CollectionRun::id_of(std::uint32_t row) const {
  if (is_forgotten(row)) return forgotten[row];
  auto other = other_ids.find(root[row]);
  return other == other_ids.end() ? record(root[row]).id() : std::string_view(other->second);
}

std::uint64_t key_hash(std::string_view source, std::string_view key) {
  char small[256];
  if (source.size() + key.size() + 1 > sizeof small) {
    std::string text(source);
    text += '\0';
    return core::stable_hash(text += key);
  }
  std::copy(source.begin(), source.end(), small);
  small[source.size()] = '\0';
  std::copy(key.begin(), key.end(), small + source.size() + 1);
  return core::stable_hash({small, source.size() + 1 + key.size()});
}

std::vector<std::uint32_t> first_of(const std::vector<std::uint64_t>& hashes,
                                    const std::function<bool(std::uint32_t, std::uint32_t)>& equal,
                                    int threads) {
  // Partitions small enough for a cache, each with its rows in order.
  constexpr std::size_t partitions = 64;
  constexpr int shift = 58;
  std::vector<std::uint32_t> ends(partitions, 0);
  for (std::uint64_t hash : hashes) ++ends[hash >> shift];
  std::uint32_t sum = 0;
  for (std::uint32_t& end : ends) end = sum += end;
  std::vector<std::uint32_t> next(partitions, 0);
  for (std::size_t i = 1; i < partitions; ++i) next[i] = ends[i - 1];
  std::vector<std::uint32_t> order(hashes.size());
  for (std::uint32_t i = 0; i < hashes.size(); ++i) order[next[hashes[i] >> shift]++] = i;
  std::vector<std::uint32_t> first(hashes.size());
  io::parallel_for(partitions, threads, [&](std::size_t partition) {
    std::uint32_t begin = partition == 0 ? 0 : ends[partition - 1];
    HashTable table(ends[partition] - begin);
    for (std::uint32_t at = begin; at < ends[partition]; ++at) {
      std::uint32_t row = order[at];
      first[row] = row;
      table.each(hashes[row], [&](std::uint32_t earlier) {
        if (first[row] == row && equal(earlier, row)) first[row] = earlier;
      });
      if (first[row] == row) table.add(hashes[row], row);
    }
  });
  return first;
}

}  // namespace flatcrm::import
