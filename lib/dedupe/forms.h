// Values as they are compared: one spelling for what people write in many.
//
//   plain_words("  O'Neil-Łukasz, Dr. ") == "oneil lukasz dr"     plain_words("Фуад") == "fuad"
//   name_words("Dobbins Jr.") == {"dobbins", 'j'}                 sound("thompson") == sound("tompson")
//   organization_words("The Müller & Söhne GmbH") == "muller sohne"
//   street_form("435 S. La Cienega Blvd.") == {"435", "s la cienega"}
//   date_form("1978-11-12") == "19781112"                         phone_form("+49301234567") == "49301234567"
//
// Shape   lower-case ASCII where a script has a Latin form, words parted by one blank, at most 128 bytes:
//         what lies behind them is not compared, and a field of a megabyte costs no more than a long name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::dedupe {

inline constexpr std::size_t longest_form = 128;

std::string plain_words(std::string_view raw);
std::vector<std::string_view> words_of(std::string_view form);

struct NameWords {
  std::string words;
  char generation = 0;  // 'j' junior, 's' senior, '2', '3', '4'
};
/// Without honorifics and suffixes; family names of one character read as families do ("曾" is zeng).
NameWords name_words(std::string_view raw);

/// What a word sounds like, for keys: "" for a word without letters.
std::string sound(std::string_view word);

/// Without legal forms, articles and "and"; letters parted by dots joined ("A.B.C." is abc). All words when
/// no other is left.
std::string organization_words(std::string_view raw);

struct StreetForm {
  std::string number;  // first of the numbers at its start or its end, with its letter: "12a"
  std::string words;   // without the words for street, ordinals as digits
  std::string place;   // what stands behind the first comma: of an address in one field
};
StreetForm street_form(std::string_view raw);

struct PlaceForm {
  std::string postcode, city;
};
/// "Las Vegas NV 89132" -> {"89132", "las vegas"}
PlaceForm place_form(std::string_view words);
std::string postcode_form(std::string_view raw);
std::string city_form(std::string_view raw);

/// Eight digits YYYYMMDD of an ISO day or instant; else the digits and letters as they came.
std::string date_form(std::string_view raw);
/// Digits only, without an extension.
std::string phone_form(std::string_view raw);
/// Letters and digits only.
std::string identifier_form(std::string_view raw);
/// Lower case, blanks out; a web address without scheme, "www." and what follows the host when it is no path.
std::string email_form(std::string_view raw);

/// Is it a domain where anybody may have a mailbox, so that sharing it says nothing?
bool is_free_mail(std::string_view domain);
/// Is it a mailbox of many: info, office, sales?
bool is_role_mailbox(std::string_view local);

}  // namespace flatcrm::dedupe
