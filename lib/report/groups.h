// Records in groups by a value: what --by asks for.
//
//   Groups groups = group_by("country", input.data.by("country"), input);
//   groups.of_row[7]           the group of record 7 of the subject; every record is in one
//   groups.labels[2]           Cell: "CH", a name for a reference, "(none)" where there is no value
//   groups.order               the groups as they are shown: by value, those without one last
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/report.h"

namespace flatcrm::report {

struct Groups {
  Column key;  // its name in snake case, its label as it was written
  std::vector<std::uint32_t> of_row{};
  std::vector<Cell> labels{};
  std::vector<std::uint32_t> order{};
  std::uint32_t none = 0;  // the group of what has no value; without a record, too
  std::size_t size() const { return labels.size(); }
};

/// `by` heads the groups.
Groups group_by(const std::string& by, const Values& values, const Input& input);

/// "addresses.1.city" as the name of a column or table: "addresses_1_city".
std::string snake_case(std::string_view text);

}  // namespace flatcrm::report
