// What comparators of single columns share: the best level over all values of two records, remembered.
#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "dedupe/sketch.h"
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

  /// What a value's level may be known by without reading it; what is in it is each comparator's own.
  struct Sketch {
    Letters whole;
    std::uint64_t part = 0;
    std::uint32_t part_hash = 0, rest_hash = 0;
    std::uint32_t part_size = 0;
    std::uint32_t flags = 0;
    Letters part_letters() const { return {part, part_size}; }
  };

  const std::vector<Dimension>& dimensions() const override { return dimensions_; }
  void compare(std::span<const Pair> pairs, std::span<Pattern> patterns, std::size_t first,
               Memo& memo) const override;
  double rarity(Pair pair, std::size_t dimension, unsigned level, bool joined) const override;
  double agreement(std::size_t) const override { return column_.agreement; }
  void count(const EntityRows& entities) override {
    column_.count(entities, dictionary_.size(), dimensions_[0].levels[1].chance);
  }
  std::uint64_t signature(Row row) const override;
  void keep(std::span<const Row> rows) override { column_.keep(rows); }
  void sketch() override;
  std::string value(Row row, std::size_t dimension) const override;

 protected:
  /// Of a code with itself.
  virtual unsigned same_level(std::uint32_t) const { return 1; }
  /// Of two different codes. Requires: neither is 0.
  virtual unsigned level(std::uint32_t left, std::uint32_t right) const = 0;
  /// The level where the sketches alone are sure of it, else `missing`.
  virtual unsigned level_by_sketch(const Sketch&, const Sketch&) const { return missing; }
  /// How to make sketches, for a comparator that has them.
  void sketch_by(std::function<Sketch(std::string_view)> sketch) { sketch_ = std::move(sketch); }
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

  unsigned level_between(std::uint32_t left, std::uint32_t right, Memo& memo) const {
    if (left == right) return same_level(left);
    if (!sketches_.empty())
      if (unsigned known = level_by_sketch(sketches_[left], sketches_[right]); known != missing) return known;
    return memo.level(left, right, [this](std::uint32_t a, std::uint32_t b) { return level(a, b); });
  }
  void compare_lists(std::span<const Pair> pairs, std::span<Pattern> patterns, std::size_t first,
                     Memo& memo) const;

  std::function<Sketch(std::string_view)> sketch_;
  std::vector<Sketch> sketches_;  // by code, or none
  std::string name_;
  ValueColumn column_;
  model::Dictionary dictionary_;
  std::vector<Dimension> dimensions_;
};

}  // namespace flatcrm::dedupe
