// The little Markdown of descriptions and of man/*.md, as spans and blocks.
//
//   spans("see `--at` and *rev*")   // {plain "see "}, {code "--at"}, {plain " and "}, {emphasis "rev"}
//   blocks("## FORMAT\n\nText\ngoes on.\n\n- one\n- two\n\nid\n: never changes\n")
//   // heading "FORMAT", paragraph "Text goes on.", item "one", item "two",
//   // term "id", definition "never changes"
//
// Shape   Headings are #, ## or ###; ```word starts a block of code that ``` ends; a table is a block of
//         code. Nothing else of Markdown is known, and what is not known stays as it is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::cli {

struct Span {
  enum class Style { plain, code, emphasis };
  std::string text;
  Style style = Style::plain;
};

struct Block {
  enum class Kind { heading, paragraph, item, term, definition, code, comment };
  Kind kind = Kind::paragraph;
  std::string text;  // lines joined by a blank, in code by a line feed
  int level = 0;     // of a heading
};

std::vector<Span> spans(std::string_view text);
std::vector<Block> blocks(std::string_view text);

/// Without the marks: "see --at and rev".
std::string plain(std::string_view text);

}  // namespace flatcrm::cli
