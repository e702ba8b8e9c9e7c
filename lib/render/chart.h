// A series as a chart for HTML: drawn in SVG, with its axis in text, so that it fits any width and can be read at any.
//
//   write_chart(out, series);     <div class="plot">...<svg role="img" aria-label="By month: Touches from 2026-01 to 2026-03">...
//
// Shape   bars of a few categories lie, each with its value beside it; of more, or of several lines, they stand. Lines differ in colour
//         and in dashes. A missing value is a gap. The scale begins at 0, or below where a value is.
// Units   places are rounded to hundredths of the drawing's width: the values themselves stand in the table that goes with a chart.
#pragma once

#include <string>

#include "report/document.h"

namespace flatcrm::render {

/// Writes nothing for a series without a number.
void write_chart(std::string& out, const report::Series& series);

/// The rules that charts need in a style sheet.
std::string_view chart_style();

}  // namespace flatcrm::render
