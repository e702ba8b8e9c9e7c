// Which columns are parts of one address, by the words that stand before or behind the part's name.
//
//   AddressGroups groups({"Billing Street", "Billing City", "Shipping Street", "Shipping City"}, column_names);
//   groups.of(3)->group == "shipping"      groups.of(3)->field == "addresses.*.city"
//   address_label("liefer adresse") == "delivery"
//
// Shape   "POCity", "po_city", "billing_address.city" and "City (Billing)" are in groups "po", "billing address" and "billing".
//         A group has a street, and a town or a postcode: "Birth Country" alone is no address.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/column_names.h"

namespace flatcrm::import {

class AddressGroups {
 public:
  struct Part {
    std::string group;  // in words without case
    std::string field;  // "addresses.*.city"
  };

  AddressGroups() = default;
  /// `columns` are names without what all share.
  AddressGroups(const std::vector<std::string>& columns, const ColumnNames& names);
  /// Null where the column is in no group.
  const Part* of(std::size_t column) const;

 private:
  std::vector<std::optional<Part>> parts_;
};

/// What such an address is for: billing, delivery, home, work, other; else the group's own words, "" where they say nothing.
std::string address_label(std::string_view group);

}  // namespace flatcrm::import
