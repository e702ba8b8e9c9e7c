// A document as GitHub-flavoured Markdown, for pull requests and wikis.
//
//   write_markdown(out, document);
//   ## Overview
//   | Figure | Value | Before | Change | Target |
//   | --- | ---: | ---: | ---: | ---: |
//   | Won value | 10,005,534 USD | | | |
//
// Shape   values as people read them, totals in bold. Text can't break out of its cell: marks of Markdown
//         and HTML are escaped.
// Source  GitHub Flavored Markdown, section 4.10 (tables).
#pragma once

#include <string>
#include <string_view>

#include "report/document.h"

namespace flatcrm::render {

void write_markdown(std::string& out, const report::Document& document);
void write_markdown_table(std::string& out, const report::Table& table);

/// "a|b<c" -> "a\|b&lt;c", on one line.
std::string markdown_text(std::string_view text);

}  // namespace flatcrm::render
