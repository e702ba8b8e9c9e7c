#include "text/phone.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <unordered_map>

#include "core/text.h"
#include "text/phone_rules.h"

namespace flatcrm::text {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t most_remembered = std::size_t{1} << 16;

/// The digits of a number that holds nothing but digits, common punctuation, a plus in front and an extension behind.
struct PlainNumber {
  std::array<char, 32> digits;
  std::size_t size = 0;
  bool international = false;
  std::string_view extension;

  bool read(std::string_view text);
};

/// "ext. 12", "x12" or "extension: 12" up to the end; "" for any other text, which is the library's.
std::string_view read_extension(std::string_view text) {
  std::size_t begin = std::min(text.find_first_of("0123456789"), text.size());
  std::string_view digits = text.substr(begin);
  // Seven digits are an extension by every rule of the library.
  if (digits.empty() || digits.size() > 7) return {};
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
  std::string_view label = text.substr(0, begin);
  while (!label.empty() && label.back() == ' ') label.remove_suffix(1);
  if (!label.empty() && (label.back() == '.' || label.back() == ':')) label.remove_suffix(1);
  for (std::string_view known : {"x", "ext", "extn", "extension"}) {
    if (core::equal_ignoring_ascii_case(label, known)) return digits;
  }
  return {};
}

bool PlainNumber::read(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c >= '0' && c <= '9') {
      if (size == digits.size()) return false;
      digits[size++] = c;
      continue;
    }
    switch (c) {
      case ' ':
      case '-':
      case '.':
      case '/':
      case '(':
      case ')':
      case '[':
      case ']':
        break;
      case '+':
        if (size > 0 || international) return false;
        international = true;
        break;
      case '\xC2':
        if (at + 1 == text.size() || text[++at] != '\xA0') return false;
        break;
      default:
        extension = read_extension(text.substr(at));
        // Behind a slash an x begins a second number.
        return size >= 3 && !extension.empty() && core::trim(text.substr(0, at)).back() != '/';
    }
  }
  return size >= 3;
}

bool is_letter(char c) {
  const char small = static_cast<char>(c | 0x20);
  return small >= 'a' && small <= 'z';
}

/// A word that stands apart behind a number says whose or where it is: "0171 2345678 (privat)". The library would dial it by the letters
/// on the keys, as in "1-800-FLOWERS". What begins an extension stays.
std::string without_words(const std::string& text) {
  constexpr int fewest_digits = 6;
  int digits = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] >= '0' && text[at] <= '9') ++digits;
    if (!is_letter(text[at]) || digits < fewest_digits) continue;
    if (std::string_view(" (/[,;\n\t").find(text[at - 1]) == std::string_view::npos) return text;
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string word = core::lower_ascii(std::string_view(text).substr(at, end - at));
    for (const std::string_view extension :
         {"x", "xx", "e", "ext", "extn", "xtn", "extension", "int", "anexo"})
      if (word == extension) return text;
    if (text.find_first_of("0123456789", end) != std::string::npos) return text;
    return text.substr(0, at);
  }
  return text;
}

/// "" when the number can't be parsed or has no possible length.
std::string normalize_by_library(const std::string& whole, const std::string& region) {
  const std::string text = without_words(whole);
  const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (library.Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
  if (library.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE) return {};
  std::string e164;
  library.Format(number, PhoneNumberUtil::E164, &e164);
  if (number.has_extension()) e164 += ";ext=" + number.extension();
  return e164;
}

}  // namespace

class PhoneNormalizer::Facts {
 public:
  PhoneRules rules;
  /// What the library said, by region and text; forgotten when it grows too large.
  std::unordered_map<std::string, std::string> remembered;
  std::string key;
};

PhoneNormalizer::PhoneNormalizer() = default;
PhoneNormalizer::PhoneNormalizer(PhoneNormalizer&&) noexcept = default;
PhoneNormalizer& PhoneNormalizer::operator=(PhoneNormalizer&&) noexcept = default;
PhoneNormalizer::~PhoneNormalizer() = default;

Phone PhoneNormalizer::normalize_plainly(std::string_view text, std::string_view region, core::Arena& arena) {
  std::string e164 = normalize_by_library(std::string(text), std::string(region));
  if (e164.empty()) return {text, false};
  return {arena.keep(e164), true};
}

Phone PhoneNormalizer::normalize(std::string_view text, std::string_view region, core::Arena& arena) {
  PlainNumber plain;
  bool is_plain = plain.read(text);
  if (!is_plain && core::is_ascii(text) && text.find_first_of("0123456789") == std::string_view::npos)
    return {text, false};
  if (facts_ == nullptr) facts_ = std::make_unique<Facts>();
  if (is_plain) {
    PhoneReading reading = facts_->rules.read({plain.digits.data(), plain.size}, plain.international, region);
    if (reading.answer == Answer::no) return {text, false};
    if (reading.answer == Answer::yes) {
      char out[48] = "+";
      char* end = std::to_chars(out + 1, out + 5, reading.country_code).ptr;
      end = std::copy(reading.national.begin(), reading.national.end(), end);
      if (!plain.extension.empty()) {
        end = std::copy_n(";ext=", 5, end);
        end = std::copy(plain.extension.begin(), plain.extension.end(), end);
      }
      return {arena.keep({out, static_cast<std::size_t>(end - out)}), true};
    }
  }
  std::string& key = facts_->key;
  key.assign(region).append(1, '\n').append(text);
  auto found = facts_->remembered.find(key);
  if (found == facts_->remembered.end()) {
    if (facts_->remembered.size() >= most_remembered) facts_->remembered.clear();
    found =
        facts_->remembered.emplace(key, normalize_by_library(std::string(text), std::string(region))).first;
  }
  if (found->second.empty()) return {text, false};
  return {arena.keep(found->second), true};
}

bool is_phone_region(std::string_view region) {
  return PhoneRules().knows(region);  // without the library itself, which takes ten times as long to load
}

}  // namespace flatcrm::text
