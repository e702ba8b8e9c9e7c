// Which codes of countries and currencies there are.
//
//   is_country_code("DE") == true      is_country_code("de") == false     is_country_code("UK") == false
//   is_currency_code("EUR") == true    is_currency_code("EURO") == false    is_currency_code("DEM") == true
//
// Source  ISO 3166-1 alpha-2 (249 codes) with XK; ISO 4217 as of 2024, funds and metals included, and its
//         list of historic codes (DEM, ATS, FRF), which old documents are written in.
#pragma once

#include <string_view>

namespace flatcrm::model {

bool is_country_code(std::string_view code);
bool is_currency_code(std::string_view code);

}  // namespace flatcrm::model
