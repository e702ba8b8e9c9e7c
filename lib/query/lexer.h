// Takes a query apart into words, values and signs.
//
//   Lexer lexer("value(12m) >= 10_000", "query");
//   lexer.take()  word "value"    lexer.take()  sign "("    lexer.take()  duration "12m"    ...
//
// Shape   a word may hold dots and hyphens (`owner.team`, `csv-by-month`), so a difference of two names wants
//         blanks. Quoted text is "..." or '...'; the quote is doubled inside, or has a backslash before it.
// Errors  QueryError at an unknown character, a quote that is never closed, text that is no UTF-8, a query
//         past 64 kB.
#pragma once

#include <string>
#include <string_view>

#include "core/arena.h"
#include "query/error.h"

namespace flatcrm::query {

enum class Token : std::uint8_t {
  end,
  word,       // name, keyword or bare text
  braced,     // {Name of a column}
  number,     // 12, 1.5, 10_000
  text,       // quoted
  date,       // 2026-11-22
  date_time,  // 2026-11-22T10:00Z
  period,     // 2026-11, 2026-Q3, 2026-W12, FY2026, FY2026-Q1
  duration,   // 90d, 12m, 2y, 3w, 36h, 90min
  sign,       // = != < <= > >= ~ !~ + - * / ( ) [ ] , :
};

struct Lexeme {
  Token token = Token::end;
  std::string_view text;  // of quoted text and braces without them, escapes resolved; else as it stands
  Span span;
};

class Lexer {
 public:
  /// `arena` keeps texts that had escapes; it and `query` must outlive the lexemes.
  Lexer(std::string_view query, std::string_view name, core::Arena& arena);

  const Lexeme& peek() const { return next_; }
  Lexeme take();
  /// Where the last token taken ends.
  std::uint32_t end_of_last() const { return last_end_; }
  std::string_view query() const { return query_; }
  [[noreturn]] void fail(Span span, std::string what, std::string hint = {}) const;

 private:
  Lexeme read();
  Lexeme read_quoted(char quote);
  Lexeme read_braced();
  Lexeme read_number();
  Lexeme read_word();
  Lexeme read_sign();
  Lexeme lexeme(Token token, std::size_t size);
  [[noreturn]] void refuse_character() const;

  std::string_view query_, name_;
  core::Arena& arena_;
  std::size_t at_ = 0;
  std::uint32_t last_end_ = 0;
  Lexeme next_;
};

}  // namespace flatcrm::query
