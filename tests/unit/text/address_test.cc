#include "text/address.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace flatcrm::text;

namespace {

std::string split(std::string_view text, std::string_view country = "") {
  PostalAddress one = split_address(text, country);
  return one.street + " | " + one.postcode + " | " + one.city + " | " + one.region + " | " + one.country;
}

}  // namespace

TEST_CASE("an address is told apart as its country writes it") {
  CHECK(split("Hauptstr. 5, 89073 Ulm, Germany") == "Hauptstr. 5 | 89073 | Ulm |  | DE");
  CHECK(split("Hauptstr. 5, D-89073 Ulm") == "Hauptstr. 5 | 89073 | Ulm |  | ");
  CHECK(split("Hauptstr. 5\n89073 Ulm\nDeutschland") == "Hauptstr. 5 | 89073 | Ulm |  | DE");
  CHECK(split("Hauptstr. 5 89073 Neu-Ulm") == "Hauptstr. 5 | 89073 | Neu-Ulm |  | ");
  CHECK(split("Bahnhofstrasse 12, 8001 Z\u00fcrich, Schweiz") ==
        "Bahnhofstrasse 12 | 8001 | Z\u00fcrich |  | CH");
  CHECK(split("Bahnhofstrasse 12, 8001 Z\u00fcrich", "CH") == "Bahnhofstrasse 12 | 8001 | Z\u00fcrich |  | ");
  CHECK(split("12 rue de la Paix, B\u00e2t. C, 75002 Paris, France") ==
        "12 rue de la Paix, B\u00e2t. C | 75002 | Paris |  | FR");
  CHECK(split("Keizersgracht 174, 1016 DW Amsterdam") == "Keizersgracht 174 | 1016 DW | Amsterdam |  | ");
  CHECK(split("Drottninggatan 5, 111 51 Stockholm, Sweden") ==
        "Drottninggatan 5 | 111 51 | Stockholm |  | SE");
  CHECK(split("ul. Prosta 51, 00-838 Warszawa, Polska") == "ul. Prosta 51 | 00-838 | Warszawa |  | PL");
  CHECK(split("Rua Augusta 24, 1100-053 Lisboa") == "Rua Augusta 24 | 1100-053 | Lisboa |  | ");
  CHECK(split("Via Torino 2, 20123 Milano MI, Italia") == "Via Torino 2 | 20123 | Milano | MI | IT");
  CHECK(split("1051 Budapest, N\u00e1dor utca 9., Hungary") ==
        "N\u00e1dor utca 9. | 1051 | Budapest |  | HU");
  CHECK(split("10 High Street, London SW1A 2AA, UK") == "10 High Street | SW1A 2AA | London |  | GB");
  CHECK(split("10 High Street, London, SW1A 2AA") == "10 High Street | SW1A 2AA | London |  | ");
  CHECK(split("1600 Pine St, Reno, NV 89501") == "1600 Pine St | 89501 | Reno | NV | ");
  CHECK(split("1600 Pine St, Apt 4, Reno, NV 89501-1234, USA") ==
        "1600 Pine St, Apt 4 | 89501-1234 | Reno | NV | US");
  CHECK(split("123 Main St, San Francisco, CA") == "123 Main St |  | San Francisco | CA | ");
  CHECK(split("200 King St W, Toronto, ON M5H 3T4, Canada") == "200 King St W | M5H 3T4 | Toronto | ON | CA");
  CHECK(split("1 George St, Sydney NSW 2000, Australia") == "1 George St | 2000 | Sydney | NSW | AU");
}

TEST_CASE("what is not sure stays whole") {
  for (std::string text :
       {"Hauptstr. 5", "Ulm", "c/o Lang, behind the station", "Hauptstr., 89073 Ulm", "Hauptstr. 5, Ulm",
        "Room 12, 5th floor, 3rd door", "123 Main St, San Francisco", "San Francisco, CA",
        "\u6771\u4eac\u90fd\u5343\u4ee3\u7530\u533a1-1", "Bahnhofstrasse 12, 8001 Z\u00fcrich", "", "12345",
        "PO Box, 89073", "89073 Ulm, 89075 Ulm", "5, 89073 Ulm"}) {
    CAPTURE(text);
    CHECK(split(text) == text + " |  |  |  | ");
    CHECK_FALSE(split_address(text).sure);
  }
}

TEST_CASE("a cell that is a whole book is no address, and known as none at once") {
  std::string text = "Weg";
  for (int i = 0; i < 200'000; ++i) text += " 1";
  CHECK_FALSE(split_address(text).sure);
}

TEST_CASE("nothing of an address gets lost") {
  const std::vector<std::string> streets = {"Hauptstr. 5", "12 rue X", "Haus 7, Hof 2", "Markt"},
                                 middles = {"89073 Ulm", "Reno, NV 89501", "Bonn"},
                                 ends = {"", ", Germany", ", Atlantis", ", x 7"};
  for (const std::string& street : streets)
    for (const std::string& middle : middles)
      for (const std::string& end : ends) {
        PostalAddress one = split_address(street + ", " + middle + end);
        CAPTURE(one.street);
        std::string all = one.street + one.postcode + one.city + one.region + one.country;
        if (!one.sure) CHECK(one.street == street + ", " + middle + end);
        std::size_t digits = 0, wanted = 0;
        for (char c : all) digits += c >= '0' && c <= '9' ? 1 : 0;
        for (char c : street + middle + end) wanted += c >= '0' && c <= '9' ? 1 : 0;
        CHECK(digits == wanted);
      }
}

TEST_CASE("a line of the town is told apart by its postcode") {
  struct Case {
    std::string text, country, postcode, city, region;
  };
  for (const Case& one : std::vector<Case>{{"10115 Berlin", "", "10115", "Berlin", ""},
                                           {"D-50667 Köln", "", "50667", "Köln", ""},
                                           {"00-238 Warszawa", "", "00-238", "Warszawa", ""},
                                           {"1050 Bruxelles", "BE", "1050", "Bruxelles", ""},
                                           {"Reno, NV 89501", "", "89501", "Reno", "NV"},
                                           {"1011 AB Amsterdam", "NL", "1011 AB", "Amsterdam", ""},
                                           {"8001 Zürich, Schweiz", "", "8001", "Zürich", ""}}) {
    CAPTURE(one.text);
    const PostalAddress found = split_town(one.text, one.country);
    CHECK(found.sure);
    CHECK(found.street.empty());
    CHECK(found.postcode == one.postcode);
    CHECK(found.city == one.city);
    CHECK(found.region == one.region);
  }
  for (const char* whole : {"Berlin", "", "10115", "1050 Bruxelles", "Hauptstr. 5, 10115 Berlin"}) {
    CHECK_FALSE(split_town(whole).sure);
    CHECK(split_town(whole).city == whole);
  }
}
