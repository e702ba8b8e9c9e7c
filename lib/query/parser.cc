#include "query/parser.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"

namespace flatcrm::query {

namespace {

/// What people write that is almost right.
std::string_view meant_by(std::string_view seen) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> meanings = {
      {{"day days week weeks month months year years hour hours tag tage woche wochen monat monate jahr jahre",
        "a duration has its unit behind it: 90d, 12w, 3m (months), 2y"},
       {"€ Euro Euros euro euros", "an amount is written 100 EUR"},
       {"£", "an amount is written 100 GBP"},
       {"+", "a phone number, as other text with signs, wants quotes"},
       {"starts startswith begins beginning", "write like \"A*\""},
       {"ends endswith ending", "write like \"*a\""},
       {"order sort limit group", "rows are put in order, cut and grouped by --sort, --limit and --group-by"},
       {"empty null", "write is empty, or is not empty"}}};
  for (const auto& [words, meaning] : meanings)
    if (!seen.empty() &&
        (" " + std::string(words) + " ").find(" " + std::string(seen) + " ") != std::string::npos)
      return meaning;
  return {};
}

/// Three capital letters.
bool is_like_currency(const Lexeme& lexeme) {
  constexpr std::size_t code = 3;
  return lexeme.token == Token::word && lexeme.text.size() == code &&
         std::all_of(lexeme.text.begin(), lexeme.text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

constexpr int deepest = 64;
constexpr int most_operands = 64;  // of a sum: each is a level of the tree

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

/// What the word or sign before `at` says of what was meant behind it.
std::string_view Parser::meant_behind(std::uint32_t at) const {
  std::string_view before = core::trim(lexer_.query().substr(0, at));
  std::string_view word = before.substr(before.find_last_of(" \t\n(,") + 1);
  if (word.ends_with('*')) return "a pattern wants quotes: like \"A*\"";
  if (word == "segment") return "write segment(NAME)";
  if (word == "top" || word == "bottom") return "percentile(value) >= 80 is the top fifth, < 20 the lowest";
  if (word == "last" || word == "this" || word == "next")
    return "a span of days that ends today is written 90d or 12m; last month and the like have no number";
  return {};
}

void Parser::refuse(const Lexeme& lexeme, const char* wanted) const {
  std::string_view behind = meant_behind(lexeme.span.begin);
  if (lexeme.token == Token::end && !behind.empty())
    lexer_.fail(lexeme.span, "the query ends too early", std::string(behind));
  if (lexeme.token == Token::end)
    lexer_.fail(lexeme.span, "the query ends too early", fmt::format("wanted here: {}", wanted));
  std::string_view seen = lexer_.query().substr(lexeme.span.begin, lexeme.span.end - lexeme.span.begin);
  if (seen == "," && depth_ <= 1)
    lexer_.fail(lexeme.span, "',' can't stand here",
                "conditions are joined by and; a list stands in parentheses; a number is written 10000.50");
  std::string_view meant = seen == "*" ? "a pattern wants quotes: like \"A*\"" : meant_by(seen);
  if (meant.empty()) meant = behind;
  char before = lexer_.end_of_last() == 0 ? ' ' : lexer_.query()[lexer_.end_of_last() - 1];
  bool behind_digits = before >= '0' && before <= '9';
  if (behind_digits && lexeme.token == Token::number && meant.empty())
    meant = "a number is written 10000 or 10_000";
  if (behind_digits && is_like_currency(lexeme) && meant.empty())
    lexer_.fail(lexeme.span, fmt::format("'{}' is no ISO 4217 code of a currency", seen),
                "an amount is written 100 EUR");
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
    if (node == left) refuse(lexer_.peek(), "in, between, like or contains; unequal is !=");
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

}  // namespace flatcrm::query
