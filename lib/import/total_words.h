// Words for a total in many languages.
//
//   names_a_total("Grand Total:")      names_a_total("合計")      names_a_total("Total (12 records)")
//   speaks_of_a_total("Summe Nord")    speaks_of_a_total("North Total")      speaks_of_a_total("Süd Ergebnis")
//
// Shape   case, blanks and signs don't count. What speaks of a total may be a name too ("Total Energies"): it is
//         one only where figures prove it.
#pragma once

#include <string_view>

namespace flatcrm::import {

/// Nothing but the word.
bool names_a_total(std::string_view cell);
/// The word, or words of which the first or the last is one for a total.
bool speaks_of_a_total(std::string_view cell);

}  // namespace flatcrm::import
