#include "book/scrub.h"

#include <algorithm>
#include <vector>

#include "book/identifiers.h"
#include "text/email.h"

namespace flatcrm::book {

namespace {

constexpr std::size_t most_words = 5;
constexpr std::size_t tail_digits = 8;
constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view signs = "<>()[]{},;:.!?\"'|/";

struct Piece {
  std::size_t begin = 0, end = 0;
};

std::vector<Piece> words_of(std::string_view text) {
  std::vector<Piece> out;
  for (std::size_t at = text.find_first_not_of(blanks); at != text.npos;) {
    std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
    out.push_back({at, end});
    at = text.find_first_not_of(blanks, end);
  }
  return out;
}

Piece without_signs(std::string_view text, Piece piece) {
  while (piece.begin < piece.end && signs.find(text[piece.begin]) != signs.npos) ++piece.begin;
  while (piece.begin < piece.end && signs.find(text[piece.end - 1]) != signs.npos) --piece.end;
  return piece;
}

class Scrubber {
 public:
  Scrubber(std::string_view text, const Whose& whose) : text_(text), whose_(whose), words_(words_of(text)) {}

  std::string run() {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < words_.size();) {
      std::size_t taken = 0;
      Piece piece;
      std::string_view id = find(at, taken, piece);
      if (id.empty()) {
        ++at;
        continue;
      }
      out += text_.substr(copied, piece.begin - copied);
      out += id;
      copied = piece.end;
      at += taken;
    }
    return out += text_.substr(copied);
  }

 private:
  /// At a word: the longest run of words that someone is known by.
  std::string_view find(std::size_t at, std::size_t& taken, Piece& piece) {
    for (std::size_t count = std::min(most_words, words_.size() - at); count > 0; --count) {
      taken = count;
      piece = without_signs(text_, {words_[at].begin, words_[at + count - 1].end});
      std::string_view part = text_.substr(piece.begin, piece.end - piece.begin);
      if (part.empty()) continue;
      if (std::string_view id = of_part(part, count); !id.empty()) return id;
    }
    return {};
  }

  std::string_view of_part(std::string_view part, std::size_t count) {
    if (is_number(part))
      if (std::string tail = phone_tail(part); !tail.empty()) return whose_("said-phone", tail);
    if (count > 1) return whose_("said-name", name_key(part));
    if (part.find('@') != part.npos) return whose_("email", text::email_key(part));
    return whose_("id", std::string(part));
  }

  static bool is_number(std::string_view part) {
    return part.find_first_not_of("0123456789+-()/. ") == part.npos;
  }

  std::string_view text_;
  const Whose& whose_;
  std::vector<Piece> words_;
};

}  // namespace

std::string scrub(std::string_view text, const Whose& whose) {
  return Scrubber(text, whose).run();
}

std::string phone_tail(std::string_view phone) {
  std::string digits = phone_key(phone);
  return digits.size() < tail_digits ? std::string() : digits.substr(digits.size() - tail_digits);
}

}  // namespace flatcrm::book
