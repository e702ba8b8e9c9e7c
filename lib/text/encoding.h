// Finds out in which encoding a file is written, and turns it into UTF-8 without losing a byte in silence.
//
//   EncodingGuess guess = sniff_encoding("Name;Ort\nJ\xfcrgen;K\xf6ln\n");
//   guess.name == "ISO-8859-1"        guess.why == "letters of German in words"
//   to_utf8("J\xfcrgen", guess.name, "list.csv") == "Jürgen"
//   to_utf8("J\xfcrgen", "UTF-8", "list.csv")     // throws list.csv:1:2: ...
//
// Units   line and column as in Error: the column counts bytes of the text as UTF-8 before the bad ones.
// Errors  Code::encoding at the first bytes that are not valid in the encoding (never a replacement
//         character), and for a file that is no text at all; Code::usage for an encoding of a name that is
//         not known.
// Source  WHATWG Encoding and Unicode 15 (UTF-8, UTF-16); the statistics are those of ICU's charset detector.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/text_look.h"

namespace flatcrm::text {

struct EncodingGuess {
  std::string name;           // as to_utf8 takes it: "UTF-8", "UTF-16LE", "windows-1252", "GB18030", ...
  double confidence = 0;      // 0 to 1; 1 where the bytes leave no choice
  std::size_t bom_bytes = 0;  // of the byte order mark; 0 without one
  std::string why;            // half a sentence for the report
};

/// Looks at every byte. Plain ASCII is UTF-8. Error encoding for what is no text: NULs or many
/// control characters.
EncodingGuess sniff_encoding(std::string_view bytes);
/// Without looking again where `look`, which was taken of the same bytes, leaves no choice.
EncodingGuess sniff_encoding(std::string_view bytes, const core::TextLook& look);

/// Is it UTF-8 (ASCII included), a BOM or none?
bool is_utf8(std::string_view bytes);

/// The line, from 1, of the first that holds more than ASCII and is UTF-8; 0 for none. In a file of which the
/// whole is no UTF-8 it has come from another file.
std::size_t find_utf8_line(std::string_view bytes);

/// The whole as UTF-8 without its byte order mark. `file` is for the error's place.
std::string to_utf8(std::string_view bytes, const std::string& encoding, const std::string& file);

/// The same without a copy where `bytes` are UTF-8 already: then a part of `bytes`, else a view of `storage`,
/// which is filled. An empty `encoding` is sniffed.
std::string_view as_utf8(std::string_view bytes, const std::string& encoding, const std::string& file,
                         std::string& storage);
std::string_view as_utf8(std::string_view bytes, const std::string& encoding, const std::string& file,
                         std::string& storage, const core::TextLook& look);

/// The names to offer in help, the commonest first; ICU's aliases of them ("latin1", "cp1252", "sjis") are
/// taken too.
const std::vector<std::string_view>& encoding_names();

}  // namespace flatcrm::text
