#include "cli/option_word.h"

#include <algorithm>

namespace flatcrm::cli {
namespace {

template <typename Matches>
const Option* find(const std::vector<Option>& options, Matches matches) {
  auto found = std::find_if(options.begin(), options.end(), matches);
  return found == options.end() ? nullptr : &*found;
}

OptionWord read_long(const std::vector<Option>& options, std::string_view word) {
  std::size_t equals = word.find('=');
  std::string_view name = word.substr(2, equals == std::string_view::npos ? equals : equals - 2);
  const Option* option = find(options, [&](const Option& o) { return o.name == name; });
  if (option == nullptr) return {.known = false};
  return {.last = option, .takes_next = option->kind != Kind::flag && equals == std::string_view::npos};
}

OptionWord read_letters(const std::vector<Option>& options, std::string_view word) {
  const Option* option = nullptr;
  for (std::size_t i = 1; i < word.size(); ++i) {
    option = find(options, [&](const Option& o) { return o.letter == word[i]; });
    if (option == nullptr) return {.known = false};
    if (option->kind != Kind::flag) return {.last = option, .takes_next = i + 1 == word.size()};
  }
  return {.last = option};
}

}  // namespace

OptionWord read_option_word(const std::vector<Option>& options, std::string_view word) {
  return word.starts_with("--") ? read_long(options, word) : read_letters(options, word);
}

}  // namespace flatcrm::cli
