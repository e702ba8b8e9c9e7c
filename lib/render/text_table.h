// A table as aligned lines, each column as wide as it must be.
//
//   write_text_table(out, table, {.width = 80});
//   Agent            Deals  Won value (USD)
//   ───────────────  ─────  ───────────────
//   Darcel Schlecht    747        1,153,214  ██████████
//
// Shape   numbers on the right, all else on the left, two blanks between. A width of 0 has room for
//         everything. Where it is too small, first headers are wrapped, then bars go, then text is shortened
//         with an ellipsis; a number or an id is never shortened. Where even that is not enough the table is
//         written in blocks below each other, each with the first column and as many of the others as fit;
//         only a first column and one other that are wider than all are longer lines.
#pragma once

#include <string>

#include "report/document.h"

namespace flatcrm::render {

struct TextStyle {
  std::size_t width = 0;  // of a line in columns, 0 for no limit
  bool ascii = false;     // no character beyond ASCII but those of the data
  bool colour = false;
};

/// `indent` blanks stand before each line. An empty table is a line "(none)".
void write_text_table(std::string& out, const report::Table& table, const TextStyle& style,
                      std::size_t indent = 0);

}  // namespace flatcrm::render
