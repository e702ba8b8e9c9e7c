// How alike two short texts are: the two measures that everything else is built from.
//
//   edit_distance("smith", "smiht", 2) == 1
//   edit_distance("smith", "jones", 2) == 3      // "more than 2"
//   jaro_winkler("martha", "marhta") == 0.9611...
//   jaro_winkler("", "x") == 0
//
// Shape   bytes, meant for folded text; two neighbours that changed places are one edit. What lies behind 64
//         bytes is left out: names and words are shorter, and a field of a megabyte costs no more than
//         they do.
// Source  H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances" (2003), the
//         optimal string alignment variant; W. Winkler, "String Comparator Metrics" (1990).
#pragma once

#include <string_view>

namespace flatcrm::dedupe {

inline constexpr std::size_t longest_compared = 64;

/// most + 1 when it is more than `most`.
int edit_distance(std::string_view left, std::string_view right, int most);

/// 0 to 1.
double jaro_winkler(std::string_view left, std::string_view right);

}  // namespace flatcrm::dedupe
