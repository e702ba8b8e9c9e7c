// A document as one JSON object with stable keys, and a table as JSON lines.
//
//   flatcrm report pipeline -O json | jq -r '.figures.won_value.value.amount'          10005534
//   flatcrm report pipeline -O json | jq -r '.tables.stages.rows[] | [.stage, .deals] | @tsv'
//
// Shape   report, title, subtitle, comparison, parameters {name: value}, figures {name: {label, type, value,
//         unit, previous, change, target}}, tables {name: {title, columns [{name, label, type, currency}],
//         rows [{column: value}], total {}, note}}, findings [{code, text, count, records, command}], notes
//         [], sections [{heading, figures [names], tables [names], notes [], findings [codes]}], made_from
//         {book, revision, as_of, records {collection: number}, flatcrm}. A key without a value is left out,
//         but a row has all of its columns.
// Values  text and dates are strings, integers are numbers; what must stay exact (decimal, percent, days) is
//         a string; money is {amount, currency} with a string for amount; a reference is {id, name}; a
//         missing value is null.
#pragma once

#include <string>

#include "report/document.h"

namespace flatcrm::render {

void write_json(std::string& out, const report::Document& document);
/// One object a row, without the total.
void write_json_lines(std::string& out, const report::Table& table);

}  // namespace flatcrm::render
