#include "cli/run.h"

#include <algorithm>

#include "cli/common_options.h"
#include "cli/help.h"
#include "cli/option_word.h"
#include "cli/parse.h"
#include "cli/suggest.h"
#include "core/error.h"

namespace flatcrm::cli {
namespace {

[[noreturn]] void throw_unknown(const std::vector<Option>& options, const std::string& word,
                                const Program& program) {
  std::vector<std::string_view> names;
  for (const Option& option : options) names.push_back(option.name);
  std::string name = word.substr(0, word.find('='));
  std::string bare = name.starts_with("--") ? name.substr(2) : "";
  throw Error(Code::usage, "no option '" + name + "' before the command", {},
              suggest(bare, names, "--", "see " + program.name + " --help"));
}

/// Where the command's name stands: behind options that every command has, or at the end.
std::size_t find_name(const Program& program, const std::vector<std::string>& words) {
  std::vector<Option> options = leading_options();
  std::size_t at = 0;
  while (at < words.size() && is_option_word(words[at])) {
    OptionWord word = read_option_word(options, words[at]);
    if (!word.known) throw_unknown(options, words[at], program);
    if (word.last->name == "help" || word.last->name == "version") return words.size();
    at += word.takes_next ? 2 : 1;
  }
  return std::min(at, words.size());
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

int answer_without_command(const Program& program, const std::vector<std::string>& words,
                           const Surroundings& surroundings) {
  if (contains(words, "--version")) {
    surroundings.out.write(program.name + " " + program.version + "\n");
  } else if (contains(words, "--help") || contains(words, "-h")) {
    surroundings.out.write(help(program));
  } else {
    throw Error(Code::usage, "no command is given", {}, "see " + program.name + " --help");
  }
  return 0;
}

}  // namespace

int run(const Program& program, const std::vector<std::string>& words, const Surroundings& surroundings) {
  std::size_t at = find_name(program, words);
  if (at == words.size()) return answer_without_command(program, words, surroundings);
  Command command = find_command(program, words[at]).declare();
  std::vector<std::string> own = words;
  own.erase(own.begin() + static_cast<std::ptrdiff_t>(at));
  Invocation invocation = parse(command, own, surroundings);
  if (invocation.flag("help")) {
    invocation.out().write(help(program, command));
    return 0;
  }
  return command.run(invocation);
}

}  // namespace flatcrm::cli
