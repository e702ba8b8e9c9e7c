// A document as one HTML file: no script, nothing fetched, light and dark, for a phone and for paper.
//
//   write_html(out, document);      <!doctype html><html lang="en">...
//
// Shape   headings, figures as a definition list, series as charts with their table behind them, tables that scroll within the page, bars as SVG with the
//         value beside them.
// Safety  every text is escaped; a content security policy forbids all but the inline style.
#pragma once

#include <string>
#include <string_view>

#include "report/document.h"

namespace flatcrm::render {

void write_html(std::string& out, const report::Document& document);

/// "<b>" -> "&lt;b&gt;", on one line.
std::string html_text(std::string_view text);

}  // namespace flatcrm::render
