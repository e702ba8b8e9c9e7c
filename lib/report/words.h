// Words around numbers, and words for a shell.
//
//   counted(1, "delivery", "deliveries") == "1 delivery"      counted(3, "delivery", "deliveries") == "3 deliveries"
//   counted(1, "[invoice|invoices] [is|are] overdue") == "1 invoice is overdue"
//   shell_quoted("name = 'Ann'") == "'name = '\\''Ann'\\'''"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flatcrm::report {

std::string counted(std::int64_t count, std::string_view one, std::string_view many);
/// The count before a text whose words "[one|many]" go with it.
std::string counted(std::int64_t count, std::string_view text);

/// As one word of a POSIX shell, whatever is in it.
std::string shell_quoted(std::string_view text);

}  // namespace flatcrm::report
