#include "text/name.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"
#include "text/family_names.h"
#include "text/name_words.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace flatcrm::text {
namespace {

bool is_white(char32_t code) {
  return code == 0x20 || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
         code == 0x205F || code == 0x3000;
}

/// Seen by nobody, and able to make one name look like another: control characters, bidi marks, zero-width space, soft hyphen.
bool is_invisible(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0xAD || code == 0x200B || code == 0x200E ||
         code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) ||
         code == 0xFEFF || code == 0x61C;
}

bool is_plainly_clean(std::string_view text) {
  bool after_blank = true;
  for (char c : text) {
    if (c == ' ' ? after_blank : (c < 0x21 || c == 0x7F)) return false;  // bytes beyond ASCII are negative
    after_blank = c == ' ';
  }
  return text.empty() || !after_blank;
}

std::string squeezed(std::string_view text) {
  std::string out;
  bool blank = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t begin = at;
    char32_t code = next_code_point(text, at);
    if (is_white(code)) {
      blank = !out.empty();
    } else if (!is_invisible(code)) {
      if (blank) out += ' ';
      blank = false;
      out.append(text, begin, at - begin);
    }
  }
  return out;
}

using Words = std::vector<std::string_view>;

Words words_of(std::string_view text) {
  Words words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string joined(Words::const_iterator begin, Words::const_iterator end) {
  std::string text;
  for (auto word = begin; word != end; ++word) {
    if (!text.empty()) text += ' ';
    text += *word;
  }
  return text;
}

/// Folded, without dots: "Ph.D." as "phd".
std::string bare(std::string_view word) {
  std::string folded = fold(word);
  std::erase(folded, '.');
  std::erase(folded, ',');
  return folded;
}

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_honorific(std::string_view word) {
  return is_one_of(honorifics, bare(word)) ||
         (word.back() == '.' && is_one_of(dotted_honorifics, bare(word)));
}
/// Is a word among the common family names of a country?
bool is_common_family(std::string_view word, std::string_view country) {
  if (country.size() != 2) return false;
  for (const FamilyNames& known : common_families) {
    if (known.countries.find(country) == std::string_view::npos) continue;
    std::string wanted = " ";
    for (char c : fold(word))
      if (c != '\'' && c != '-') wanted += c;
    return known.names.find(wanted + " ") != std::string_view::npos;
  }
  return false;
}

bool is_suffix(std::string_view word) {
  return is_one_of(suffixes, bare(word));
}

enum class Script : unsigned char { other, han, kana, hangul };

Script script_of(char32_t code) {
  if ((code >= 0x3400 && code <= 0x9FFF) || code == 0x3005 || (code >= 0x20000 && code <= 0x3FFFF))
    return Script::han;
  if (code >= 0x3041 && code <= 0x30FF) return Script::kana;
  if (code >= 0xAC00 && code <= 0xD7A3) return Script::hangul;
  return Script::other;
}

struct Letters {
  std::vector<std::size_t> begins;  // of each code point
  std::vector<Script> scripts;
  bool is_east_asian = false;  // nothing else but blanks

  explicit Letters(std::string_view text) {
    bool other = false;
    for (std::size_t at = 0; at < text.size();) {
      begins.push_back(at);
      char32_t code = next_code_point(text, at);
      scripts.push_back(script_of(code));
      if (scripts.back() == Script::other && code != ' ' && code != 0x30FB) other = true;
    }
    is_east_asian = !other && !begins.empty();
  }
  bool all(Script script) const {
    return std::all_of(scripts.begin(), scripts.end(), [=](Script s) { return s == script; });
  }
};

/// A name of Han, kana or Hangul in one piece: where its family name ends, or 0 when that can't be told.
std::size_t end_of_family(std::string_view name, const Letters& letters) {
  std::size_t count = letters.begins.size();
  for (std::string_view family : compound_families) {
    if (count > 2 && name.substr(0, family.size()) == family) return family.size();
  }
  // Japanese given names may be kana behind a family name of kanji.
  auto kana = std::find(letters.scripts.begin(), letters.scripts.end(), Script::kana);
  if (kana != letters.scripts.end()) {
    auto index = static_cast<std::size_t>(kana - letters.scripts.begin());
    bool at_end = std::all_of(kana, letters.scripts.end(), [](Script s) { return s == Script::kana; });
    return index > 0 && index < 4 && at_end ? letters.begins[index] : 0;
  }
  if (count == 2 || count == 3) return letters.begins[1];
  if (count == 4 && letters.all(Script::han)) return letters.begins[2];
  return 0;
}

PersonName split_east_asian(std::string_view name, const Letters& letters) {
  constexpr std::string_view middle_dot = "・";
  if (std::size_t dot = name.find(middle_dot);
      dot != std::string_view::npos) {  // a foreign name in kana: given・family
    return {"", std::string(name.substr(0, dot)), std::string(name.substr(dot + middle_dot.size())), ""};
  }
  std::size_t blank = name.find(' ');
  if (blank != std::string_view::npos) {
    return {"", std::string(name.substr(blank + 1)), std::string(name.substr(0, blank)), ""};
  }
  std::size_t end = end_of_family(name, letters);
  return {"", std::string(name.substr(end)), std::string(name.substr(0, end)), ""};
}

/// Two letters or more, none of them small.
bool is_all_capitals(std::string_view word) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t code = next_code_point(word, at);
    letters += code == '.' || code == '-' || code == '\'' ? 0 : 1;  // "A." is an initial
  }
  std::string small = lower(word);
  return letters > 1 && small != word && upper(small) == word;
}

/// How many words in front are a family name in capitals: "DUPONT Jean". 0 where the whole is in capitals, or nothing.
std::size_t capitals_in_front(const Words& words) {
  std::size_t count = 0;
  while (count < words.size() && is_all_capitals(words[count])) ++count;
  return count < words.size() ? count : 0;
}

/// The index of the first word of the family name, given names standing in front.
std::size_t begin_of_family(const Words& words) {
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (is_one_of(particles, words[i]) ||
        (is_one_of(particles, fold(words[i])) && is_one_of(capital_particles, words[i])))
      return i;
  }
  return words.size() - 1;
}

PersonName split_words(const Words& words, NameOrder order) {
  if (words.empty()) return {};
  if (words.size() == 1) return {"", std::string(words[0]), "", ""};
  std::size_t capitals = capitals_in_front(words);
  if (capitals > 0 || order == NameOrder::family_first) {
    auto cut = words.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(capitals, 1));
    return {"", joined(cut, words.end()), joined(words.begin(), cut), ""};
  }
  auto cut = words.begin() + static_cast<std::ptrdiff_t>(begin_of_family(words));
  return {"", joined(words.begin(), cut), joined(cut, words.end()), ""};
}

/// Takes honorifics off the front; one word is left to be the name.
std::string take_prefix(Words& words) {
  std::size_t count = 0;
  while (count + 1 < words.size() && is_honorific(words[count])) ++count;
  std::string prefix = joined(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
  return prefix;
}

std::string take_suffix(Words& words) {
  std::size_t count = 0;
  while (count + 2 < words.size() && is_suffix(words[words.size() - 1 - count])) ++count;
  auto begin = words.end() - static_cast<std::ptrdiff_t>(count);
  std::string suffix = joined(begin, words.end());
  words.erase(begin, words.end());
  return suffix;
}

/// "Doe, Jane" and "Doe, Jane, PhD"; `rest` begins behind the first comma.
PersonName split_at_comma(std::string_view family, std::string_view rest) {
  PersonName name;
  std::size_t second = rest.find(',');
  if (second != std::string_view::npos) name.suffix = std::string(core::trim(rest.substr(second + 1)));
  Words given = words_of(rest.substr(0, second));
  name.prefix = take_prefix(given);
  if (name.suffix.empty()) name.suffix = take_suffix(given);
  name.given = joined(given.begin(), given.end());
  Words families = words_of(family);
  std::string prefix = take_prefix(families);
  if (name.prefix.empty()) name.prefix = prefix;
  name.family = joined(families.begin(), families.end());
  return name;
}

}  // namespace

std::string_view clean_name(std::string_view text, core::Arena& arena) {
  if (is_plainly_clean(text)) return text;
  std::string_view composed = nfc(text, arena);
  std::string clean = squeezed(composed);
  return clean == composed ? composed : arena.keep(clean);
}

NameOrder name_order_of(std::string_view country) {
  return is_one_of(family_first_countries, country) ? NameOrder::family_first : NameOrder::unknown;
}

PersonName split_name(std::string_view name, NameOrder order, std::string_view country) {
  Letters letters(name);
  if (letters.is_east_asian && order != NameOrder::given_first) return split_east_asian(name, letters);
  std::string suffix_behind_comma;
  std::size_t comma = name.find(',');
  if (comma != std::string_view::npos) {
    std::string_view rest = core::trim(name.substr(comma + 1));
    Words behind = words_of(rest);
    if (!std::all_of(behind.begin(), behind.end(), is_suffix))
      return split_at_comma(name.substr(0, comma), rest);
    suffix_behind_comma = rest;
    name = name.substr(0, comma);
  }
  Words words = words_of(name);
  std::string prefix = take_prefix(words);
  std::string suffix = take_suffix(words);
  if (words.size() > 1) {
    bool first = is_common_family(words.front(), country), last = is_common_family(words.back(), country);
    if (first != last) order = first ? NameOrder::family_first : NameOrder::given_first;
  }
  PersonName split = split_words(words, order);
  // "Herr Schmidt" and "Mrs. Smith", but "Sir Elton".
  if (words.size() == 1 && !prefix.empty() && !is_one_of(titles_of_given_names, bare(prefix)))
    std::swap(split.given, split.family);
  split.prefix = prefix;
  split.suffix = suffix_behind_comma.empty() ? suffix : suffix_behind_comma;
  return split;
}

bool is_organization_like(std::string_view name) {
  for (std::string_view part : organization_parts) {
    if (name.find(part) != std::string_view::npos) return true;
  }
  Words words = words_of(name);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = bare(words[i]);
    if (is_one_of(organization_words, word)) return true;
    bool last = i > 0 && i + 1 == words.size();
    std::string undotted(words[i]);
    std::erase(undotted, '.');
    if (last && is_one_of(short_legal_forms, undotted)) return true;
  }
  return false;
}

}  // namespace flatcrm::text
