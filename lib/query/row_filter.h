// A condition on the rows of a source, whose columns are known by their headers.
//
//   RowFilter filter("{Status} != 'Deleted' and number(Amount) > 100", {"Status", "Amount"}, today);
//   filter.columns()                        // {0, 1}: those that it looks at
//   filter.holds({"Open", "250.00"}) == true       // unknown, for a missing cell, is false
//
// Shape   every cell is text; number(), date() and money() read it. A header with blanks or signs stands
//         in braces.
// Errors  QueryError at a column that there is not, with the nearest one, and at types that do not fit.
// Threads holds() may be called from several at once.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "query/check.h"
#include "query/vector.h"

namespace flatcrm::query {

class RowFilter {
 public:
  /// `name` stands for the query in messages.
  RowFilter(std::string_view query, std::vector<std::string> headers, core::Date today,
            std::string_view name = "query");
  RowFilter(RowFilter&&) noexcept;
  ~RowFilter();

  const std::vector<std::size_t>& columns() const;
  /// `cell` gives the text of a column of the row; unknown where it asks for a cell that is empty.
  Truth test(const std::function<std::string_view(std::size_t column)>& cell) const;
  /// Only where it is known.
  bool holds(const std::function<std::string_view(std::size_t column)>& cell) const;
  bool holds(const std::vector<std::string_view>& cells) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace flatcrm::query
