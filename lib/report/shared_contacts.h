// Customers who have an e-mail address or a number in common with another whom nothing links to them.
//
//   SharedContacts shared({{"ann@x.com", 0}, {"ann@x.com", 4}}, {});
//   shared.rows == {0, 4}
//   SharedContacts({{"+4930123", 2}, {"+4930123", 3}}, {{2, 3}}).rows == {}       // a household, or decided to be two
//
// Shape   pairs are unordered; rows are ascending, each once. Of more than 32 customers with one contact all are taken: that is no family.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "report/families.h"

namespace flatcrm::report {

struct Contact {
  std::string_view value{};
  std::uint32_t row = 0;
};

struct SharedContacts {
  /// `known`: pairs that may share what they like.
  SharedContacts(const std::vector<Contact>& contacts, Pairs known);

  std::vector<std::uint32_t> rows;
};

}  // namespace flatcrm::report
