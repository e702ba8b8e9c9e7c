// One part of a person's name or of an address that stands in one cell, by the word that a profile has for it.
//
//   part_of_name("family", "Dr. Eva von der Heide", text::NameOrder::unknown, "DE", arena) == "von der Heide"
//   part_of_name("name", "Dr. Oetker KG", ...) == "Dr. Oetker KG"      // an organization has no title
//   part_of_address("city", "Hauptstr. 5, 89073 Ulm", "DE", arena) == "Ulm"
//
// Shape  of a name: name (all but the prefix), given, family, prefix, suffix; of an address: street, postcode, city, region,
//        country. Empty where there is no such part; an address that can't be told apart for sure is all street.
#pragma once

#include <string_view>

#include "core/arena.h"
#include "text/name.h"

namespace flatcrm::import {

bool is_part_of_name(std::string_view part);
std::string_view part_of_name(std::string_view part, std::string_view text, text::NameOrder order,
                              std::string_view country, core::Arena& arena);
std::string_view part_of_address(std::string_view part, std::string_view text, std::string_view country,
                                 core::Arena& arena);

}  // namespace flatcrm::import
