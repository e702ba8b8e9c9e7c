#include "report/shared_groups.h"

namespace flatcrm::report {

std::vector<std::uint32_t> SharedGroups::assign(const Values& values) {
  std::vector<std::uint32_t> groups(values.rows);
  if (values.values.form != query::Vector::Form::code) {
    for (std::size_t row = 0; row < values.rows; ++row) groups[row] = keys_.code(values.text(row));
    return groups;
  }
  constexpr std::uint32_t unseen = ~std::uint32_t{0};
  std::vector<std::uint32_t> group_of_code(values.values.dictionary->size(), unseen);
  for (std::size_t row = 0; row < values.rows; ++row) {
    std::uint32_t code = values.values.codes[row * values.values.step];
    std::uint32_t& group = group_of_code[code];
    if (group == unseen) group = keys_.code(values.values.dictionary->text(code));
    groups[row] = group;
  }
  return groups;
}

}  // namespace flatcrm::report
