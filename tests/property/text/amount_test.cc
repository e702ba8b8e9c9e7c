// What ICU writes for the locales of the world is read back.
#include "text/amount.h"

#include <doctest/doctest.h>
#include <unicode/numberformatter.h>

#include <random>

#include "core/decimal.h"

using namespace flatcrm;
using namespace flatcrm::text;

TEST_CASE("amounts written by ICU in forty locales are decided and read back to the digit") {
  std::mt19937 random(3);
  core::Arena arena;
  for (const char* name :
       {"en_US", "en_GB", "en_IN", "hi_IN", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CH", "fr_CA",
        "es_ES", "es_MX", "it_IT", "it_CH", "pt_BR", "pt_PT", "nl_NL", "nl_BE", "pl_PL", "cs_CZ",
        "sk_SK", "hu_HU", "sv_SE", "da_DK", "nb_NO", "fi_FI", "ru_RU", "uk_UA", "tr_TR", "el_GR",
        "ro_RO", "bg_BG", "hr_HR", "ja_JP", "zh_CN", "ko_KR", "ar_EG", "fa_IR", "he_IL", "en_ZA"}) {
    auto formatter =
        icu::number::NumberFormatter::withLocale(name).precision(icu::number::Precision::fixedFraction(2));
    std::vector<std::string> values, expected;
    AmountColumn column;
    for (int i = 0; i < 300; ++i) {
      auto cents = static_cast<std::int64_t>(random() % 2'000'000'000) - 1'000'000'000;
      if (i % 2 == 0) cents /= 100000;
      UErrorCode status = U_ZERO_ERROR;
      std::string text;
      expected.push_back(core::print(core::Decimal{cents, 2}));
      formatter.formatDecimal(expected.back(), status).toString(status).toUTF8String(text);
      // Marks of direction are no part of an amount.
      for (const char* mark : {"\u200e", "\u200f", "\u061c"}) {
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
          text.erase(at, std::string(mark).size());
      }
      values.push_back(text);
      column.add(text);
    }
    AmountDecision decision = column.decide();
    CAPTURE(std::string(name));
    REQUIRE(decision.state == AmountState::decided);
    for (std::size_t i = 0; i < values.size(); ++i) {
      CAPTURE(values[i]);
      Amount amount = decision.format.parse(values[i], arena);
      REQUIRE(amount.ok);
      REQUIRE(amount.number == expected[i]);
    }
  }
}
