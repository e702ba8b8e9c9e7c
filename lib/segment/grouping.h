// Numbers the different combinations of values that rows have, in the order in which they come.
//
//   Grouping grouping(rows);
//   grouping.split(countries);      // one value a row
//   grouping.split(owners);         // now by country and owner
//   grouping.group_of()[7]          // the group of row 7
//   grouping.first_rows().size()    // how many groups there are; each with the first row that it has
#pragma once

#include <cstdint>
#include <vector>

#include "query/vector.h"

namespace flatcrm::segment {

class Grouping {
 public:
  explicit Grouping(std::size_t rows) : group_of_(rows, 0) {}

  /// Requires: a value for each row.
  void split(const query::Vector& values);

  const std::vector<std::uint32_t>& group_of() const { return group_of_; }
  const std::vector<std::uint32_t>& first_rows() const { return first_rows_; }

 private:
  void renumber(std::size_t row, std::uint32_t& number);

  std::vector<std::uint32_t> group_of_, first_rows_;
};

}  // namespace flatcrm::segment
