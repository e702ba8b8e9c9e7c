#include "query/parser.h"

#include <array>

#include <fmt/format.h>

#include "core/text.h"
#include "model/iso_codes.h"

namespace flatcrm::query {

namespace {

/// What people write that is almost right.
std::string_view meant_by(std::string_view seen) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> meanings = {
      {{"day days week weeks month months year years",
        "a duration has its unit behind it: 90d, 12w, 3m (months), 2y"},
       {"€", "an amount is written 100 EUR"},
       {"£", "an amount is written 100 GBP"},
       {"+", "a phone number, as other text with signs, wants quotes"}}};
  for (const auto& [words, meaning] : meanings)
    if (!seen.empty() &&
        (" " + std::string(words) + " ").find(" " + std::string(seen) + " ") != std::string::npos)
      return meaning;
  return {};
}

constexpr int deepest = 64;
constexpr int most_operands = 64;  // of a sum: each is a level of the tree

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

Parser::Deeper::Deeper(Parser& in) : parser(in) {
  if (++parser.depth_ > deepest)
    parser.lexer_.fail(parser.lexer_.peek().span, "the query is nested deeper than 64 levels");
}

Parser::Parser(Syntax& into) : syntax_(into), lexer_(into.text, into.name, into.arena) {
  syntax_.nodes.emplace_back();  // none
}

void Parser::query() {
  if (lexer_.peek().token == Token::end) {
    syntax_.root = make(Form::truth, {}, "true");
    return;
  }
  syntax_.root = disjunction();
  if (lexer_.peek().token != Token::end) refuse(lexer_.peek(), "and, or, or the end of the query");
}

SyntaxId Parser::make(Form form, Span span, std::string_view text) {
  SyntaxNode node;
  node.form = form;
  node.span = span;
  node.text = text;
  syntax_.nodes.push_back(node);
  return static_cast<SyntaxId>(syntax_.nodes.size() - 1);
}

void Parser::add_child(SyntaxId parent, SyntaxId child) {
  SyntaxId* place = &syntax_.nodes[parent].first_child;
  while (*place != no_syntax) place = &syntax_.nodes[*place].next;
  *place = child;
}

SyntaxId Parser::pair(Form form, std::string_view text, SyntaxId left, SyntaxId right) {
  SyntaxId node = make(form, {span(left).begin, span(right).end}, text);
  add_child(node, left);
  add_child(node, right);
  return node;
}

bool Parser::is_sign(std::string_view sign) const {
  return lexer_.peek().token == Token::sign && lexer_.peek().text == sign;
}

bool Parser::is_word(std::string_view word) const {
  return lexer_.peek().token == Token::word && core::equal_ignoring_ascii_case(lexer_.peek().text, word);
}

bool Parser::take_sign(std::string_view sign) {
  bool there = is_sign(sign);
  if (there) lexer_.take();
  return there;
}

bool Parser::take_word(std::string_view word) {
  bool there = is_word(word);
  if (there) lexer_.take();
  return there;
}

void Parser::want_sign(std::string_view sign, const Lexeme& opened) {
  if (take_sign(sign)) return;
  if (lexer_.peek().token == Token::end)
    lexer_.fail(opened.span, fmt::format("a '{}' that is never closed", opened.text),
                fmt::format("a '{}' is missing", sign));
  refuse(lexer_.peek(), sign == ")" ? "')'" : "']'");
}

void Parser::refuse(const Lexeme& lexeme, const char* wanted) const {
  if (lexeme.token == Token::end)
    lexer_.fail(lexeme.span, "the query ends too early", fmt::format("wanted here: {}", wanted));
  std::string_view seen = lexer_.query().substr(lexeme.span.begin, lexeme.span.end - lexeme.span.begin);
  if (seen == "," && depth_ <= 1)
    lexer_.fail(lexeme.span, "',' can't stand here",
                "a number is written 10000 or 10_000; a list stands in parentheses");
  std::string_view meant = meant_by(seen);
  if (!meant.empty())
    lexer_.fail(lexeme.span, fmt::format("'{}' can't stand here", seen), std::string(meant));
  bool two_words = lexeme.token == Token::word || lexeme.token == Token::number;
  lexer_.fail(lexeme.span, fmt::format("'{}' can't stand here", core::visible(seen)),
              fmt::format("wanted here: {}{}", wanted, two_words ? "; text with blanks wants quotes" : ""));
}

SyntaxId Parser::disjunction() {
  Deeper deeper(*this);
  SyntaxId first = conjunction();
  return is_word("or") ? series(Form::either, "or", first, &Parser::conjunction) : first;
}

/// All of `a or b or c` below one node, so that a long query is no deep one.
SyntaxId Parser::series(Form form, std::string_view word, SyntaxId first, SyntaxId (Parser::*further)()) {
  SyntaxId node = make(form, span(first));
  add_child(node, first);
  SyntaxId last = first;
  while (take_word(word)) {
    SyntaxId operand = (this->*further)();
    syntax_.nodes[last].next = operand;
    last = operand;
  }
  syntax_.nodes[node].span.end = span(last).end;
  return node;
}

SyntaxId Parser::conjunction() {
  SyntaxId first = negation();
  return is_word("and") ? series(Form::both, "and", first, &Parser::negation) : first;
}

SyntaxId Parser::negation() {
  if (!is_word("not")) return comparison();
  Deeper deeper(*this);
  Lexeme word = lexer_.take();
  SyntaxId operand = negation();
  SyntaxId node = make(Form::negation, {word.span.begin, span(operand).end});
  add_child(node, operand);
  return node;
}

SyntaxId Parser::comparison() {
  SyntaxId left = sum();
  SyntaxId whole = comparison_with(left, lexer_.peek());
  if (whole == left) return left;
  const Lexeme& next = lexer_.peek();
  bool another =
      next.token == Token::sign && std::string_view("=!<>~").find(next.text[0]) != std::string_view::npos;
  if (another) lexer_.fail(next.span, "one comparison can't follow another", "join them with and");
  return whole;
}

SyntaxId Parser::comparison_with(SyntaxId left, const Lexeme& first) {
  if (first.token == Token::sign) return compare_signs(left, first);
  if (first.token != Token::word) return left;
  if (is_word("is")) return emptiness(left, lexer_.take());
  if (is_word("not")) {
    Lexeme inverted = lexer_.take();
    SyntaxId node = compare_words(left, inverted, true);
    if (node == left) refuse(lexer_.peek(), "in, between, like or contains");
    return node;
  }
  return compare_words(left, first, false);
}

SyntaxId Parser::compare_signs(SyntaxId left, const Lexeme& sign) {
  for (std::string_view one : {"=", "!=", "<", "<=", ">", ">=", "~", "!~"}) {
    if (sign.text != one) continue;
    lexer_.take();
    return pair(Form::compare, one, left, sum());
  }
  return left;
}

SyntaxId Parser::compare_words(SyntaxId left, const Lexeme&, bool inverted) {
  SyntaxId node = left;
  if (take_word("between")) {
    SyntaxId low = sum();
    if (!take_word("and")) refuse(lexer_.peek(), "and, with the upper bound behind it");
    SyntaxId high = sum();
    node = make(Form::between, {span(left).begin, span(high).end});
    for (SyntaxId child : {left, low, high}) add_child(node, child);
  } else if (take_word("in")) {
    node = pair(Form::compare, "in", left, sum());
  } else if (take_word("like")) {
    node = pair(Form::compare, "like", left, sum());
  } else if (take_word("contains")) {
    node = pair(Form::compare, "contains", left, sum());
  }
  if (node != left) syntax_.nodes[node].inverted = inverted;
  return node;
}

SyntaxId Parser::emptiness(SyntaxId left, const Lexeme&) {
  bool inverted = take_word("not");
  if (!is_word("empty")) {
    const Lexeme& next = lexer_.peek();
    bool null = is_word("null") || is_word("none") || is_word("missing");
    if (null)
      lexer_.fail(next.span, fmt::format("'{}' is no word of this language", next.text),
                  "write is empty, or is not empty");
    lexer_.fail(next.span, "behind 'is' comes empty or not empty", "to compare, write =");
  }
  lexer_.take();
  SyntaxId node = make(Form::empty, {span(left).begin, lexer_.end_of_last()});
  syntax_.nodes[node].inverted = inverted;
  add_child(node, left);
  return node;
}

void Parser::limit(int operands) const {
  if (operands == most_operands)
    lexer_.fail(lexer_.peek().span,
                fmt::format("more than {} operands in one sum or product", most_operands));
}

SyntaxId Parser::sum() {
  SyntaxId left = product();
  for (int terms = 0; is_sign("+") || is_sign("-"); ++terms) {
    limit(terms);
    std::string_view sign = lexer_.take().text;
    left = pair(Form::sum, sign, left, product());
  }
  return left;
}

SyntaxId Parser::product() {
  SyntaxId left = unary();
  for (int factors = 0; is_sign("*") || is_sign("/"); ++factors) {
    limit(factors);
    std::string_view sign = lexer_.take().text;
    left = pair(Form::product, sign, left, unary());
  }
  return left;
}

SyntaxId Parser::unary() {
  if (!is_sign("-")) return primary();
  Deeper deeper(*this);
  Lexeme sign = lexer_.take();
  SyntaxId operand = unary();
  SyntaxId node = make(Form::minus, {sign.span.begin, span(operand).end});
  add_child(node, operand);
  return node;
}

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
