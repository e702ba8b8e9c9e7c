// The records of one kind (people, organizations) as they are compared: standardized, interned, each once.
//
//   Populations populations = read_populations(book, settings, threads);
//   for (const Population& people : populations.all) find_duplicates(people, ...)
//
// Shape   a member is a record of the table, in its order; a row is a distinct way to be compared, so that a
//         million equal records are one row. Members whose decisions or clean sources speak of them alone
//         have rows of their own.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "dedupe/comparator.h"
#include "dedupe/settings.h"
#include "model/table.h"

namespace flatcrm::dedupe {

/// All comparisons of a population, with the number of each one's first dimension.
class Comparison {
 public:
  void add(std::unique_ptr<Comparator> comparator);
  const std::vector<const Dimension*>& dimensions() const { return dimensions_; }
  std::size_t size() const { return dimensions_.size(); }

  using Memos = std::vector<Memo>;
  /// `bits`: the logarithm of how many comparisons each remembers.
  Memos memos(int bits = 13) const { return Memos(comparators_.size(), Memo(bits)); }
  /// The patterns of the pairs; `patterns` is overwritten.
  void compare(std::span<const Pair> pairs, std::span<Pattern> patterns, Memos& memos) const;
  double rarity(Pair pair, std::size_t dimension, unsigned level) const;
  double agreement(std::size_t dimension) const;
  void count(const Entities& entities, int threads);
  std::vector<Key> keys(int threads) const;
  std::uint64_t signature(Row row) const;
  void keep(std::span<const Row> rows, int threads);
  void sketch(int threads);
  std::string value(Row row, std::size_t dimension) const;

 private:
  std::vector<std::uint32_t> entity_of_row_;
  struct Place {
    std::size_t comparator = 0, dimension = 0;
  };
  std::vector<std::unique_ptr<Comparator>> comparators_;
  std::vector<std::size_t> firsts_;
  std::vector<const Dimension*> dimensions_;
  std::vector<Place> places_;
};

struct Population {
  Who who = Who::people;
  std::vector<std::uint32_t> members;       // rows of the table
  std::vector<Row> row_of;                  // by member
  std::vector<std::uint64_t> fingerprints;  // by member: of its id and all that is compared
  std::vector<bool> is_new;                 // by member; empty: all are
  std::vector<std::uint32_t>
      last_entity;  // by member: whom the last run took it for; empty where none is known
  std::vector<std::uint32_t> first_member,
      member_list;  // members of each row: member_list[first_member[row]...]
  std::size_t rows = 0;
  Comparison comparison;
  std::vector<std::string> left_out;  // fields that say nothing, with the reason
};

struct Populations {
  std::vector<std::string_view> ids;     // by row of the table
  std::vector<std::uint32_t> source_of;  // number of its clean source, 0: none
  std::vector<Population> all;
  std::unique_ptr<std::string> id_text;       // what the ids point into
  std::shared_ptr<const model::Table> table;  // only where there are people and organizations
};

struct ReadOptions {
  Settings settings;
  std::vector<std::string> apart;  // ids that must have rows of their own
  int threads = 1;
};
Populations read_populations(const book::Book& book, const ReadOptions& options);

}  // namespace flatcrm::dedupe
