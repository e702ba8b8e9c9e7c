#include "text/phone.h"

#include <doctest/doctest.h>

#include "text/digit_pattern.h"

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

std::string normalized(std::string_view text, std::string_view region) {
  PhoneNormalizer phones;
  core::Arena arena;
  Phone phone = phones.normalize(text, region, arena);
  if (!phone.ok) CHECK(phone.e164 == text);
  return phone.ok ? std::string(phone.e164) : "none";
}

}  // namespace

TEST_CASE("phones come out as E.164 from what people write in their country") {
  CHECK(normalized("030 / 123 45-67", "DE") == "+49301234567");
  CHECK(normalized("(030) 1234567", "DE") == "+49301234567");
  CHECK(normalized("+49 (0)30 1234567", "") == "+49301234567");
  CHECK(normalized("0049 30 1234567", "DE") == "+49301234567");
  CHECK(normalized("0049 30 1234567", "FR") == "+49301234567");
  CHECK(normalized("011 49 30 1234567", "US") == "+49301234567");
  CHECK(normalized("01 23 45 67 89", "FR") == "+33123456789");
  CHECK(normalized("020 7946 0018", "GB") == "+442079460018");
  CHECK(normalized("(650) 253-0000", "US") == "+16502530000");
  CHECK(normalized("1-650-253-0000", "US") == "+16502530000");
  CHECK(normalized("1.650.253.0000", "CA") == "+16502530000");
  CHECK(normalized("02 3661 8300", "IT") == "+390236618300");
  CHECK(normalized("06 12345678", "NL") == "+31612345678");
  CHECK(normalized("138 0013 8000", "CN") == "+8613800138000");
  CHECK(normalized("8 (495) 123-45-67", "RU") == "+74951234567");
  CHECK(normalized("0650\u00a01234567", "AT") == "+436501234567");
}

TEST_CASE("what the fast path can't read goes to the library") {
  CHECK(normalized("+1 (650) 253-0000 ext. 12", "") == "+16502530000;ext=12");
  CHECK(normalized("tel:+49-30-1234567", "") == "+49301234567");
  CHECK(normalized("１-650-253-0000", "US") == "+16502530000");
  CHECK(normalized("1-800-FLOWERS", "US") == "+18003569377");
  CHECK(normalized("011 15-2345-6789", "AR") == "+5491123456789");
  CHECK(normalized("0 15 11 91234-5678", "BR") == "+5511912345678");
}

TEST_CASE("what is no possible number stays as it came") {
  CHECK(normalized("ask Mary", "DE") == "none");
  CHECK(normalized("", "DE") == "none");
  CHECK(normalized("12", "DE") == "none");
  CHECK(normalized("030 1234567", "") == "none");
  CHECK(normalized("030 1234567", "XX") == "none");
  CHECK(normalized("+999 1234567", "DE") == "none");
  CHECK(normalized("+49 30 12345678901234567", "") == "none");
  // Without its area code a number is another's in E.164.
  CHECK(normalized("253-0000", "US") == "none");
}

TEST_CASE("regions are known by the library") {
  CHECK(is_phone_region("DE"));
  CHECK_FALSE(is_phone_region("XX"));
  CHECK_FALSE(is_phone_region(""));
}

TEST_CASE("a pattern of digits says whether and how far it matches") {
  DigitPattern pattern("0|(1[2-4]\\d?)");
  CHECK(pattern.matches("134"));
  CHECK(pattern.matches("0"));
  CHECK_FALSE(pattern.matches("01"));
  CHECK(pattern.find_prefix("0301").ends == 1);
  CHECK(pattern.find_prefix("0301").size == 1);
  CHECK(pattern.find_prefix("1345").ends == 2);
  CHECK(pattern.find_prefix("9").ends == 0);
  DigitPattern end("([2-9]\\d{2})$|1");
  CHECK(end.find_prefix("234").ends == 1);
  CHECK(end.find_prefix("2345").ends == 0);
  CHECK(end.find_prefix("1345").size == 1);
  DigitPattern counted("[37]\\d{2,4}(?:5|6){2}");
  CHECK(counted.matches("31256"));
  CHECK(counted.matches("7123456"));
  CHECK_FALSE(counted.matches("3156"));
  CHECK_FALSE(counted.matches("71234567"));
  for (const char* unknown : {"a", "1+", "1*", "(1", "1)", "[1", "1{", "1{3,2}", "^1", "(?=1)"}) {
    CAPTURE(std::string(unknown));
    CHECK_FALSE(DigitPattern(unknown).is_known());
  }
}

TEST_CASE("a word behind a number is not dialled") {
  core::Arena arena;
  PhoneNormalizer phones;
  CHECK(phones.normalize("+49 171 5556667 mobil", "DE", arena).e164 == "+491715556667");
  CHECK(phones.normalize("030 1234567 (privat)", "DE", arena).e164 == "+49301234567");
  CHECK(phones.normalize("1-800-FLOWERS", "US", arena).e164 == "+18003569377");
  CHECK(phones.normalize("+1 650-253-0000 ext. 12", "US", arena).e164 == "+16502530000;ext=12");
}
