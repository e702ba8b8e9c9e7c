// The lines at the end of a commit's message by which flatcrm knows its own commits.
//
//   Import of leads.csv
//
//   Flatcrm-Import: leads.csv
//   Flatcrm-Source-SHA256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
//   Flatcrm-Profile: hubspot
//   Flatcrm-Rows: read 130, created 120, updated 3, unchanged 2, rejected 5, skipped 0
#pragma once

#include <string_view>

namespace flatcrm::git {

inline constexpr std::string_view import_trailer = "Flatcrm-Import";
inline constexpr std::string_view sha256_trailer = "Flatcrm-Source-SHA256";
inline constexpr std::string_view profile_trailer = "Flatcrm-Profile";
inline constexpr std::string_view rows_trailer = "Flatcrm-Rows";
inline constexpr std::string_view dedupe_trailer = "Flatcrm-Dedupe";
inline constexpr std::string_view decided_by_trailer = "Flatcrm-Decided-By";
/// Of a commit that takes an import back: the import's commit.
inline constexpr std::string_view undo_trailer = "Flatcrm-Undo";

}  // namespace flatcrm::git
