// How a text is written as a YAML scalar so that every reader gets it back as it was.
//
//   fits_plain("Acme Ltd", YamlSpot::block)    // true
//   fits_plain("a: b", YamlSpot::block)        // false
//   looks_typed("no"), looks_typed("007")      // true: YAML 1.1 or 1.2 readers make a boolean or a number
//   print_double_quoted("tab\there", out)      // "tab\there" with the quotes and the escape
//
// Source  YAML 1.2.2 section 7.3; the implicit types of YAML 1.1 (yaml.org/type) and of the 1.2 core schema.
//         Characters that YAML 1.1 takes for line breaks (U+0085, U+2028, U+2029), byte order marks and
//         control characters are only written as escapes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flatcrm::format {

enum class YamlSpot { block, flow };

/// Whether the text, written plain, reads back as the same characters.
bool fits_plain(std::string_view text, YamlSpot spot);
/// Whether some reader takes the plain text for a null, a boolean, a number or a date.
bool looks_typed(std::string_view text);
/// Whether single quotes can hold it: one line without special characters.
bool fits_single_quoted(std::string_view text);
/// Whether a literal block (|) can hold it: no line of blanks alone, no first line that starts with one, no
/// special characters.
bool fits_literal(std::string_view text);
/// Whether a folded block (>) of one source line a paragraph can hold it: as a literal, and no line starts
/// with white space.
bool fits_folded(std::string_view text);

void print_single_quoted(std::string_view text, std::string& out);
void print_double_quoted(std::string_view text, std::string& out);
/// "|" or ">" with its chomping sign and the lines, each with `indent` blanks before it; the last without its
/// line break. The lines are those of the text alone: behind it one line break is due. Requires:
/// fits_literal, or fits_folded.
void print_block(std::string_view text, bool folded, std::size_t indent, std::string_view line_break,
                 std::string& out);

/// In canonical form: plain where that is safe, double quotes else. `typed`: a number, date or boolean by the
/// schema, so plain.
void print_scalar(std::string_view text, bool typed, YamlSpot spot, std::string& out);

}  // namespace flatcrm::format
