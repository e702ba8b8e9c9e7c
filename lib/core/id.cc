#include "core/id.h"

#include <algorithm>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/latin.h"
#include "core/text.h"

namespace flatcrm::core {
namespace {

constexpr std::size_t longest_slug = 40;
constexpr std::size_t longest_id = 80;
constexpr std::size_t suffix_digits = 6;
constexpr char crockford[] = "0123456789abcdefghjkmnpqrstvwxyz";

bool is_id_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Builds a slug letter by letter, and forgets the word that would make it too long.
class Slugger {
 public:
  explicit Slugger(std::string& out) : out_(out), start_(out.size()) {}

  bool is_full() const { return full_; }
  void letters(std::string_view letters) {
    if (in_gap_ && out_.size() > start_) out_ += '-';
    in_gap_ = false;
    out_ += letters;
    if (out_.size() - start_ > longest_slug) cut();
  }
  void gap() { in_gap_ = true; }
  /// A combining mark: a letter and its diaeresis or ring spell the same as the letter that has it built in.
  void mark(char32_t mark) {
    if (in_gap_ || out_.size() == start_) return;
    char last = out_.back();
    if (mark == 0x308 && (last == 'a' || last == 'o' || last == 'u')) letters("e");
    if (mark == 0x30A && last == 'a') letters("a");
  }

 private:
  void cut() {
    full_ = true;
    std::size_t hyphen = out_.rfind('-');
    bool one_word = hyphen == std::string::npos || hyphen < start_;
    out_.resize(one_word ? start_ + longest_slug : hyphen);
  }

  std::string& out_;
  std::size_t start_;
  bool in_gap_ = false;
  bool full_ = false;
};

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == 0x2019 || c == 0x2BC || c == 0x60 || c == 0xB4;
}

void add_ascii(Slugger& slugger, char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  if (is_id_letter(c)) {
    slugger.letters({&c, 1});
  } else if (!is_apostrophe(static_cast<unsigned char>(c))) {
    slugger.gap();
  }
}

void add_other(Slugger& slugger, char32_t c) {
  bool is_mark = c >= 0x300 && c < 0x370;
  std::string_view letters = latin_base(c);
  if (is_mark) {
    slugger.mark(c);
  } else if (!letters.empty()) {
    slugger.letters(letters);
  } else if (!is_apostrophe(c)) {
    slugger.gap();
  }
}

void append_slug(std::string_view text, std::string& out) {
  Slugger slugger(out);
  for (std::size_t i = 0; i < text.size() && !slugger.is_full();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      add_ascii(slugger, text[i++]);
      continue;
    }
    CodePoint point = first_code_point(text.substr(i, 4));
    if (point.length == 0) {
      slugger.gap();
    } else {
      add_other(slugger, point.value);
    }
    i += std::max<std::size_t>(point.length, 1);
  }
}

void append_number(std::string& out, int number) {
  char digits[12];
  char* next = digits + sizeof digits;
  for (; number > 0; number /= 10) *--next = static_cast<char>('0' + number % 10);
  out.append(next, digits + sizeof digits);
}

}  // namespace

std::string slug(std::string_view text) {
  std::string out;
  append_slug(text, out);
  return out;
}

void make_id(std::string_view name, std::string_view fallback, std::string_view source, std::string_view key,
             int attempt, std::string& out) {
  // `out` serves as the buffer of what is hashed, which spares an allocation an id.
  out.assign(source);
  out += '\0';
  out += key;
  if (attempt > 0) {
    out += '\0';
    append_number(out, attempt);
  }
  std::uint64_t hash = stable_hash(out);
  out.clear();
  append_slug(name, out);
  if (out.empty()) out = fallback;
  out += '-';
  for (std::size_t i = suffix_digits; i-- > 0;) out += crockford[(hash >> (5 * i)) & 31];
}

std::string make_id(std::string_view name, std::string_view source, std::string_view key) {
  std::string out;
  make_id(name, "x", source, key, 0, out);
  return out;
}

bool is_valid_id(std::string_view id) {
  if (id.empty() || id.size() > longest_id || id.back() == '-') return false;
  bool after_hyphen = true;  // none may stand at the front
  for (char c : id) {
    if (!is_id_letter(c) && (c != '-' || after_hyphen)) return false;
    after_hyphen = c == '-';
  }
  return true;
}

std::uint64_t stable_hash(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace flatcrm::core
