#include "query/syntax.h"

#include <fmt/format.h>

#include "core/text.h"
#include "query/parser.h"

namespace flatcrm::query {

std::vector<SyntaxId> Syntax::children(SyntaxId id) const {
  std::vector<SyntaxId> all;
  for (SyntaxId child = nodes[id].first_child; child != no_syntax; child = nodes[child].next)
    all.push_back(child);
  return all;
}

SharedSyntax parse(std::string_view query, std::string_view name) {
  auto syntax = std::make_shared<Syntax>();
  bool everybody = core::equal_ignoring_ascii_case(core::trim(query), "all");
  syntax->text = everybody ? "true" : std::string(query);
  syntax->name = name;
  Parser(*syntax).query();
  return syntax;
}

std::vector<std::string_view> split_at_commas(std::string_view columns) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    char c = columns[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      parts.push_back(columns.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(columns.substr(begin));
  return parts;
}

namespace {

/// The last ` as ` outside of quotes; npos without one.
std::size_t find_as(std::string_view column) {
  std::size_t at = column.rfind(" as ");
  return at == std::string_view::npos ? column.rfind(" AS ") : at;
}

}  // namespace

std::vector<NamedSyntax> parse_columns(std::string_view columns, std::string_view name) {
  std::vector<NamedSyntax> parsed;
  for (std::string_view part : split_at_commas(columns)) {
    std::string_view column = core::trim(part);
    if (column.empty()) {
      auto at = static_cast<std::uint32_t>(part.data() - columns.data());
      throw QueryError(columns, {at, at + 1}, "a column without an expression", "leave the comma out", name);
    }
    std::string heading(column);
    std::size_t as = find_as(column);
    bool named = as != std::string_view::npos &&
                 core::trim(column.substr(as + 4)).find_first_of("()\"'") == std::string_view::npos;
    if (named) {
      heading = core::trim(column.substr(as + 4));
      column = core::trim(column.substr(0, as));
    }
    bool braced = heading.size() > 2 && heading.front() == '{' && heading.back() == '}';
    parsed.push_back({parse(column, name), braced ? heading.substr(1, heading.size() - 2) : heading});
  }
  return parsed;
}

}  // namespace flatcrm::query
