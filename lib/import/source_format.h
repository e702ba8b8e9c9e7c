// Finds out in which format a file is written, from its bytes first and its name where they leave it open.
//
//   sniff_format("list.csv", "BEGIN:VCARD\r\n...") == InputFormat::vcard
//   sniff_format("old.xls", "\xd0\xcf\x11\xe0...")   // Error: an old Excel workbook; save it as .xlsx or CSV
//
// Errors  Code::bad_input for what is known and not read, with what to do: old Excel and OpenDocument
//         workbooks, other ZIP archives, PDF, HTML, images. Code::usage for a format of another name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flatcrm::import {

enum class InputFormat : std::uint8_t { csv, xlsx, json, jcard, yaml, vcard, xcard, ldif };

/// "csv", "xlsx", "json", "yaml", "vcard", "ldif".
std::string print(InputFormat format);

/// `bytes` as they stand in the file, unpacked.
InputFormat sniff_format(const std::string& name, std::string_view bytes);
/// The one that a person names; its kin (jCard, xCard) is still told by the bytes.
InputFormat parse_format(const std::string& word, std::string_view bytes);

}  // namespace flatcrm::import
