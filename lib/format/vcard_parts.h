// What a vCard says about a person or an organization, each with the line that says it.
//
//   VcardParts parts = parts_of(card);
//   parts.emails[0].text == "a@b.example"
//   card.lines[parts.emails[0].line].has_type("work")
//   parts.phones      // the preferred first; those of fax and pager alone stand apart
//
// Shape   texts are unescaped and trimmed; what is empty is left out. npos stands for no line.
#pragma once

#include <string>
#include <vector>

#include "format/vcard.h"

namespace flatcrm::format {

struct VcardValue {
  std::size_t line = 0;
  std::string text;
};

struct VcardAddress {
  std::size_t line = 0;
  std::string label, pobox, extended, street, city, region, postcode, country;
};

struct VcardName {
  std::string family, given, additional, prefix, suffix;
};

struct VcardParts {
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  VcardValue full_name{npos, {}}, org{npos, {}}, title{npos, {}}, role{npos, {}}, url{npos, {}},
      note{npos, {}}, birthday{npos, {}}, month_day{npos, {}}, anniversary{npos, {}}, language{npos, {}},
      uid{npos, {}}, revised{npos, {}}, kind{npos, {}};
  std::string unit;  // of the organization
  std::size_t name_line = npos;
  VcardName name;
  std::vector<VcardValue> emails, phones, faxes, pagers, social, categories, nicknames;
  std::vector<VcardAddress> addresses;
};

VcardParts parts_of(const Vcard& card);

/// 1980-03-22 of "19800322", "1980-03-22" and date-times; "" for anything else.
std::string vcard_date(std::string_view value);

}  // namespace flatcrm::format
