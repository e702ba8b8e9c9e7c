// What one word of a command line that starts with a hyphen says about itself.
//
//   read_option_word(options, "-qC").takes_next == true      // -q, and -C whose value is the next word
//   read_option_word(options, "-qCacme").takes_next == false
//   read_option_word(options, "--book=acme").last->name == "book"
//   read_option_word(options, "--boook").known == false
#pragma once

#include <string_view>
#include <vector>

#include "cli/command.h"

namespace flatcrm::cli {

struct OptionWord {
  bool known = true;
  const Option* last =
      nullptr;              // the option that ends the word; flags may stand before it behind the same hyphen
  bool takes_next = false;  // its value is the next word
};

/// "-" alone is no option, and neither is "--".
inline bool is_option_word(std::string_view word) {
  return word.size() > 1 && word.front() == '-' && word != "--";
}

/// Requires: is_option_word(word).
OptionWord read_option_word(const std::vector<Option>& options, std::string_view word);

}  // namespace flatcrm::cli
