#include "cli/parse.h"

#include <algorithm>
#include <charconv>

#include "cli/common_options.h"
#include "cli/split.h"
#include "cli/suggest.h"
#include "core/date.h"
#include "core/error.h"

namespace flatcrm::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

bool is_integer(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size();
}

void require_choice(const std::vector<std::string>& choices, const std::string& word,
                    const std::string& where) {
  if (choices.empty() || std::find(choices.begin(), choices.end(), word) != choices.end()) return;
  std::string hint = suggest(word, {choices.begin(), choices.end()}, "", "one of: " + joined(choices));
  throw Error(Code::usage, where + " can't be '" + word + "'", {}, hint);
}

void require_kind(const Option& option, const std::string& word, const std::string& where) {
  if (option.kind == Kind::choice) require_choice(option.choices, word, where);
  if (option.kind == Kind::integer && !is_integer(word)) {
    throw Error(Code::usage, where + " can't be '" + word + "'", {}, "give a whole number");
  }
  if (option.kind == Kind::date && !core::parse_date(word)) {
    throw Error(Code::usage, where + " can't be '" + word + "'", {}, "give a day as YYYY-MM-DD");
  }
}

Given given_option(const Option& option, std::vector<std::string> words, const Surroundings& surroundings) {
  std::string spelled = "--" + option.name;
  if (words.size() > 1 && !option.repeatable) {
    throw Error(Code::usage, "option '" + spelled + "' is given twice", {}, "give it once");
  }
  for (const std::string& word : words) require_kind(option, word, "option '" + spelled + "'");
  Given given{option.name, std::move(words), false};
  given.on_command_line = !given.words.empty();
  if (given.on_command_line || option.kind == Kind::flag) return given;
  if (!option.environment.empty() && surroundings.variable) {
    std::string word = surroundings.variable(option.environment).value_or("");
    if (!word.empty()) {
      require_kind(option, word, "variable " + option.environment);
      given.words.push_back(word);
      return given;
    }
  }
  if (!option.preset.empty()) given.words.push_back(option.preset);
  return given;
}

std::size_t required_from(const std::vector<Argument>& arguments, std::size_t first) {
  auto begin = arguments.begin() + static_cast<std::ptrdiff_t>(first);
  return static_cast<std::size_t>(
      std::count_if(begin, arguments.end(), [](const Argument& a) { return a.required; }));
}

std::string see_help(const Command& command, const Surroundings& surroundings) {
  return "see " + surroundings.program + " " + command.name + " --help";
}

std::vector<Given> given_arguments(const Command& command, const std::vector<std::string>& words,
                                   const Surroundings& surroundings) {
  std::vector<Given> all;
  std::size_t next = 0;
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const Argument& argument = command.arguments[i];
    if (argument.required && next == words.size()) {
      throw Error(Code::usage, command.name + " lacks its argument " + argument.name, {},
                  see_help(command, surroundings));
    }
    std::size_t free =
        words.size() - next - std::min(words.size() - next, required_from(command.arguments, i + 1));
    std::size_t take = std::max(std::min(free, argument.many ? free : std::size_t{1}),
                                std::size_t{argument.required ? 1U : 0U});
    Given given{argument.name, {}, take != 0};
    for (; take != 0; --take) {
      given.words.push_back(words[next++]);
      require_choice(argument.choices, given.words.back(), "argument " + argument.name);
    }
    all.push_back(std::move(given));
  }
  if (next < words.size()) {
    throw Error(Code::usage, command.name + " takes no further argument '" + words[next] + "'", {},
                see_help(command, surroundings));
  }
  return all;
}

[[noreturn]] void throw_unknown(const Command& command, const std::vector<Option>& options, std::string word,
                                const Surroundings& surroundings) {
  word = word.substr(0, word.find('='));
  std::vector<std::string_view> candidates;
  for (const Option& option : options) candidates.push_back(option.name);
  std::string bare = word.starts_with("--") ? word.substr(2) : "";
  std::string hint = suggest(bare, candidates, "--", see_help(command, surroundings));
  throw Error(Code::usage, "no option '" + word + "' in " + command.name, {}, hint);
}

bool help_is_asked(const std::vector<Option>& options, const SplitWords& split) {
  auto help = std::find_if(options.begin(), options.end(), [](const Option& o) { return o.name == "help"; });
  return help != options.end() && !split.options[static_cast<std::size_t>(help - options.begin())].empty();
}

std::vector<Given> for_help(const Command& command, const std::vector<Option>& options) {
  std::vector<Given> given;
  for (const Option& option : options) given.push_back({option.name, {}, false});
  for (const Argument& argument : command.arguments) given.push_back({argument.name, {}, false});
  for (Given& one : given) {
    if (one.name == "help") one = {"help", {"true"}, true};
  }
  return given;
}

}  // namespace

Invocation parse(const Command& command, const std::vector<std::string>& words,
                 const Surroundings& surroundings) {
  std::vector<Option> options = all_options(command);
  SplitWords split = split_words(options, words);
  if (!split.unknown.empty()) throw_unknown(command, options, split.unknown.front(), surroundings);
  std::vector<Given> given;
  if (help_is_asked(options, split)) return {command, for_help(command, options), surroundings};
  for (std::size_t i = 0; i < options.size(); ++i) {
    given.push_back(given_option(options[i], std::move(split.options[i]), surroundings));
  }
  std::vector<Given> arguments = given_arguments(command, split.positional, surroundings);
  given.insert(given.end(), arguments.begin(), arguments.end());
  return {command, std::move(given), surroundings};
}

}  // namespace flatcrm::cli
