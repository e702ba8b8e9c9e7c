// Turns vCards into rows: one card a row, the columns that import/source.h lists.
//
//   FlatTable table(vcard_columns());
//   read_vcard_rows(bytes, "UTF-8", 0, table);
//   read_jcard_rows(json, table);        // RFC 7095
//   read_xcard_rows(xml, table);         // RFC 6351
//
// Rows    refused where a card is not closed, or holds what is no property or no text in its charset.
// Errors  those of vcard.h and json_reader.h; Code::bad_input for XML that can't be read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "format/flat_table.h"
#include "format/vcard.h"

namespace flatcrm::format {

/// The columns that every vCard source has.
const std::vector<std::string>& vcard_columns();

/// `base` is the offset of `bytes` in the whole. Requires: the table was made of vcard_columns().
void read_vcard_rows(std::string_view bytes, const std::string& encoding, std::uint64_t base,
                     FlatTable& table);
void read_jcard_rows(std::string_view json, FlatTable& table);
void read_xcard_rows(std::string_view xml, FlatTable& table);

void add_vcard_row(const Vcard& card, std::uint64_t place, FlatTable& table);

/// The lines that the other columns don't give back in full.
std::vector<const VcardLine*> lines_to_keep(const Vcard& card);

}  // namespace flatcrm::format
