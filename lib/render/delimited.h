// One table as CSV or TSV, for spreadsheets and scripts.
//
//   write_csv(out, table)      agent,agent_name,deals,won_value,won_value_currency
//                              darcel-schlecht-8k2m1x,Darcel Schlecht,747,1153214,USD
//
// Shape   names of columns as the report declares them. A reference takes two columns (the id, then
//         <name>_name), money of several currencies takes two (the amount, then <name>_currency); totals are
//         left out, for they would be counted twice. A missing value is an empty cell. Numbers are plain: no
//         group marks, no sign of percent.
// Safety  text (never a number) that a spreadsheet would run as a formula gets an apostrophe before it.
// Source  RFC 4180, with LF. TSV is the same with tabs: a cell with a tab, quote or line end in it is quoted.
#pragma once

#include <string>

#include "report/document.h"

namespace flatcrm::render {

void write_csv(std::string& out, const report::Table& table);
void write_tsv(std::string& out, const report::Table& table);

/// As format::guard_cell has it: with an apostrophe before what a spreadsheet would run.
std::string harmless(std::string text);

}  // namespace flatcrm::render
