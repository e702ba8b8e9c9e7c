// A document for a terminal or a mail: headings, aligned figures and tables, small bars.
//
//   write_text(out, document, {.width = 80});
//   Pipeline
//   ========
//     Deals          8,800
//     Won value  10,005,534 USD   (+103,144; before 2,982,255)
//
// Shape   as render/text_table.h; a series of lines begins with a sparkline for each; paragraphs are wrapped at the width. Colour (bold headings, yellow
//         findings) only when asked for.
#pragma once

#include <string>

#include "render/text_table.h"
#include "report/document.h"

namespace flatcrm::render {

void write_text(std::string& out, const report::Document& document, const TextStyle& style = {});

/// "Made from acme at 1f9c2ab as of 2026-11-22 with flatcrm 0.1.0: deals 8,800, staff 41."
std::string footer(const report::Provenance& made_from);

/// The change, the value before and the target: "+8; before 34; target 50", or "".
std::string beside(const report::Figure& figure);

}  // namespace flatcrm::render
