// The grammar: tokens into a tree, one function a rule.
//
//   Parser parser(*syntax);
//   parser.query();          // the whole text is one condition or value
//
// Only parse() and parse_columns() use it.
#pragma once

#include <string>
#include <string_view>

#include "query/lexer.h"
#include "query/syntax.h"

namespace flatcrm::query {

class Parser {
 public:
  explicit Parser(Syntax& into);

  void query();

 private:
  struct Deeper {
    explicit Deeper(Parser& parser);
    ~Deeper() { --parser.depth_; }
    Parser& parser;
  };

  SyntaxId disjunction();
  SyntaxId conjunction();
  SyntaxId negation();
  SyntaxId series(Form form, std::string_view word, SyntaxId first, SyntaxId (Parser::*further)());
  void limit(int operands) const;
  SyntaxId comparison();
  SyntaxId comparison_with(SyntaxId left, const Lexeme& first);
  SyntaxId compare_signs(SyntaxId left, const Lexeme& sign);
  SyntaxId compare_words(SyntaxId left, const Lexeme& first, bool inverted);
  SyntaxId emptiness(SyntaxId left, const Lexeme& first);
  SyntaxId sum();
  SyntaxId product();
  SyntaxId unary();

  // parser_values.cc
  SyntaxId primary();
  SyntaxId number(const Lexeme& lexeme);
  SyntaxId word(const Lexeme& lexeme);
  SyntaxId relative_period(const Lexeme& lexeme);
  SyntaxId call(const Lexeme& name);
  void call_tail(SyntaxId call);
  SyntaxId parenthesis(const Lexeme& open);
  SyntaxId list(const Lexeme& open, std::string_view close, SyntaxId first);

  bool stands_alone(const Lexeme& lexeme) const;
  bool is_sign(std::string_view sign) const;
  bool is_word(std::string_view word) const;
  bool take_sign(std::string_view sign);
  bool take_word(std::string_view word);
  void want_sign(std::string_view sign, const Lexeme& opened);
  std::string_view meant_behind(std::uint32_t at) const;
  [[noreturn]] void refuse(const Lexeme& lexeme, const char* wanted) const;

  SyntaxId make(Form form, Span span, std::string_view text = {});
  void add_child(SyntaxId parent, SyntaxId child);
  SyntaxId pair(Form form, std::string_view text, SyntaxId left, SyntaxId right);
  Span span(SyntaxId id) const { return syntax_.nodes[id].span; }

  Syntax& syntax_;
  Lexer lexer_;
  int depth_ = 0;
};

}  // namespace flatcrm::query
