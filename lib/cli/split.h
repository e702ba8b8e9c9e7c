// The words of a command line sorted by the options that they belong to; nothing is checked but the spelling.
//
//   split_words({{.name = "profile", .letter = 'p', .kind = Kind::text}}, {"-p", "crm", "a.csv", "--", "-b"})
//   // options {{"crm"}}   positional {"a.csv", "-b"}   unknown {}
//
// Shape   `options` is parallel to the declarations; a flag holds one "true" for each time that it was given.
// Errors  Code::usage where an option lacks its value or a flag has one.
// Source  POSIX.1-2017 Utility Syntax Guidelines with GNU long options; no abbreviations. "--" ends the
//         options, and a lone "-" is a positional word.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace flatcrm::cli {

struct SplitWords {
  std::vector<std::vector<std::string>> options{};
  std::vector<std::string> positional{};
  std::vector<std::string> unknown{};  // as written, "--formt=csv"
};

SplitWords split_words(const std::vector<Option>& declared, const std::vector<std::string>& words);

}  // namespace flatcrm::cli
