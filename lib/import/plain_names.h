// What a source's columns are called without what their names share with others: a group, the record's kind, a number.
//
//   plain_names(*source)            // "Deal - Title", "Deal - Value", "Person - Name"  ->  "Title", "Value", "Person - Name"
//   split_number("Ort 2")           ->  "Ort", 2        split_number("Telefon")  ->  "Telefon", 0
//
// Shape   one name a column, in their order; "" for a column without a name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/source.h"

namespace flatcrm::import {

std::vector<std::string> plain_names(const Source& source);

struct NumberedName {
  std::string_view name;
  std::size_t number = 0;  // 0: none
};
/// At most two digits: "Address line 305" is no list.
NumberedName split_number(std::string_view name);

}  // namespace flatcrm::import
