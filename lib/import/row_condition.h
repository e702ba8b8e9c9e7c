// Which rows of a source are read at all: the condition of a profile's `where` and that of the command line, over the source's columns.
//
//   RowCondition condition(*source, profile, "number(Amount) > 100", today);
//   condition.test(cell) == Truth::no          // the row is left out, and counted
//
// Shape   both conditions must hold. Beside the file's columns the names that the profile gives them count, and of a wide table those
//         of its cells. An empty cell is nothing: a comparison with it is unknown, and the row is left out.
// Errors  Code::bad_input at the profile's line, or query::QueryError for the command line: a column that there is not, types that do not fit.
// Threads test() may be called from several at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "import/profile.h"
#include "import/source.h"
#include "query/row_filter.h"

namespace flatcrm::import {

class RowCondition {
 public:
  RowCondition(const Source& source, const Profile& profile, std::string_view where, core::Date today);

  /// `cell` gives the text of a column; of a wide table also of the two behind the last one.
  query::Truth test(const std::function<std::string_view(std::size_t column)>& cell) const;
  /// The columns that it asks for.
  std::vector<std::size_t> columns() const;

 private:
  std::vector<std::string> names_;
  std::vector<std::size_t> column_of_;  // by name
  std::vector<query::RowFilter> filters_;
};

/// Nothing where neither the profile nor the command line has a condition.
std::shared_ptr<const RowCondition> compile_condition(const Source& source, const Profile& profile,
                                                      std::string_view where, core::Date today);

}  // namespace flatcrm::import
