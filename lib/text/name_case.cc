#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/text.h"
#include "text/name.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace flatcrm::text {

namespace {

/// Small within a name, whatever stands in front of them.
constexpr auto small_within = std::to_array<std::string_view>(
    {"von", "vom", "van", "der", "den", "zu", "zum", "zur", "ter", "ten", "af", "av",
     "de",  "da",  "do",  "dos", "das", "du", "des", "bin", "ibn", "y",   "e"});
/// Small at the front of a family name too.
constexpr auto small_in_front =
    std::to_array<std::string_view>({"von", "vom", "van", "zu", "zum", "zur", "ter", "ten", "af", "av"});
/// Small behind one of the others only: "de la Cruz", but "La Rocca".
constexpr auto small_behind = std::to_array<std::string_view>({"la", "las", "los", "le", "het", "'t"});
constexpr auto kept =
    std::to_array<std::string_view>({"II", "III", "IV", "VI", "VII", "VIII", "MD", "MBA", "DDS", "DVM", "CPA",
                                     "CFA", "OBE", "MBE", "CBE", "LLM", "JP", "TJ"});

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

struct Look {
  std::size_t letters = 0;  // that have two cases
  bool capitals = true;     // none of these is small
  bool vowel = false;
};

Look look_at(std::string_view word) {
  constexpr std::string_view vowels = "aeiouy";
  Look out;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t begin = at;
    next_code_point(word, at);
    std::string_view letter = word.substr(begin, at - begin);
    std::string small = lower(letter), large = upper(letter);
    if (small == large) continue;
    ++out.letters;
    if (small == letter) out.capitals = false;
    std::string plain = fold(letter);
    // A letter beyond Latin may be a vowel.
    out.vowel = out.vowel || plain.size() != 1 || vowels.find(plain[0]) != vowels.npos;
  }
  return out;
}

/// The first letter of each part as it is, the others small: "O'NEIL-SMITH", "MCDONALD".
std::string with_small_letters(std::string_view word) {
  std::string out;
  bool begins = true;
  std::string part;
  std::size_t letters = 0;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t begin = at;
    char32_t code = next_code_point(word, at);
    std::string_view letter = word.substr(begin, at - begin);
    bool mark = code == '-' || code == '\'' || code == 0x2019 || code == '.' || code == '/';
    // "D'Arcy", but "Ma'ruf": an apostrophe parts a name only behind its first letter.
    bool parts = mark && !((code == '\'' || code == 0x2019) && letters > 1);
    if (parts) {
      out += letter;
      part.clear();
      letters = 0;
      begins = true;
      continue;
    }
    out += begins ? std::string(letter) : lower(letter);
    part += letter;
    ++letters;
    begins = part == "MC" && out.size() == 2 && word.size() > 4;
  }
  return out;
}

std::string proper_word(std::string_view word, std::size_t number, bool behind_small) {
  std::string small = lower(word);
  if (is_one_of(kept, word)) return std::string(word);
  if (small == "phd") return "PhD";
  if (number > 0 && is_one_of(small_within, small)) return small;
  if (number == 0 && is_one_of(small_in_front, small)) return small;
  if (behind_small && is_one_of(small_behind, small)) return small;
  return with_small_letters(word);
}

/// Greek has its own small letter at the end of a word, and İ leaves a dot behind.
std::string mended(std::string text) {
  constexpr std::string_view dot = "\xcc\x87";
  for (std::size_t at = text.find(dot); at != text.npos; at = text.find(dot, at))
    if (at > 0 && text[at - 1] == 'i')
      text.erase(at, dot.size());
    else
      at += dot.size();
  constexpr std::string_view sigma = "\xcf\x83", last_sigma = "\xcf\x82";
  for (std::size_t at = text.find(sigma); at != text.npos; at = text.find(sigma, at + 1)) {
    std::size_t next = at + sigma.size();
    bool ends = next == text.size() || text[next] == ' ' || text[next] == '-' || text[next] == ',';
    if (ends && at > 0 && text[at - 1] != ' ') text.replace(at, sigma.size(), last_sigma);
  }
  return text;
}

}  // namespace

bool may_be_capitals(std::string_view name) {
  bool small = false, large = false;
  for (char c : name) {
    if (c == ' ') {
      if (large && !small) return true;
      small = large = false;
    }
    small = small || (c >= 'a' && c <= 'z');
    large = large || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  }
  return large && !small;
}

std::string proper_name(std::string_view name) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = std::min(name.find(' ', at), name.size());
    words.push_back(name.substr(at, end - at));
    at = end + 1;
  }
  // In a name that has small letters, two or three capitals are initials as often as a name.
  bool all =
      std::all_of(words.begin(), words.end(), [](std::string_view word) { return look_at(word).capitals; });
  const std::size_t fewest = all ? 2 : 4;
  std::string out;
  bool small = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    Look look = look_at(word);
    auto dots = static_cast<std::size_t>(std::count(word.begin(), word.end(), '.'));
    bool initials = dots > 0 && dots >= look.letters;
    bool last_of_several = i > 0 && i + 1 == words.size() && all;
    bool changes = look.capitals && look.letters >= fewest && !initials &&
                   (look.vowel || look.letters > 3 || last_of_several || dots > 0);
    std::string one = changes ? proper_word(word, i, small) : std::string(word);
    small = changes && one == lower(word);
    out += (i == 0 ? "" : " ") + one;
  }
  return mended(std::move(out));
}

}  // namespace flatcrm::text
