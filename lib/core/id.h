// Names of records: a slug that a person recognizes and six characters that make it unique.
//
//   make_id("Müller & Söhne GmbH", "crm", "17") == "mueller-soehne-gmbh-" + 6 characters
//   is_valid_id("acme-1f9x2k") == true     is_valid_id("../etc") == false
//
// Shape   [a-z0-9] and single hyphens, 1 to 80 bytes, so that an id is a safe file name everywhere.
// The six characters are the lowest 30 bits, in lower-case Crockford base 32, of XXH3-64 (seed 0) over
// source, a zero byte and key; an attempt after the first appends a zero byte and its number in digits.
// The same source and key give the same characters on every machine; the attempt (0, then 1, ...) is there to
// step aside where two keys of one slug meet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flatcrm::core {

/// Lower-case ASCII words joined by hyphens, at most 40 bytes, cut at a word: Latin letters lose their
/// accents (ä ae, ö oe, ü ue, ß ss, ø oe, å aa, æ ae, ł l, ...) and apostrophes vanish ("O'Neil" is oneil);
/// what has no Latin base parts words; may be empty.
std::string slug(std::string_view text);

/// slug(name) + "-" + six characters, or only "<fallback>-..." when the name has no slug. Requires:
/// is_valid_id(fallback). Appends to `out` (cleared first) so that a million ids need no allocation each.
void make_id(std::string_view name, std::string_view fallback, std::string_view source, std::string_view key,
             int attempt, std::string& out);
/// The first attempt, with the fallback "x".
std::string make_id(std::string_view name, std::string_view source, std::string_view key);

bool is_valid_id(std::string_view id);

/// 64 bits, the same on every machine and for good (XXH3-64, seed 0): shards, keys, digests of values.
std::uint64_t stable_hash(std::string_view bytes);

}  // namespace flatcrm::core
