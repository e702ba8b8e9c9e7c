#include "text/country.h"

#include <doctest/doctest.h>

using namespace flatcrm::text;

TEST_CASE("codes of two, three and digits are countries") {
  CHECK(country_code("DE") == "DE");
  CHECK(country_code(" de ") == "DE");
  CHECK(country_code("DEU") == "DE");
  CHECK(country_code("usa") == "US");
  CHECK(country_code("756") == "CH");
  CHECK(country_code("004") == "AF");
  CHECK(country_code("4") == "");
  CHECK(country_code("UK") == "GB");
  CHECK(country_code("EL") == "GR");
  CHECK(country_code("ZZ") == "");
  CHECK(is_country_code("DE"));
  CHECK_FALSE(is_country_code("de"));
  CHECK_FALSE(is_country_code("QQ"));
}

TEST_CASE("names are known in many languages, whatever their case, accents and dots") {
  for (const char* name :
       {"Germany", "GERMANY", "Deutschland", "Allemagne", "Alemania", "Germania", "Duitsland", "Alemanha",
        "Niemcy", "Tyskland", "Saksa", "Németország", "Almanya", "Германия", "ドイツ", "德国", "독일"}) {
    CAPTURE(std::string(name));
    CHECK(country_code(name) == "DE");
  }
  CHECK(country_code("U.S.A.") == "US");
  CHECK(country_code("United States of America") == "US");
  CHECK(country_code("Vereinigte Staaten") == "US");
  CHECK(country_code("England") == "GB");
  CHECK(country_code("Great Britain") == "GB");
  CHECK(country_code("The Netherlands") == "NL");
  CHECK(country_code("Holland") == "NL");
  CHECK(country_code("Österreich") == "AT");
  CHECK(country_code("Oesterreich") == "AT");
  CHECK(country_code("Côte d'Ivoire") == "CI");
  CHECK(country_code("Cote d’Ivoire") == "CI");
  CHECK(country_code("Trinidad and Tobago") == "TT");
  CHECK(country_code("Trinidad & Tobago") == "TT");
  CHECK(country_code("South Korea") == "KR");
  CHECK(country_code("Czech Republic") == "CZ");
  CHECK(country_code("Türkiye") == "TR");
}

TEST_CASE("what is no country has no code") {
  CHECK(country_code("") == "");
  CHECK(country_code("Atlantis") == "");
  CHECK(country_code("n/a") == "");
  CHECK(country_code("-") == "");
}

TEST_CASE("a code is named in a language, and its name leads back to it") {
  CHECK(country_name("DE", "fr") == "Allemagne");
  CHECK(country_name("US", "pt-BR") == "Estados Unidos");
  CHECK(country_name("ZZ", "en") == "ZZ");
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      std::string code{first, second};
      if (!is_country_code(code)) continue;
      CAPTURE(code);
      CHECK(country_code(country_name(code, "en")) == code);
      CHECK(country_code(country_name(code, "de")) == code);
    }
  }
}
