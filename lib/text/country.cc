#include "text/country.h"

#include <unicode/locid.h>
#include <unicode/region.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <bitset>
#include <string>
#include <unordered_map>

#include "core/text.h"
#include "text/country_aliases.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace flatcrm::text {
namespace {

// English first: a name that it knows is taken as English, whatever it means elsewhere.
constexpr const char* languages[] = {"en", "de", "fr", "es", "it", "nl",      "pt", "pl", "sv",
                                     "da", "nb", "fi", "cs", "sk", "hu",      "ro", "hr", "tr",
                                     "ru", "uk", "el", "ja", "zh", "zh_Hant", "ko"};

constexpr std::size_t letters = 26;

std::size_t index_of(char first, char second) {
  return static_cast<std::size_t>(first - 'A') * letters + static_cast<std::size_t>(second - 'A');
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

/// All alpha-2 codes with views that stay valid.
struct Codes {
  std::bitset<letters * letters> known;
  std::string text;  // "AAABAC...": two letters at twice the index

  Codes() {
    for (char first = 'A'; first <= 'Z'; ++first) {
      for (char second = 'A'; second <= 'Z'; ++second) text.append({first, second});
    }
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
      known.set(index_of((*code)[0], (*code)[1]));
    }
    known.set(index_of('X', 'K'));  // Kosovo, by common use
  }
  std::string_view find(char first, char second) const {
    if (!is_capital(first) || !is_capital(second) || !known[index_of(first, second)]) return {};
    return std::string_view(text).substr(index_of(first, second) * 2, 2);
  }
};

const Codes& codes() {
  static const Codes all;
  return all;
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// Folded, with letters and digits only, so that "U.S.A." and "usa" are one.
std::string key_of(std::string_view name) {
  std::string folded = fold(name);
  std::string key;
  for (std::size_t at = 0; at < folded.size();) {
    std::size_t begin = at;
    char32_t code = next_code_point(folded, at);
    bool is_word = code >= 0x80 ? code != 0x2019 && code != 0xA0 && code != 0x30FB
                                : (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
    if (code == '&') key += "and";
    if (is_word) key.append(folded, begin, at - begin);
  }
  return key;
}

using Names = std::unordered_map<std::string, std::string_view>;

/// `clash`: a name of two countries means neither.
void add(Names& names, const std::string& key, std::string_view code, bool clash) {
  if (key.size() < 2) return;
  auto [at, added] = names.try_emplace(key, code);
  if (!added && clash && at->second != code) at->second = {};
}

void add_names(Names& names, const char* language) {
  Names own;
  icu::Locale in(language);
  for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
    icu::UnicodeString name;
    std::string text;
    icu::Locale("", *code).getDisplayCountry(in, name);
    name.toUTF8String(text);
    add(own, key_of(text), codes().find((*code)[0], (*code)[1]), true);
  }
  bool first = names.empty();
  for (const auto& [key, code] : own) add(names, key, code, !first);
}

/// Aliases and codes of three, then the names in all languages.
Names make_names() {
  Names names;
  add_names(names, languages[0]);
  const Names english = names;
  for (const char* language : languages) add_names(names, language);
  for (const auto& [key, code] : english) names[key] = code;
  for (const CountryAlias& alias : country_aliases)
    names[std::string(alias.name)] = codes().find(alias.code[0], alias.code[1]);
  for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
    std::string_view known = codes().find((*code)[0], (*code)[1]);
    UErrorCode status = U_ZERO_ERROR;
    names[core::lower_ascii(icu::Locale("", *code).getISO3Country())] = known;
    const icu::Region* region = icu::Region::getInstance(*code, status);
    if (U_FAILURE(status) || region == nullptr || region->getNumericCode() <= 0) continue;
    std::string number = std::to_string(region->getNumericCode());
    names[std::string(3 - std::min<std::size_t>(3, number.size()), '0') + number] = known;
  }
  return names;
}

}  // namespace

bool is_country_code(std::string_view code) {
  return code.size() == 2 && !codes().find(code[0], code[1]).empty();
}

std::string_view country_code(std::string_view name_or_code) {
  std::string_view text = core::trim(name_or_code);
  if (text.size() == 2) {
    std::string_view code = codes().find(upper(text[0]), upper(text[1]));
    if (!code.empty()) return code;
  }
  static const Names names = make_names();
  std::string key = key_of(text);
  auto found = names.find(key);
  if (found == names.end() && key.substr(0, 3) == "the") found = names.find(key.substr(3));
  return found == names.end() ? std::string_view{} : found->second;
}

std::string country_name(std::string_view code, std::string_view language) {
  if (!is_country_code(code)) return std::string(code);
  std::string tag(language);
  std::replace(tag.begin(), tag.end(), '-', '_');
  icu::UnicodeString name;
  std::string text;
  icu::Locale("", std::string(code).c_str()).getDisplayCountry(icu::Locale(tag.c_str()), name);
  name.toUTF8String(text);
  return text;
}

}  // namespace flatcrm::text
