#include "dedupe/forms.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "dedupe/form_words.h"
#include "text/unicode.h"

namespace flatcrm::dedupe {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_word_byte(char c) {
  return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

template <typename Table>
bool among(const Table& table, std::string_view word) {
  return std::find(table.begin(), table.end(), word) != table.end();
}
template <typename Table>
std::string_view replaced(const Table& table, std::string_view word) {
  for (const auto& [from, to] : table)
    if (from == word) return to;
  return word;
}

/// At a code point's end.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

std::string latin(std::string_view raw) {
  std::string folded = text::fold(cut(raw, 2 * longest_form));
  if (core::is_ascii(folded)) return folded;
  return core::lower_ascii(text::to_latin(folded));
}

std::string join(const std::vector<std::string_view>& words) {
  std::string joined;
  for (std::string_view word : words) {
    if (!joined.empty()) joined += ' ';
    joined += word;
  }
  return joined;
}

/// An apostrophe joins, every other sign parts.
std::string words_only(std::string_view text) {
  std::string words;
  bool parted = false;
  for (char c : text) {
    if (is_word_byte(c)) {
      if (parted && !words.empty()) words += ' ';
      words += c;
      parted = false;
    } else if (c != '\'' && c != '`') {
      parted = true;
    }
  }
  words.resize(cut(words, longest_form).size());
  return words;
}

}  // namespace

std::vector<std::string_view> words_of(std::string_view form) {
  std::vector<std::string_view> words;
  while (!form.empty()) {
    std::string_view word = form.substr(0, form.find(' '));
    if (!word.empty()) words.push_back(word);
    form.remove_prefix(std::min(form.size(), word.size() + 1));
  }
  return words;
}

std::string plain_words(std::string_view raw) {
  return words_only(latin(raw));
}

NameWords name_words(std::string_view raw) {
  raw = core::trim(raw);
  for (const auto& [sign, reading] : family_readings)
    if (raw == sign) return {std::string(reading), 0};
  NameWords name;
  std::string plain = plain_words(raw);
  std::vector<std::string_view> kept;
  for (std::string_view word : words_of(plain)) {
    std::string_view generation = kept.empty() ? word : replaced(generations, word);
    if (generation != word && generation.size() == 1) {
      name.generation = generation.front();
    } else if (!among(titles, word)) {
      kept.push_back(word);
    }
  }
  name.words = kept.empty() ? plain : join(kept);
  return name;
}

namespace {

/// What a letter, or several, sound like, and how many letters that takes.
struct Sound {
  std::string_view sounds;
  std::size_t letters = 1;
};

/// Letters that sound as one, or not at all, before others.
Sound sound_of_several(std::string_view rest, bool start) {
  if (rest.starts_with("ph")) return {"f", 2};
  if (rest.starts_with("sch")) return {"s", 3};
  if (rest.starts_with("sh") || rest.starts_with("cz")) return {"s", 2};
  if ((start && rest.starts_with("kn")) || rest.starts_with("dt")) return {"", 1};
  return {"", 0};
}

/// One letter, with the one behind it where that matters. `room` holds a letter that sounds as it is.
Sound sound_of_letter(char letter, char next, bool start, char& room) {
  switch (letter) {
    case 'x':
      return {start ? "s" : "ks"};
    case 'z':
      return {"s"};
    case 'c':
      return {next == 'e' || next == 'i' || next == 'y' ? "s" : "k"};
    case 'q':
      return {"k"};
    case 'v':
    case 'w':
      return {"v"};
    case 'y':
    case 'j':
      return {start ? "j" : ""};
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
      return {start ? "a" : ""};
    case 'h':
      return {start ? "h" : ""};
    default:
      if (!is_letter(letter) && !is_digit(letter)) return {""};
      room = letter;
      return {std::string_view(&room, 1)};
  }
}

}  // namespace

std::string sound(std::string_view word) {
  constexpr std::size_t most = 6;
  std::string out;
  for (std::size_t i = 0; i < word.size() && out.size() < most;) {
    char room = 0;
    char next = i + 1 < word.size() ? word[i + 1] : '\0';
    Sound heard = sound_of_several(word.substr(i), i == 0);
    if (heard.letters == 0) heard = sound_of_letter(word[i], next, i == 0, room);
    for (char c : heard.sounds)
      if (out.empty() || out.back() != c) out += c;
    i += heard.letters;
  }
  return out;
}

namespace {

/// "a b c corp" -> "abc corp": letters that stood with dots.
std::vector<std::string> with_letters_joined(const std::string& plain) {
  std::vector<std::string> words;
  bool letters = false;
  for (std::string_view word : words_of(plain)) {
    bool letter = word.size() == 1 && is_letter(word.front());
    if (letter && letters) {
      words.back() += word;
    } else {
      words.emplace_back(word);
    }
    letters = letter;
  }
  return words;
}

/// A form of several words, at the end or at the start.
bool strip_phrase(std::vector<std::string>& words, std::string_view phrase) {
  std::vector<std::string_view> parts = words_of(phrase);
  if (words.size() <= parts.size()) return false;
  for (std::size_t at : {words.size() - parts.size(), std::size_t{0}}) {
    bool same = true;
    for (std::size_t i = 0; i < parts.size() && same; ++i) same = words[at + i] == parts[i];
    if (!same) continue;
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(at),
                words.begin() + static_cast<std::ptrdiff_t>(at + parts.size()));
    return true;
  }
  return false;
}

}  // namespace

std::string organization_words(std::string_view raw) {
  std::string plain = plain_words(raw);
  std::vector<std::string> words = with_letters_joined(plain);
  for (bool stripped = true; stripped;) {
    stripped = false;
    for (std::string_view phrase : legal_phrases) stripped = stripped || strip_phrase(words, phrase);
  }
  std::vector<std::string_view> kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    bool legal = among(legal_words, word) && (i > 0 || words.size() > 1);
    if (!legal && !among(organization_stop_words, word))
      kept.push_back(replaced(organization_spellings, word));
  }
  if (kept.empty()) return plain;
  std::string joined = join(kept);
  joined.resize(std::min(joined.size(), longest_form));
  return joined;
}

namespace {

bool is_number_word(std::string_view word) {
  return !word.empty() && is_digit(word.front());
}
/// "435", "12a", "12-14": but not "3rd", which is a street's name.
bool is_house_number(std::string_view word) {
  if (!is_number_word(word)) return false;
  std::size_t digits = 0;
  while (digits < word.size() && is_digit(word[digits])) ++digits;
  return word.size() - digits <= 1 && digits <= 6;
}

}  // namespace

StreetForm street_form(std::string_view raw) {
  StreetForm form;
  raw = cut(raw, 2 * longest_form);
  std::string_view street = raw.substr(0, raw.find(','));
  if (street.size() < raw.size()) form.place = plain_words(raw.substr(street.size() + 1));
  std::string plain = plain_words(street);
  std::vector<std::string_view> words = words_of(plain);
  auto number = words.end();
  if (!words.empty() && is_house_number(words.front())) number = words.begin();
  if (number == words.end() && words.size() > 1)
    number = std::find_if(words.begin() + 1, words.end(), is_house_number);
  if (number != words.end()) {
    form.number = *number;
    form.number.erase(0, std::min(form.number.find_first_not_of('0'), form.number.size() - 1));
    words.erase(number);
  }
  std::vector<std::string> cores;
  std::vector<std::string_view> kept;
  for (std::string_view word : words) {
    std::string_view spelled = replaced(street_spellings, word);
    if (!among(street_types, spelled)) cores.emplace_back(spelled);
  }
  if (cores.empty())
    for (std::string_view word : words) cores.emplace_back(word);
  for (std::string& core : cores) {
    for (std::string_view ending : {"strasse", "straat", "str", "gasse"})
      if (core.size() > ending.size() + 2 && core.ends_with(ending)) {
        core.resize(core.size() - ending.size());
        break;
      }
    kept.push_back(core);
  }
  form.words = join(kept);
  return form;
}

PlaceForm place_form(std::string_view words) {
  PlaceForm form;
  std::vector<std::string_view> kept;
  for (std::string_view word : words_of(words)) {
    bool code = is_number_word(word) && word.size() >= 4 && word.size() <= 6;
    if (code) form.postcode = word;
    if (!is_number_word(word) && word.size() > 2) kept.push_back(word);
  }
  form.city = join(kept);
  return form;
}

std::string postcode_form(std::string_view raw) {
  std::string code;
  for (char c : latin(raw))
    if (is_digit(c) || is_letter(c)) code += c;
  // ZIP+4: the first five say where.
  bool zip = code.size() == 9 && std::all_of(code.begin(), code.end(), is_digit);
  code.resize(zip ? 5 : std::min<std::size_t>(code.size(), 12));
  return code;
}

std::string city_form(std::string_view raw) {
  std::string plain = plain_words(raw);
  std::vector<std::string_view> kept;
  for (std::string_view word : words_of(plain)) kept.push_back(replaced(city_spellings, word));
  return join(kept);
}

std::string date_form(std::string_view raw) {
  raw = cut(core::trim(raw), 32);
  std::string form;
  for (char c : raw.substr(0, raw.find('T')))
    if (is_digit(c) ||
        (static_cast<unsigned char>(c | 0x20) >= 'a' && static_cast<unsigned char>(c | 0x20) <= 'z'))
      form += static_cast<char>(is_digit(c) ? c : c | 0x20);
  return form;
}

std::string phone_form(std::string_view raw) {
  raw = cut(raw, longest_form);
  raw = raw.substr(0, raw.find(';'));
  std::string digits;
  for (char c : raw)
    if (is_digit(c)) digits += c;
  return digits.size() < 5 ? std::string() : digits;
}

std::string identifier_form(std::string_view raw) {
  std::string form;
  for (char c : latin(raw))
    if (is_word_byte(c)) form += c;
  form.resize(cut(form, longest_form).size());
  return form;
}

std::string email_form(std::string_view raw) {
  std::string form;
  for (char c : latin(core::trim(raw)))
    if (c != ' ') form += c;
  form.resize(cut(form, longest_form).size());
  return form;
}

bool is_free_mail(std::string_view domain) {
  return among(free_mail_domains, domain);
}

bool is_role_mailbox(std::string_view local) {
  return among(role_mailboxes, local);
}

}  // namespace flatcrm::dedupe
