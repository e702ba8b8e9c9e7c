#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "text/name.h"
#include "text/unicode.h"

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

const std::string names = FLATCRM_SOURCE "/../shared/data/names/popular-names-by-country/";

struct Listed {
  std::string country, local, latin;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      out.emplace_back();
    else if (c != '\r')
      out.back() += c;
  }
  return out;
}

/// The list's names of one kind; empty where it is not here.
std::vector<Listed> listed(const std::string& file) {
  std::vector<Listed> out;
  std::ifstream in(names + file);
  if (!in) {
    MESSAGE("skipped: no ../shared/data");
    return out;
  }
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) rows.push_back(cells_of(line));
  auto column = [&](const std::string& name) {
    for (std::size_t i = 0; i < rows[0].size(); ++i)
      if (rows[0][i].ends_with(name)) return i;
    return rows[0].size();
  };
  std::size_t country = column("Country"), local = column("Localized Name"), latin = column("Romanized Name");
  for (std::size_t row = 1; row < rows.size(); ++row)
    if (rows[row].size() > latin) out.push_back({rows[row][country], rows[row][local], rows[row][latin]});
  return out;
}

std::vector<Listed> of_country(const std::vector<Listed>& all, const std::string& country) {
  std::vector<Listed> out;
  for (const Listed& one : all)
    if (one.country == country && !one.latin.empty()) out.push_back(one);
  return out;
}

}  // namespace

TEST_CASE("a name in capitals gets small letters where a name has them") {
  CHECK(proper_name("JANE DOE") == "Jane Doe");
  CHECK(proper_name("Jean DUPONT") == "Jean Dupont");
  CHECK(proper_name("JEAN-PIERRE O'NEIL") == "Jean-Pierre O'Neil");
  CHECK(proper_name("LUDWIG VAN BEETHOVEN") == "Ludwig van Beethoven");
  CHECK(proper_name("VAN DER BERG") == "van der Berg");
  CHECK(proper_name("MARIA DE LA CRUZ") == "Maria de la Cruz");
  CHECK(proper_name("SALVATORE LA ROCCA") == "Salvatore La Rocca");
  CHECK(proper_name("RONALD MCDONALD III") == "Ronald McDonald III");
  CHECK(proper_name("J.R. SMITH") == "J.R. Smith");
  CHECK(proper_name("DR. EVA LANG") == "Dr. Eva Lang");
  CHECK(proper_name("LI WU") == "Li Wu");
  CHECK(proper_name("JP MORGAN") == "JP Morgan");
  CHECK(proper_name("ANDREW NG") == "Andrew Ng");
  CHECK(proper_name("J\u00dcRG M\u00dcLLER") == "J\u00fcrg M\u00fcller");
  CHECK(proper_name("\u0130BRAH\u0130M \u00c7EL\u0130K") == "\u0130brahim \u00c7elik");
  CHECK(
      proper_name("\u0412\u041b\u0410\u0414\u0418\u041c\u0418\u0420 \u0418\u0412\u0410\u041d\u041e\u0412") ==
      "\u0412\u043b\u0430\u0434\u0438\u043c\u0438\u0440 \u0418\u0432\u0430\u043d\u043e\u0432");
  CHECK(proper_name("\u0393\u0399\u03a9\u03a1\u0393\u039f\u03a3 \u03a0\u0391\u03a0\u0391\u03a3") ==
        "\u0393\u03b9\u03c9\u03c1\u03b3\u03bf\u03c2 \u03a0\u03b1\u03c0\u03b1\u03c2");
}

TEST_CASE("a name that is written well stays as it is") {
  for (const char* name :
       {"Jane Doe", "Ludwig van Beethoven", "J. R. R. Tolkien", "TJ Maxx", "DJ Ötzi", "Ronald McDonald",
        "Anna IBM Meier", "王小明", "", "X", "Vincent Van Gogh", "jane doe", "Søren Å."}) {
    CAPTURE(std::string(name));
    CHECK(proper_name(name) == name);
  }
}

TEST_CASE("names of a published list come back from capitals, and never change when written well") {
  std::size_t all = 0, back = 0;
  std::string missed;
  for (const char* file : {"common-forenames-by-country.csv", "common-surnames-by-country.csv"})
    for (const Listed& one : listed(file)) {
      const std::string& name = one.local;
      if (upper(name) == name || lower(name) == name) continue;  // no case, or an entry in capitals
      CAPTURE(name);
      CHECK(proper_name(name) == name);
      std::string capitals = upper(name);
      if (lower(capitals) != lower(name)) continue;  // ß, the dotless i: capitals don't tell
      ++all;
      if (proper_name(capitals) == name)
        ++back;
      else
        missed += name + " (" + proper_name(capitals) + "); ";
    }
  if (all == 0) return;
  CAPTURE(missed);
  CHECK(all > 2000);
  CHECK((all - back) * 50 <= all);
  MESSAGE("names that come back from capitals: ", back, " of ", all, "; not: ", missed);
}

TEST_CASE("the common family names of a country tell the order of a name in Latin letters") {
  std::vector<Listed> given = listed("common-forenames-by-country.csv"),
                      family = listed("common-surnames-by-country.csv");
  for (const char* country : {"CN", "JP", "KR", "HU"}) {
    CAPTURE(std::string(country));
    std::size_t all = 0, right = 0;
    for (const Listed& first : of_country(given, country))
      for (const Listed& last : of_country(family, country)) {
        if (first.latin.find_first_of(" /,") != std::string::npos ||
            last.latin.find_first_of(" /,") != std::string::npos)
          continue;
        for (const std::string& name : {first.latin + " " + last.latin, last.latin + " " + first.latin}) {
          PersonName split = split_name(name, name_order_of(country), country);
          ++all;
          right += split.given == first.latin && split.family == last.latin ? 1 : 0;
        }
      }
    if (all == 0) continue;
    MESSAGE(country, ": ", right, " of ", all, " names told apart in either order");
    CHECK(right * 100 >= all * 90);
  }
  CHECK(split_name("Nagy Anna", NameOrder::family_first, "HU").family == "Nagy");
  CHECK(split_name("Anna Nagy", NameOrder::family_first, "HU").family == "Nagy");
  CHECK(split_name("Xiaoming Wang", NameOrder::family_first, "CN").family == "Wang");
  CHECK(split_name("Wang Xiaoming", NameOrder::family_first, "CN").given == "Xiaoming");
}

TEST_CASE("given and family names of a published list are told apart where given names come first") {
  std::vector<Listed> given = listed("common-forenames-by-country.csv"),
                      family = listed("common-surnames-by-country.csv");
  std::size_t all = 0, right = 0;
  for (const char* country : {"DE", "FR", "IT", "ES", "US", "NL", "PL", "BR"})
    for (const Listed& first : of_country(given, country))
      for (const Listed& last : of_country(family, country)) {
        if (first.latin.find(' ') != std::string::npos) continue;
        PersonName split = split_name(first.latin + " " + last.latin, name_order_of(country), country);
        ++all;
        right += split.given == first.latin && split.family == last.latin ? 1 : 0;
      }
  if (all == 0) return;
  MESSAGE(right, " of ", all, " names told apart");
  CHECK((all - right) * 50 <= all);
}
