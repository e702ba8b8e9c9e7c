// A postal address in one text, told apart where it is sure how.
//
//   split_address("Hauptstr. 5, 89073 Ulm, Germany")       -> street "Hauptstr. 5", postcode "89073", city "Ulm", country "DE"
//   split_address("1600 Pine St, Reno, NV 89501")           -> street, city "Reno", region "NV", postcode "89501"
//   split_address("10 High Street, London SW1A 2AA, UK")    -> street, city "London", postcode "SW1A 2AA", country "GB"
//   split_town("89073 Ulm")                                 -> postcode "89073", city "Ulm"
//   split_address("c/o Lang, behind the station")           -> street, as a whole, and nothing else
//
// Sure    where there is a street with a number or a box in it, a town without a digit and a postcode that stands as one does there (in front
//         of the town on the continent, behind it in Britain, North America and Australia), or of the United States a state; and nothing is left over.
//         Lines, or what stands between commas, are its pieces. Scripts without blanks, and anything else, stay whole in `street`.
// Source  S42 of the Universal Postal Union, in the little that the formats of countries have in common.
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::text {

struct PostalAddress {
  std::string street, postcode, city, region;
  std::string country;  // ISO 3166, where the text names one
  bool sure = false;
};

/// `country`: that of the sender, "" when not known; it decides what four digits or two letters are.
PostalAddress split_address(std::string_view text, std::string_view country = {});

/// The line of the town alone, "10115 Berlin" or "Reno, NV 89501"; whole in `city` where no postcode is told apart.
PostalAddress split_town(std::string_view text, std::string_view country = {});

}  // namespace flatcrm::text
