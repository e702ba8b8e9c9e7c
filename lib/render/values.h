// A cell as text: plain for programs, grouped for people.
//
//   plain(Money{{1000553450, 2}, "USD"}) == "10005534.50"     readable(Money{...}) == "10,005,534.50"
//   plain(Percent{{6315, 2}}) == "63.15"                      readable(Percent{...}) == "63.15%"
//   plain(Reference{"anna-kv3m9p", "Anna"}) == "anna-kv3m9p"   readable(Reference{...}) == "Anna"
//
// Shape   a missing value is "". Every digit that a program gets stands in the readable form as well, with
//         commas between groups of three. Text is made visible: no control character ever leaves.
#pragma once

#include <string>
#include <string_view>

#include "report/document.h"

namespace flatcrm::render {

/// Line ends and tabs as blanks, other control characters made visible.
std::string one_line(std::string_view text);

std::string plain(const report::Cell& cell);
std::string readable(const report::Cell& cell);
/// With the unit that a column's header would else say: "10,005,534.50 USD", "51.782 days".
std::string with_unit(const report::Cell& cell, std::string_view unit = {});

/// "10005534.5" -> "10,005,534.5"; `number` as core::print writes it.
std::string grouped(std::string_view number);

/// For people, below that column: money says its currency unless the column's heading does.
std::string cell_text(const report::Column& column, const report::Cell& cell);

/// A column's label with its unit: "Value (USD)".
std::string heading(const report::Column& column);

}  // namespace flatcrm::render
