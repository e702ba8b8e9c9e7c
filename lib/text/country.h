// Names and codes of countries to ISO 3166-1 alpha-2, and back to a name.
//
//   country_code("Deutschland") == "DE"    country_code("USA") == "US"    country_code("756") == "CH"
//   country_code("England") == "GB"        country_code("Atlantis") == ""
//   country_name("DE", "fr") == "Allemagne"
//
// Case, accents and dots don't count. Known are the names in some twenty languages, short and common forms,
// alpha-2, alpha-3 and numeric codes. A name that would mean two countries in two languages is not known.
// Source  ISO 3166-1; names of CLDR through ICU, read when a name is first looked up.
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::text {

/// Two capital letters, or "" when not known. The view is valid for good.
std::string_view country_code(std::string_view name_or_code);

/// The name in a language ("en", "de", "pt-BR"); the code itself when there is none.
std::string country_name(std::string_view code, std::string_view language);

/// Is it an alpha-2 code as it stands ("DE")?
bool is_country_code(std::string_view code);

}  // namespace flatcrm::text
