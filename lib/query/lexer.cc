#include "query/lexer.h"

#include <array>

#include <fmt/format.h>

#include "core/date.h"
#include "core/text.h"

namespace flatcrm::query {

namespace {

constexpr std::size_t longest_query = 64 << 10;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}

/// How many bytes from the start are digits.
std::size_t digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  return count;
}

/// Does `text` start with `form`, where 9 stands for a digit and all else for itself?
bool has_form(std::string_view text, std::string_view form) {
  if (text.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '9' ? !is_digit(text[i]) : text[i] != form[i]) return false;
  }
  return true;
}

/// Bytes from the start that a word's character follows without a break.
std::size_t word_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_word(text[size])) ++size;
  return size;
}

std::size_t date_time_size(std::string_view text) {
  std::size_t size = 10;
  while (size < text.size() && (is_word(text[size]) || text[size] == ':' || text[size] == '+' ||
                                text[size] == '-' || text[size] == '.'))
    ++size;
  return size;
}

}  // namespace

Lexer::Lexer(std::string_view query, std::string_view name, core::Arena& arena)
    : query_(query), name_(name), arena_(arena) {
  if (query.size() > longest_query) fail({0, 0}, "the query is longer than 64 kB");
  std::size_t invalid = core::find_invalid_utf8(query);
  if (invalid != std::string_view::npos) {
    auto at = static_cast<std::uint32_t>(invalid);
    fail({at, at + 1}, "the query is no UTF-8 from here on");
  }
  next_ = read();
}

void Lexer::fail(Span span, std::string what, std::string hint) const {
  throw QueryError(query_, span, std::move(what), std::move(hint), name_);
}

Lexeme Lexer::take() {
  Lexeme taken = next_;
  last_end_ = taken.span.end;
  next_ = read();
  return taken;
}

Lexeme Lexer::lexeme(Token token, std::size_t size) {
  Lexeme found{token,
               query_.substr(at_, size),
               {static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(at_ + size)}};
  at_ += size;
  return found;
}

Lexeme Lexer::read() {
  while (at_ < query_.size() &&
         (query_[at_] == ' ' || query_[at_] == '\t' || query_[at_] == '\n' || query_[at_] == '\r'))
    ++at_;
  if (at_ == query_.size()) return lexeme(Token::end, 0);
  char c = query_[at_];
  if (c == '"' || c == '\'') return read_quoted(c);
  if (c == '{') return read_braced();
  if (is_digit(c)) return read_number();
  if (is_letter(c)) return read_word();
  return read_sign();
}

Lexeme Lexer::read_quoted(char quote) {
  std::string text;
  std::size_t at = at_ + 1;
  bool behind_digit = at_ > 0 && is_digit(query_[at_ - 1]);
  for (;; ++at) {
    if (at >= query_.size())
      fail({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(query_.size())},
           "a quote that is never closed",
           behind_digit ? "a number is written 10000 or 10_000, a text in quotes" : "");
    char c = query_[at], next = at + 1 < query_.size() ? query_[at + 1] : '\0';
    bool escaped = c == '\\' && (next == quote || next == '\\'), doubled = c == quote && next == quote;
    if (c == quote && !doubled) break;
    if (escaped || doubled) ++at;
    text += query_[at];
  }
  Lexeme found = lexeme(Token::text, at + 1 - at_);
  found.text = arena_.keep(text);
  return found;
}

Lexeme Lexer::read_braced() {
  std::size_t end = query_.find('}', at_);
  if (end == std::string_view::npos)
    fail({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(query_.size())},
         "a '{' that is never closed");
  Lexeme found = lexeme(Token::braced, end + 1 - at_);
  found.text = core::trim(found.text.substr(1, found.text.size() - 2));
  if (found.text.empty()) fail(found.span, "braces without a name in them", "write {Name of the field}");
  return found;
}

Lexeme Lexer::read_number() {
  std::string_view rest = query_.substr(at_);
  if (has_form(rest, "9999-99-99")) {
    bool time = rest.size() > 11 && (rest[10] == 'T' || rest[10] == 't') && is_digit(rest[11]);
    if (has_form(rest.substr(10), "..9999-99-99"))
      return lexeme(Token::period, 22 + word_size(rest.substr(22)));
    Lexeme found = time ? lexeme(Token::date_time, date_time_size(rest))
                        : lexeme(Token::date, 10 + word_size(rest.substr(10)));
    bool valid =
        time ? core::parse_date_time(found.text).has_value() : core::parse_date(found.text).has_value();
    if (!valid)
      fail(found.span, fmt::format("'{}' is no {}", found.text, time ? "time" : "day of the calendar"),
           time ? "write it as 2026-11-22T09:30Z" : "write it as 2026-11-22");
    return found;
  }
  if (has_form(rest, "9999-Q9") || has_form(rest, "9999-W99") || has_form(rest, "9999-99"))
    return lexeme(Token::period, 5 + word_size(rest.substr(5)));
  std::size_t size = digits(rest);
  while (size + 1 < rest.size() && rest[size] == '_' && is_digit(rest[size + 1]))
    size += 1 + digits(rest.substr(size + 1));
  if (size + 1 < rest.size() && rest[size] == '.' && is_digit(rest[size + 1]))
    size += 1 + digits(rest.substr(size + 1));
  std::size_t unit = word_size(rest.substr(size));
  return lexeme(unit == 0 ? Token::number : Token::duration, size + unit);
}

Lexeme Lexer::read_word() {
  std::string_view rest = query_.substr(at_);
  if (has_form(rest, "FY9999")) {
    std::size_t size = word_size(rest);
    if (has_form(rest.substr(6), "-Q9")) size = 7 + word_size(rest.substr(7));
    return lexeme(Token::period, size);
  }
  std::size_t size = 0;
  while (size < rest.size()) {
    if (is_word(rest[size])) {
      ++size;
    } else if ((rest[size] == '.' || rest[size] == '-') && size + 1 < rest.size() &&
               is_word(rest[size + 1])) {
      // `today-30d` is a difference, as it reads.
      if (rest[size] == '-' && core::equal_ignoring_ascii_case(rest.substr(0, size), "today")) break;
      ++size;
    } else {
      break;
    }
  }
  return lexeme(Token::word, size);
}

Lexeme Lexer::read_sign() {
  std::string_view rest = query_.substr(at_);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> foreign{
      {{"==", "="}, {"<>", "!="}, {"=~", "~"}, {"=<", "<="}, {"=>", ">="}, {"&&", "and"}, {"||", "or"}}};
  for (const auto& [other, ours] : foreign) {
    if (!rest.starts_with(other)) continue;
    auto begin = static_cast<std::uint32_t>(at_);
    fail({begin, begin + static_cast<std::uint32_t>(other.size())},
         fmt::format("'{}' is no sign of this language", other), fmt::format("write {}", ours));
  }
  for (std::string_view two : {"!=", "<=", ">=", "!~"}) {
    if (rest.starts_with(two)) return lexeme(Token::sign, 2);
  }
  if (std::string_view("=<>~+-*/()[],:").find(rest[0]) != std::string_view::npos)
    return lexeme(Token::sign, 1);
  refuse_character();
}

void Lexer::refuse_character() const {
  auto begin = static_cast<std::uint32_t>(at_);
  char c = query_[at_];
  std::string hint;
  if (c == '!') hint = "write not, or !=";
  if (c == '.') hint = "a day is written 2026-11-22, a number 10000.50, a span 2026-01-01..2026-03-31";
  if (c == '$') hint = "an amount is written 100 USD; text with signs wants quotes";
  if (c == '&') hint = "write and";
  if (c == '|') hint = "write or";
  if (c == '@' || c == '#' || c == '%' || c == '?' || c == ';')
    hint = "text with other signs than letters and digits wants quotes";
  fail({begin, begin + 1},
       fmt::format("'{}' is no sign of this language", core::visible(std::string_view(&c, 1))), hint);
}

}  // namespace flatcrm::query
