// The records that one file gets, brought together from wherever they lie in memory.
//
//   CreatedRows rows;
//   rows.gather(plan, paths);
//   rows[0].id()      rows.columns()      // id first, then the paths that any of them has a value of
//
// Shape   in the order of plan.created; of each record the values that are not empty, in schema order.
// Why     the records of a shard are all over an import: each is a wait for memory unless asked for ahead of
//         time. Their values are copied once, so that all that follows finds them side by side; of their texts
//         fetch() says which will be needed next.
#pragma once

#include <cstdint>
#include <vector>

#include "book/rewrite.h"
#include "model/record_set.h"

namespace flatcrm::book {

class CreatedRows {
 public:
  /// Forgets what was gathered before, and keeps its memory.
  void gather(const FilePlan& plan, const model::Paths& paths);

  std::size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }
  model::Record operator[](std::size_t row) const {
    std::size_t begin = row == 0 ? 0 : ends_[row - 1];
    return {std::span(values_).subspan(begin, ends_[row] - begin), 0, static_cast<std::uint32_t>(row)};
  }
  const std::vector<model::PathId>& columns() const { return columns_; }
  /// The bytes of all texts.
  std::size_t text_bytes() const { return text_bytes_; }

  /// To be called before `row` is looked at: asks for the texts of a row some way behind it.
  void fetch(std::size_t row) const;

 private:
  void copy(const model::RecordSet& records, const std::vector<std::uint32_t>& rows);
  void find_columns(const model::Paths& paths);
  void put_in_order();

  std::vector<model::Value> values_;
  std::vector<std::size_t> ends_;  // of the values of each row
  std::vector<model::PathId> columns_;
  std::vector<std::uint32_t> ranks_;  // by path: its place in columns_
  std::size_t text_bytes_ = 0;
};

}  // namespace flatcrm::book
