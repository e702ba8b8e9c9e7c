// The grammar of what stands between the signs: literals, names, calls, lists and parentheses.
#include <array>

#include "core/text.h"
#include "model/iso_codes.h"
#include "query/parser.h"

namespace flatcrm::query {

namespace {

constexpr std::array<std::string_view, 14> reserved{"and",  "or",  "not",   "in",       "between",
                                                    "like", "is",  "empty", "contains", "where",
                                                    "of",   "via", "true",  "false"};

bool is_reserved(std::string_view word) {
  for (std::string_view one : reserved) {
    if (core::equal_ignoring_ascii_case(one, word)) return true;
  }
  return false;
}

bool is_currency(const Lexeme& lexeme) {
  return lexeme.token == Token::word && model::is_currency_code(lexeme.text);
}

}  // namespace

SyntaxId Parser::primary() {
  Lexeme lexeme = lexer_.peek();
  switch (lexeme.token) {
    case Token::word:
      return word(lexer_.take());
    case Token::number:
      return number(lexer_.take());
    case Token::braced:
      return make(Form::braced, lexer_.take().span, lexeme.text);
    case Token::text:
      return make(Form::text, lexer_.take().span, lexeme.text);
    case Token::date:
      return make(Form::date, lexer_.take().span, lexeme.text);
    case Token::date_time:
      return make(Form::date_time, lexer_.take().span, lexeme.text);
    case Token::period:
      return make(Form::period, lexer_.take().span, lexeme.text);
    case Token::duration:
      return make(Form::duration, lexer_.take().span, lexeme.text);
    case Token::sign:
      if (lexeme.text == "(") return parenthesis(lexer_.take());
      if (lexeme.text == "[") {
        lexer_.take();
        return list(lexeme, "]", no_syntax);
      }
      break;
    case Token::end:
      break;
  }
  refuse(lexeme, "a field, a value or '('");
}

SyntaxId Parser::number(const Lexeme& lexeme) {
  std::string digits;
  for (char c : lexeme.text) {
    if (c != '_') digits += c;
  }
  bool money = is_currency(lexer_.peek());
  SyntaxId node = make(money ? Form::money : Form::number, lexeme.span, syntax_.arena.keep(digits));
  if (money) {
    Lexeme currency = lexer_.take();
    syntax_.nodes[node].extra = currency.text;
    syntax_.nodes[node].span.end = currency.span.end;
  }
  return node;
}

SyntaxId Parser::word(const Lexeme& lexeme) {
  if (is_sign("(") && lexer_.peek().span.begin == lexeme.span.end) return call(lexeme);
  if (core::equal_ignoring_ascii_case(lexeme.text, "true")) return make(Form::truth, lexeme.span, "true");
  if (core::equal_ignoring_ascii_case(lexeme.text, "false")) return make(Form::truth, lexeme.span, "false");
  if (is_reserved(lexeme.text) && !stands_alone(lexeme)) refuse(lexeme, "a field or a value");
  bool relative = lexeme.text == "last" || lexeme.text == "this" || lexeme.text == "next";
  if (relative && lexer_.peek().token == Token::word) return relative_period(lexeme);
  if (is_currency(lexeme) && lexer_.peek().token == Token::number) {
    Lexeme digits = lexer_.take();
    SyntaxId node = number(digits);
    syntax_.nodes[node].form = Form::money;
    syntax_.nodes[node].extra = lexeme.text;
    syntax_.nodes[node].span.begin = lexeme.span.begin;
    return node;
  }
  return make(Form::word, lexeme.span, lexeme.text);
}

/// `direction = in`: a word of the language that nothing follows for which it would be one.
bool Parser::stands_alone(const Lexeme& lexeme) const {
  for (std::string_view connective : {"and", "or", "not"})
    if (core::equal_ignoring_ascii_case(lexeme.text, connective)) return false;
  if (is_word("and") || is_word("or") || lexer_.peek().token == Token::end) return true;
  return is_sign(",") || is_sign(")") || is_sign("]");
}

SyntaxId Parser::relative_period(const Lexeme& lexeme) {
  std::string text(lexeme.text);
  bool fiscal = take_word("fiscal");
  if (fiscal) text += " fiscal";
  for (std::string_view unit : {"day", "week", "month", "quarter", "year"}) {
    if ((unit == "day" || unit == "week" || unit == "month") && fiscal) continue;
    if (!take_word(unit)) continue;
    text.append(" ").append(unit);
    return make(Form::period, {lexeme.span.begin, lexer_.end_of_last()}, syntax_.arena.keep(text));
  }
  refuse(lexer_.peek(), fiscal ? "quarter or year" : "day, week, month, quarter, year, or fiscal year");
}

SyntaxId Parser::call(const Lexeme& name) {
  Deeper deeper(*this);
  Lexeme open = lexer_.take();
  SyntaxId node = make(Form::call, name.span, name.text);
  if (!is_sign(")") && !is_word("where") && !is_word("of")) {
    do {
      if (is_word("where")) break;  // `linked(parent, where: ...)`
      SyntaxId argument = disjunction();
      add_child(node, argument);
    } while (take_sign(","));
  }
  call_tail(node);
  want_sign(")", open);
  syntax_.nodes[node].span.end = lexer_.end_of_last();
  return node;
}

void Parser::call_tail(SyntaxId call) {
  if (take_word("of")) {
    Lexeme collection = lexer_.take();
    if (collection.token != Token::word) refuse(collection, "a collection, such as sales");
    syntax_.nodes[call].extra = collection.text;
  }
  if (take_word("via")) {
    Lexeme field = lexer_.take();
    if (field.token != Token::word && field.token != Token::braced)
      refuse(field, "the field that refers to the record");
    syntax_.nodes[call].via = field.text;
  }
  if (take_word("where")) {
    take_sign(":");
    SyntaxId condition = disjunction();
    syntax_.nodes[call].where = condition;
  }
}

SyntaxId Parser::parenthesis(const Lexeme& open) {
  SyntaxId inside = disjunction();
  if (is_sign(",")) return list(open, ")", inside);
  want_sign(")", open);
  // A list of one, and a value in parentheses, look alike: `in` takes both.
  syntax_.nodes[inside].span = {open.span.begin, lexer_.end_of_last()};
  return inside;
}

SyntaxId Parser::list(const Lexeme& open, std::string_view close, SyntaxId first) {
  SyntaxId node = make(Form::list, open.span);
  if (first != no_syntax) add_child(node, first);
  bool more = first != no_syntax ? take_sign(",") : !is_sign(close);
  while (more) {
    SyntaxId element = sum();
    add_child(node, element);
    more = take_sign(",");
  }
  want_sign(close, open);
  syntax_.nodes[node].span.end = lexer_.end_of_last();
  return node;
}

}  // namespace flatcrm::query
