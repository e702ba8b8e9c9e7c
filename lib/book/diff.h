// Unified diffs of two texts, as `git diff` would show them.
//
//   std::string out;
//   write_unified_diff(out, "customers/a.yaml", "name: Acme\n", "name: Acme Ltd\n");
//   // --- a/customers/a.yaml  +++ b/customers/a.yaml  @@ -1 +1 @@  -name: Acme  +name: Acme Ltd
//
// Shape   three lines of context; "\ No newline at end of file" where it is so; a new file is compared with
//         /dev/null. `patch -p1` and `git apply` take it.
// Source  E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986); where two texts differ in
//         more than some thousand lines in one stretch, that stretch is given as one replacement, which is
//         correct if not shortest.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flatcrm::book {

/// A missing text is a file that isn't there.
void write_unified_diff(std::string& out, const std::string& path, std::optional<std::string_view> before,
                        std::optional<std::string_view> after);

}  // namespace flatcrm::book
