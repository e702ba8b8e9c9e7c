// The values of one column as dense codes with their frequencies: what every comparison and key works on.
//
//   ValueColumn column = intern(codes, rows, {.form = phone_form, .list = true}, dictionary, threads);
//   column.code(row, 0)             // 0: none
//   column.count(entities);         // frequencies over entities: what one customer says twice is no sign of
//                                   // a common value
//   column.frequency(code, false)   // log2 of the share of entities that hold it, two of which are thought
//                                   // to be one
//
// Shape   up to `slots` values a row, the first of a list; codes in order of first occurrence.
// Source  frequencies with an absolute discount of n1 / (n1 + 2 n2) (H. Ney and others, 1994): where most
//         values are seen once, the next record will most likely bring a new one.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dedupe/dimension.h"
#include "model/dictionary.h"
#include "model/table.h"

namespace flatcrm::dedupe {

/// The customer that each row is taken to be part of, and how many there are.
struct Entities {
  std::vector<std::uint32_t> of_row;
  std::uint32_t count = 0;
};
Entities each_for_itself(std::size_t rows);

/// The rows of each entity side by side. Lasts no longer than the entities.
struct EntityRows {
  explicit EntityRows(const Entities& entities);
  const Entities& entities;
  std::vector<Row> rows;
};

struct ValueColumn {
  std::uint32_t slots = 1;
  std::vector<std::uint32_t> codes;
  std::vector<std::array<float, 2>> frequencies;  // log2, by code: of two entities that share it, and of one
  double agreement = 0;                           // chance that two entities share a value

  std::size_t rows() const { return codes.size() / slots; }
  std::uint32_t code(Row row, std::uint32_t slot) const { return codes[row * slots + slot]; }
  /// `joined`: the two rows that share it are one entity already; else it counts once less than it is seen.
  double frequency(std::uint32_t code, bool joined) const {
    return static_cast<double>(frequencies[code][joined ? 1 : 0]);
  }
  bool empty() const;
  void keep(std::span<const Row> rows);
  /// `least`: the agreement by chance of such values where the book says nothing yet.
  void count(const EntityRows& entities, std::size_t distinct, double least);
};

struct Interning {
  std::function<std::string(std::string_view)> form;
  bool list = false;  // the cell holds several values
};
inline constexpr std::uint32_t most_slots = 4;

/// A column of the table, for some of its rows. An empty form is no value.
ValueColumn intern(const model::Codes& raw, std::span<const std::uint32_t> rows, const Interning& how,
                   model::Dictionary& dictionary, int threads);

/// The forms of those codes that some row has; "" for all others.
std::vector<std::string> forms_of(const model::Codes& raw, std::span<const std::uint32_t> rows,
                                  const std::function<std::string(std::string_view)>& form, int threads);

}  // namespace flatcrm::dedupe
