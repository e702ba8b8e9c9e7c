// Makes the vCard of a person or an organization from its record and the rest of the card that it came from.
//
//   Contact contact{.id = "ann-lee-1f9x2k",
//                   .name = "Ann Lee",
//                   .emails = {"ann@x.example"},
//                   .rest = "EMAIL;TYPE=work:Ann@x.example"};
//   print_vcard(contact, 4)    // BEGIN:VCARD ... FN:Ann Lee, EMAIL;TYPE=work:Ann@x.example,
//                              // UID:ann-lee-1f9x2k ... END:VCARD
//
// Shape   version 3 or 4, lines folded, CR LF. The record's fields are the truth: a line of the rest that
//         says the same as a field (blanks and the form of a number aside) is written as it stands,
//         with its types and labels; one that says something that the record no longer has is left out; every
//         other line of the rest is written as it stands. Without a UID in the rest the id is the UID.
// Source  RFC 6350, RFC 2426.
#pragma once

#include <string>
#include <vector>

namespace flatcrm::book {

struct ContactAddress {
  std::string label, street, city, region, postcode, country;
};

struct Contact {
  std::string id = {}, kind = {}, name = {}, given_name = {}, family_name = {}, org = {}, title = {},
              url = {}, birthday = {}, birthday_month_day = {}, language = {}, notes = {}, rest = {};
  std::vector<std::string> emails = {}, phones = {}, tags = {}, social = {}, nicknames = {};
  std::vector<ContactAddress> addresses = {};
};

std::string print_vcard(const Contact& contact, int version);

}  // namespace flatcrm::book
