// The fast path says what libphonenumber says, or nothing. FLATCRM_PHONES sets how many numbers are tried.
#include "text/phone.h"

#include <doctest/doctest.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstdlib>
#include <random>
#include <regex>
#include <set>

#include "text/digit_pattern.h"
#include "text/phone_rules.h"

using namespace flatcrm;
using namespace flatcrm::text;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

class NumberMaker {
 public:
  explicit NumberMaker(unsigned seed) : random_(seed) {
    std::set<std::string> all;
    library_.GetSupportedRegions(&all);
    regions_.assign(all.begin(), all.end());
    for (const std::string& region : regions_) {
      std::vector<std::string> examples;
      for (int type = 0; type <= 10; ++type) {
        PhoneNumber number;
        std::string national;
        if (!library_.GetExampleNumberForType(region, static_cast<PhoneNumberUtil::PhoneNumberType>(type),
                                              &number))
          continue;
        library_.GetNationalSignificantNumber(number, &national);
        examples.push_back(national);
      }
      examples_.push_back(examples);
    }
  }

  std::size_t below(std::size_t limit) { return random_() % limit; }
  const std::string& region() const { return regions_[region_]; }

  std::string next() {
    region_ = below(regions_.size());
    std::string prefix = make_prefix();
    std::string text = punctuated(prefix + make_national());
    return below(8) == 0 ? text + make_extension() : text;
  }

 private:
  std::string digits(std::size_t count) {
    std::string text;
    while (text.size() < count) text += static_cast<char>('0' + below(10));
    return text;
  }

  std::string make_extension() {
    constexpr std::string_view gaps[] = {"", " ", "  ", ", ", "/", " / ", "-", "("};
    constexpr std::string_view labels[] = {"x",         "X",          "ext",   "Ext.", "ext:",     "extn",
                                           "EXTENSION", "extension:", "xt",    "ex",   "int",      "#",
                                           "e",         "ext.:",      "Ext .", "xx",   "extensio", "exten"};
    constexpr std::string_view tails[] = {"", "", "", "", "#", " ", ")", "x", "."};
    std::string text(gaps[below(std::size(gaps))]);
    text += labels[below(std::size(labels))];
    text += gaps[below(3)];
    text += digits(below(10) + (below(10) == 0 ? 0 : 1));
    return text + std::string(tails[below(std::size(tails))]);
  }

  std::string make_national() {
    const auto& examples = examples_[region_];
    if (below(4) == 0 || examples.empty()) return digits(below(16) + 1);
    std::string national = examples[below(examples.size())];
    for (std::size_t i = below(4); i > 0; --i)
      national[below(national.size())] = static_cast<char>('0' + below(10));
    if (below(6) == 0) national += digits(below(3) + 1);
    if (below(6) == 0) national.resize(national.size() - below(std::min<std::size_t>(4, national.size())));
    return national;
  }

  std::string make_prefix() {
    std::string code = std::to_string(library_.GetCountryCodeForRegion(regions_[region_]));
    std::string other = std::to_string(library_.GetCountryCodeForRegion(regions_[below(regions_.size())]));
    std::string trunk;
    library_.GetNddPrefixForRegion(regions_[region_], true, &trunk);
    switch (below(14)) {
      case 0:
      case 1:
        return trunk;
      case 2:
      case 3:
        return "+" + code;
      case 4:
        return "+" + code + "(" + trunk + ")";
      case 5:
        return "00" + code;
      case 6:
        return "00" + other;
      case 7:
        return code;
      case 8:
        return code + trunk;
      case 9:
        return "011" + other;
      case 10:
        return "0";
      case 11:
        return digits(below(5) + 1);
      case 12:
        return "+" + digits(below(3) + 1);
      default:
        return "";
    }
  }

  std::string punctuated(const std::string& text) {
    std::string out;
    for (char c : text) {
      out += c;
      if (below(5) == 0) out += std::string_view(" -./()[]")[below(8)];
      if (below(60) == 0) out += "\u00a0";
      if (below(400) == 0) out += std::string_view("x+,;#*~a\t")[below(9)];
    }
    if (below(10) == 0) out.insert(0, "(");
    return out;
  }

  const PhoneNumberUtil& library_ = *PhoneNumberUtil::GetInstance();
  std::mt19937_64 random_;
  std::vector<std::string> regions_;
  std::vector<std::vector<std::string>> examples_;
  std::size_t region_ = 0;
};

std::size_t tries(std::size_t usual) {
  const char* given = std::getenv("FLATCRM_PHONES");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : usual;
}

}  // namespace

TEST_CASE("the fast path agrees with libphonenumber on random numbers of every region") {
  NumberMaker maker(static_cast<unsigned>(tries(20)));
  PhoneNormalizer phones;
  core::Arena arena;
  std::size_t good = 0;
  for (std::size_t i = 0, count = tries(60000); i < count; ++i) {
    std::string text = maker.next();
    std::string region = maker.below(20) == 0 ? "" : maker.region();
    Phone fast = phones.normalize(text, region, arena);
    Phone plain = phones.normalize_plainly(text, region, arena);
    CAPTURE(text);
    CAPTURE(region);
    REQUIRE(fast.ok == plain.ok);
    REQUIRE(fast.e164 == plain.e164);
    good += plain.ok ? 1 : 0;
    if (i % 10000 == 0) arena = core::Arena();
  }
  CHECK(good > tries(60000) / 5);
}

TEST_CASE("few plain numbers are left to the library") {
  NumberMaker maker(21);
  PhoneRules rules;
  std::size_t all = 0, unsure = 0;
  for (int i = 0; i < 100000; ++i) {
    std::string text = maker.next();
    std::string digits;
    for (char c : text) {
      if (c >= '0' && c <= '9') digits += c;
    }
    if (digits.size() < 3 || digits.size() > 32) continue;
    ++all;
    if (rules.read(digits, text[0] == '+', maker.region()).answer == Answer::unsure) ++unsure;
  }
  CHECK(unsure * 10 < all);
  MESSAGE("left to the library: ", 100.0 * static_cast<double>(unsure) / static_cast<double>(all), " %");
}

TEST_CASE("patterns match as std::regex says") {
  std::mt19937_64 random(22);
  for (const char* text :
       {"0|(1(?:[12]\\d|79)\\d\\d)", "(?:0|90)(?:(1[245]|2[1-35]|31|4[13]|[56]5|99)(\\d{10,11}))?",
        "[1-35-9]\\d{3,5}|4(?:[0-8]\\d{2}|9[12]{2})", "([2-9]\\d{3})$|1",
        "0?(?:(11|2(?:2(?:02?|[13])))15)?"}) {
    DigitPattern pattern(text);
    REQUIRE(pattern.is_known());
    std::regex oracle(text);
    for (int i = 0; i < 4000; ++i) {
      std::string digits;
      for (std::size_t size = random() % 16; digits.size() < size;)
        digits += static_cast<char>('0' + random() % static_cast<std::size_t>(i % 10 + 1));
      CAPTURE(digits);
      CHECK(pattern.matches(digits) == std::regex_match(digits, oracle));
      std::smatch match;
      bool found = std::regex_search(digits, match, oracle, std::regex_constants::match_continuous);
      DigitPattern::Prefix prefix = pattern.find_prefix(digits);
      CHECK(found == (prefix.ends > 0));
      if (prefix.ends == 1) CHECK(static_cast<std::size_t>(match.length()) == prefix.size);
    }
  }
}
