#include "report/words.h"

#include <fmt/format.h>

namespace flatcrm::report {

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string counted(std::int64_t count, std::string_view text) {
  std::string words = fmt::format("{} ", count);
  while (true) {
    std::size_t open = text.find('['), bar = text.find('|', open), close = text.find(']', bar);
    if (close == std::string_view::npos) return words.append(text);
    words += text.substr(0, open);
    words += count == 1 ? text.substr(open + 1, bar - open - 1) : text.substr(bar + 1, close - bar - 1);
    text.remove_prefix(close + 1);
  }
}

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted += '\'';
}

}  // namespace flatcrm::report
