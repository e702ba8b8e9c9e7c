// Functions of one text, once for both evaluators.
//
//   apply(Op::domain, "Jane@ACME.example", out)   // out == "acme.example"
//   code_points("Zoë") == 3
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/date.h"
#include "query/tree.h"

namespace flatcrm::query {

/// lower, upper, fold, domain; an empty `out` is missing.
void apply(Op op, std::string_view text, std::string& out);
std::int64_t code_points(std::string_view text);
/// year, quarter, month, week, weekday; age up to `today`.
std::int64_t part_of(Op op, core::Date day, core::Date today);
std::string_view first_element(std::string_view list, std::string& room);
std::int64_t count_elements(std::string_view list);
bool has_element(std::string_view list, std::string_view element);

}  // namespace flatcrm::query
