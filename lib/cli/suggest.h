// The hint of a usage error: the name that was probably meant, or where to look.
//
//   suggest("reprot", {"report", "show"}, "--", "see x --help") == "did you mean '--report'?"
//   suggest("rep", {"report", "show"}, "", "see x --help") == "did you mean 'report'?"  // it alone starts so
//   suggest("zzz", {"report", "show"}, "", "see x --help") == "see x --help"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::cli {

std::string suggest(std::string_view word, const std::vector<std::string_view>& candidates,
                    std::string_view prefix, std::string_view otherwise);

}  // namespace flatcrm::cli
