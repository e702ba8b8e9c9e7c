#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/error.h"
#include "dedupe/population.h"
#include "io/threads.h"

namespace flatcrm::dedupe {

void Comparison::add(std::unique_ptr<Comparator> comparator) {
  const std::vector<Dimension>& added = comparator->dimensions();
  if (dimensions_.size() + added.size() > most_dimensions)
    throw Error(Code::limit, fmt::format("more than {} kinds of evidence are compared", most_dimensions),
                {settings_file}, "turn some fields off there, as in 'fields: {notes: off}'");
  firsts_.push_back(dimensions_.size());
  for (std::size_t i = 0; i < added.size(); ++i) {
    dimensions_.push_back(&added[i]);
    places_.push_back({comparators_.size(), i});
  }
  comparators_.push_back(std::move(comparator));
}

void Comparison::compare(std::span<const Pair> pairs, std::span<Pattern> patterns, Memos& memos) const {
  std::fill(patterns.begin(), patterns.end(), 0);
  for (std::size_t i = 0; i < comparators_.size(); ++i)
    comparators_[i]->compare(pairs, patterns, firsts_[i], memos[i]);
}

double Comparison::rarity(Pair pair, std::size_t dimension, unsigned level) const {
  Place place = places_[dimension];
  return comparators_[place.comparator]->rarity(pair, place.dimension, level,
                                                entity_of_row_[pair.a] == entity_of_row_[pair.b]);
}

double Comparison::agreement(std::size_t dimension) const {
  return comparators_[places_[dimension].comparator]->agreement(places_[dimension].dimension);
}

void Comparison::count(const Entities& entities, int threads) {
  EntityRows rows(entities);
  io::parallel_for(comparators_.size(), threads, [&](std::size_t i) { comparators_[i]->count(rows); });
  entity_of_row_ = entities.of_row;
}

std::vector<Key> Comparison::keys(int threads) const {
  std::vector<std::vector<Key>> parts(comparators_.size());
  io::parallel_for(parts.size(), threads,
                   [&](std::size_t i) { comparators_[i]->add_keys(firsts_[i], parts[i]); });
  std::vector<Key> keys;
  for (std::vector<Key>& part : parts) std::move(part.begin(), part.end(), std::back_inserter(keys));
  std::stable_sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.rank < b.rank; });
  return keys;
}

std::uint64_t Comparison::signature(Row row) const {
  std::uint64_t signature = 7;
  for (const auto& comparator : comparators_) signature = mixed(signature, comparator->signature(row));
  return signature;
}

void Comparison::keep(std::span<const Row> rows, int threads) {
  io::parallel_for(comparators_.size(), threads, [&](std::size_t i) { comparators_[i]->keep(rows); });
}

void Comparison::sketch(int threads) {
  io::parallel_for(comparators_.size(), threads, [&](std::size_t i) { comparators_[i]->sketch(); });
}

std::string Comparison::value(Row row, std::size_t dimension) const {
  return comparators_[places_[dimension].comparator]->value(row, places_[dimension].dimension);
}

}  // namespace flatcrm::dedupe
