// What comparators of single columns share: the best level over all values of two records, remembered.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "dedupe/value_comparator.h"

namespace flatcrm::dedupe {

class ValueComparator : public Comparator {
 public:
  ValueComparator(Values&& values, Dimension dimension)
      : name_(std::move(values.name)),
        column_(std::move(values.column)),
        dictionary_(std::move(values.dictionary)) {
    dimensions_.push_back(std::move(dimension));
  }

  const std::vector<Dimension>& dimensions() const override { return dimensions_; }
  void compare(std::span<const Pair> pairs, std::span<Pattern> patterns, std::size_t first,
               Memo& memo) const override;
  double rarity(Pair pair, std::size_t dimension, unsigned level, bool joined) const override;
  double agreement(std::size_t) const override { return column_.agreement; }
  void count(const Entities& entities) override {
    column_.count(entities, dictionary_.size(), dimensions_[0].levels[1].chance);
  }
  std::uint64_t signature(Row row) const override;
  void keep(std::span<const Row> rows) override { column_.keep(rows); }
  std::string value(Row row, std::size_t dimension) const override;

 protected:
  /// Of a code with itself.
  virtual unsigned same_level(std::uint32_t) const { return 1; }
  /// Of two different codes. Requires: neither is 0.
  virtual unsigned level(std::uint32_t left, std::uint32_t right) const = 0;
  std::string_view text(std::uint32_t code) const { return dictionary_.text(code); }
  /// A key of each value, `make` giving 0 for none.
  template <typename Make>
  Key key(std::string what, int rank, std::size_t first, Make make) const {
    Key key{std::move(what), rank, 1U << first, column_.slots, {}};
    std::vector<std::uint32_t> of_code(dictionary_.size(), 0);
    for (std::uint32_t code = 1; code < of_code.size(); ++code) of_code[code] = make(code);
    key.values.reserve(column_.codes.size());
    for (std::uint32_t code : column_.codes) key.values.push_back(of_code[code]);
    return key;
  }

  std::string name_;
  ValueColumn column_;
  model::Dictionary dictionary_;
  std::vector<Dimension> dimensions_;
};

}  // namespace flatcrm::dedupe
