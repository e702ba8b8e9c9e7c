// Names of people and organizations: cleaned, and a full name told apart into its parts.
//
//   clean_name("  Jane \u00a0 Doe ", arena) == "Jane Doe"
//   split_name("Dr. Ludwig van Beethoven")  ->  prefix "Dr.", given "Ludwig", family "van Beethoven"
//   split_name("Doe, Jane M.")              ->  given "Jane M.", family "Doe"
//   split_name("王小明")                     ->  given "小明", family "王"
//   is_organization_like("Müller & Söhne GmbH") == true
//
// Modest by design: a name that can't be told apart is left whole in `given` (one word) rather than guessed.
#pragma once

#include <string>
#include <string_view>

#include "core/arena.h"

namespace flatcrm::text {

/// NFC, white space of every kind as single blanks, none at the ends, control and invisible formatting
/// characters out (bidi overrides too; joiners that scripts and emoji need stay). The text itself where it is
/// clean already.
std::string_view clean_name(std::string_view text, core::Arena& arena);

struct PersonName {
  std::string prefix;  // "Dr.", "Frau Prof. Dr."
  std::string given;
  std::string family;
  std::string suffix;  // "Jr.", "III", "PhD"
};

enum class NameOrder : unsigned char {
  unknown,  // given first, but family first where the script says so (Han, Hangul, kana)
  given_first,
  family_first,  // as in Hungary, China, Japan, Korea, Vietnam
};

/// The order that people of a country write in ("HU" is family_first); unknown for most.
NameOrder name_order_of(std::string_view country);

/// `name` is expected to be clean. The country's common family names decide in which order a name in Latin letters stands, where
/// just one end of it is among them; `order` where they leave it open.
PersonName split_name(std::string_view name, NameOrder order = NameOrder::unknown,
                      std::string_view country = {});

/// "JEAN-PIERRE D'ARCY" as "Jean-Pierre D'Arcy", "Jean DUPONT" as "Jean Dupont", "LUDWIG VAN BEETHOVEN III" as "Ludwig van Beethoven III":
/// words of a person's name that are all capitals get small letters. Initials, numbers and what has no vowel ("JP") stay, and so does a name in
/// which nothing is all capitals. Not for organizations: IBM is right as it is.
std::string proper_name(std::string_view name);
/// Quickly: false where no word of the name can be all capitals.
bool may_be_capitals(std::string_view name);

/// Does it carry a legal form (GmbH, Ltd, S.A., ООО, 株式会社) or a word that only organizations have (Bank,
/// University)?
bool is_organization_like(std::string_view name);

}  // namespace flatcrm::text
