// Whatever the bytes, a normalizer neither breaks nor changes what it has normalized before.
#include <doctest/doctest.h>

#include <random>

#include "core/date.h"
#include "core/decimal.h"
#include "core/error.h"
#include "text/amount.h"
#include "text/country.h"
#include "text/date_order.h"
#include "text/email.h"
#include "text/encoding.h"
#include "text/name.h"
#include "text/phone.h"
#include "text/unicode.h"

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

/// Pieces of real values in random order, now and then with a random byte.
std::string random_value(std::mt19937& random) {
  static const char* const pieces[] = {
      "2026",    "11",  "22",      "-",    "/",      ".",   ":",           " ",      "T",      "Z",
      "+01:00",  "PM",  "Nov",     "März", "1",      "0",   "12,5",        "1.234",  "'",      "€",
      "$",       "CHF", "(",       ")",    "jane",   "@",   "example.com", "<",      ">",      "\"",
      "mailto:", "ü",   "e\u0301", "王",   "김",     "ガ",  "Dr.",         "van",    ",",      "GmbH",
      "ext. 5",  "+49", "030",     "x",    "年",     "月",  "\u00a0",      "\u202f", "\u200d", "😀",
      "٣",       "−",   ";",       "\\",   "\u202e", "Ltd", "de"};
  std::string value;
  for (std::size_t count = random() % 9; count > 0; --count) {
    value += pieces[random() % std::size(pieces)];
    if (random() % 40 == 0) value += static_cast<char>(random() % 256);
  }
  return value;
}

}  // namespace

TEST_CASE("normalizers take any text, and their results are fixed points") {
  std::mt19937 random(31);
  core::Arena arena;
  PhoneNormalizer phones;
  for (int i = 0; i < 40000; ++i) {
    std::string value = random_value(random);
    CAPTURE(value);
    DateColumn dates;
    dates.add(value);
    DateDecision decision = dates.decide();
    DateText date = decision.format.parse(value, arena);
    if (date) {
      CHECK(decision.unreadable == 0);
      CHECK(core::parse_date(date.text.substr(0, 10)));
      CHECK((date.kind == DateKind::instant) == core::parse_date_time(date.text).has_value());
      DateText again = decision.format.parse(date.text, arena);
      CHECK(again.text == date.text);
      CHECK(again.kind == date.kind);
    }
    AmountColumn amounts;
    amounts.add(value);
    AmountFormat format = amounts.decide().format;
    if (Amount amount = format.parse(value, arena); amount.ok) {
      CHECK(core::parse_decimal(amount.number));
      CHECK(AmountFormat{}.parse(amount.number, arena).number == amount.number);
    }
    if (Email email = parse_email(value, arena); email.ok)
      CHECK(parse_email(email.normalized, arena).normalized == email.normalized);
    if (Phone phone = phones.normalize(value, "DE", arena); phone.ok)
      CHECK(phones.normalize(phone.e164, "", arena).e164 == phone.e164);
    std::string_view clean = clean_name(value, arena);
    CHECK(clean_name(clean, arena) == clean);
    PersonName name = split_name(clean);
    CHECK(name.prefix.size() + name.given.size() + name.family.size() + name.suffix.size() <= value.size());
    is_organization_like(value);
    country_code(value);
    std::string folded = fold(value);
    CHECK(fold(folded) == folded);
    CHECK(display_width(value) <= 2 * value.size());
    std::string storage;
    try {
      bool valid = is_utf8(as_utf8(value, "", "x", storage));
      CHECK(valid);
    } catch (const Error& error) {
      CHECK(error.code() == Code::encoding);
    }
  }
}

TEST_CASE("random bytes in any encoding are decoded to valid UTF-8 or refused with their place") {
  std::mt19937 random(32);
  for (std::string_view encoding : encoding_names()) {
    for (int i = 0; i < 300; ++i) {
      std::string bytes;
      for (std::size_t size = random() % 30; bytes.size() < size;)
        bytes += static_cast<char>(random() % (i % 2 == 0 ? 256 : 128));
      try {
        bool valid = is_utf8(to_utf8(bytes, std::string(encoding), "x"));
        CHECK(valid);
      } catch (const Error& error) {
        CHECK(error.code() == Code::encoding);
        CHECK(error.place().line >= 1);
      }
    }
  }
}
