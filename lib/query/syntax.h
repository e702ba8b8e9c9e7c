// A query as it was written, before any name in it has a meaning.
//
//   Syntax syntax = parse("country = DE and value > 1000", "query");
//   syntax[syntax.root].form == Form::both          // its children: two comparisons
//   parse("country = = DE", "query")                // QueryError at the second sign
//
// Shape   nodes in one array, children before their parents, linked by first_child and next; at most 64 deep.
// Source  the grammar of flatcrm-query(7); precedence from loose to tight: or, and, not, comparison,
//         + -, * /, sign.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "query/error.h"

namespace flatcrm::query {

enum class Form : std::uint8_t {
  word,       // a name, or bare text: the check tells
  braced,     // a name in any case
  number,     // text: digits, without the marks between thousands
  text,       //
  date,       //
  date_time,  //
  period,     // text: 2026-Q3, "last month"
  duration,   // text: 90d
  money,      // text: the number; extra: the currency
  truth,      // text: true or false
  list,       // (a, b) or [a, b]
  call,       // text: the function; children: its arguments; extra: the collection of `of`, via: of `via`
  either,     // or
  both,       // and
  negation,   // not
  compare,    // text: = != < <= > >= ~ !~ like contains in; inverted: with a `not` before it
  between,    // three children
  empty,      // is empty; inverted: is not empty
  sum,        // text: + or -
  product,    // text: * or /
  minus,      // a sign
};

using SyntaxId = std::uint32_t;
inline constexpr SyntaxId no_syntax = 0;

struct SyntaxNode {
  Form form = Form::word;
  bool inverted = false;
  Span span;
  std::string_view text, extra, via;
  SyntaxId first_child = no_syntax, next = no_syntax;
  SyntaxId where = no_syntax;  // of a call
};

struct Syntax {
  std::string text;  // of the query: views of the nodes point into it or into the arena
  std::string name;  // "query", or the file that it stands in
  core::Arena arena;
  std::vector<SyntaxNode> nodes;  // 0 is none
  SyntaxId root = no_syntax;

  const SyntaxNode& operator[](SyntaxId id) const { return nodes[id]; }
  std::vector<SyntaxId> children(SyntaxId id) const;
  std::string_view source(SyntaxId id) const {
    return std::string_view(text).substr(nodes[id].span.begin, nodes[id].span.end - nodes[id].span.begin);
  }
};
/// Shared by what came of it, so that its views stay valid.
using SharedSyntax = std::shared_ptr<const Syntax>;

/// An empty query, and `all`, select every record. Error QueryError.
SharedSyntax parse(std::string_view query, std::string_view name = "query");

/// One column of a list: an expression and what heads it.
struct NamedSyntax {
  SharedSyntax syntax;
  std::string name;
};
/// The parts between the commas that stand outside of brackets and quotes.
std::vector<std::string_view> split_at_commas(std::string_view text);
/// "name, sum(sales.amount) as bought": split at the commas that stand outside of brackets and quotes.
std::vector<NamedSyntax> parse_columns(std::string_view columns, std::string_view name = "columns");

}  // namespace flatcrm::query
