#include "cli/suggest.h"

#include <algorithm>

#include "core/text.h"

namespace flatcrm::cli {

std::string suggest(std::string_view word, const std::vector<std::string_view>& candidates,
                    std::string_view prefix, std::string_view otherwise) {
  std::string_view near = core::nearest(word, candidates);
  auto starts = [&](std::string_view candidate) { return !word.empty() && candidate.starts_with(word); };
  if (near.empty() && std::count_if(candidates.begin(), candidates.end(), starts) == 1) {
    near = *std::find_if(candidates.begin(), candidates.end(), starts);
  }
  if (near.empty()) return std::string(otherwise);
  return "did you mean '" + std::string(prefix) + std::string(near) + "'?";
}

}  // namespace flatcrm::cli
