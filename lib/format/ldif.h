// Reads LDIF: the entries of a directory, one a row.
//
//   FlatTable table;
//   read_ldif_rows("dn: cn=Ann\ncn: Ann\nmail: a@b.example\nmail: c@d.example\n", 0, table);
//   table.columns() == {"dn", "cn", "mail"}      table.rows() == "cn=Ann,Ann,a@b.example; c@d.example\n"
//
// Shape   an attribute is a column in its first spelling, whatever the case of later ones; several values are
//         a list. Base64 that is no text stands as it is in a column "NAME;base64".
// Rows    refused where the entry is a change other than an addition, names a value by its address, or can't
//         be read.
// Source  RFC 2849.
// Requires  the text is UTF-8.
// Errors  Code::limit for an attribute past 32 MiB.
#pragma once

#include <cstdint>
#include <string_view>

#include "format/flat_table.h"

namespace flatcrm::format {

/// `base` is the offset of `text` in the whole.
void read_ldif_rows(std::string_view text, std::uint64_t base, FlatTable& table);

/// Does a text begin as LDIF does, with "version:" or "dn:"?
bool looks_like_ldif(std::string_view text);

}  // namespace flatcrm::format
