// Writes a property of a vCard as version 3 or version 4 has it.
//
//   VcardLine line{"", "TEL", {{"TYPE", {"cell", "pref"}}}, "030 1234567"};
//   to_vcard_version(line, 4);    // TEL;TYPE=cell;PREF=1:030 1234567
//
// Shape   preferences (the type "pref", PREF=1), pictures (ENCODING=b, data:) and numbers (tel:) change their
//         form; everything else stays as it stands.
// Source  RFC 6350, RFC 2426.
#pragma once

#include <string>
#include <string_view>

#include "format/vcard.h"

namespace flatcrm::book {

void to_vcard_version(format::VcardLine& line, int version);

void add_vcard_type(format::VcardLine& line, const std::string& type);
void drop_vcard_type(format::VcardLine& line, std::string_view type);

}  // namespace flatcrm::book
