#include "core/problem.h"

#include <algorithm>
#include <tuple>

#include "core/text.h"

namespace flatcrm::core {

std::string print(const Problem& problem) {
  std::string line = print(problem.place);
  if (!line.empty()) line += ": ";
  line += problem.code + ": " + problem.message;
  if (!problem.hint.empty()) line += "; " + problem.hint;
  return visible(line);
}

void sort(Problems& problems) {
  auto key = [](const Problem& problem) {
    const Place& place = problem.place;
    return std::tie(place.file, place.line, place.column, problem.code, problem.message, problem.record);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const Problem& left, const Problem& right) { return key(left) < key(right); });
}

}  // namespace flatcrm::core
