#include "cli/split.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/option_word.h"
#include "core/error.h"

namespace flatcrm::cli {
namespace {

std::string spelled(const Option& option) {
  return (option.letter != 0 ? std::string("-") + option.letter + "," : std::string()) + "--" + option.name;
}

CLI::Option* declare(CLI::App& parser, const Option& option) {
  if (option.kind == Kind::flag) return parser.add_flag(spelled(option))->disable_flag_override();
  return parser.add_option(spelled(option))
      ->type_size(1)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

// CLI11 reads some words in ways of its own: a positional [a,b] as two words, ++ as the end of a subcommand,
// and --name= as --name, whose value would be the next word. So positional words go in behind a mark, and
// --name= as two words.
constexpr char mark = '=';

void prepare_option(const std::vector<Option>& declared, const std::string& word,
                    std::vector<std::string>& prepared) {
  OptionWord read = read_option_word(declared, word);
  bool has_empty_value = read.known && read.last->kind != Kind::flag && word == "--" + read.last->name + "=";
  if (has_empty_value) {
    prepared.push_back(word.substr(0, word.size() - 1));
    prepared.emplace_back();
  } else {
    prepared.push_back(word);
  }
}

std::vector<std::string> prepare(const std::vector<Option>& declared, const std::vector<std::string>& words) {
  std::vector<std::string> prepared;
  bool options_end = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (options_end || !(is_option_word(words[i]) || words[i] == "--")) {
      prepared.push_back(mark + words[i]);
    } else if (words[i] == "--") {
      options_end = true;
    } else {
      prepare_option(declared, words[i], prepared);
      if (read_option_word(declared, words[i]).takes_next && i + 1 < words.size())
        prepared.push_back(words[++i]);
    }
  }
  return prepared;
}

/// CLI11 names the option first: "--book: 1 required TEXT missing".
Error translated(const CLI::ParseError& error) {
  std::string text = error.what();
  std::string option = text.substr(0, text.find_first_of(": "));
  if (error.get_name() == "ArgumentMismatch" && text.find("required") != std::string::npos) {
    return {Code::usage, "option '" + option + "' needs a value"};
  }
  if (error.get_name() == "ArgumentMismatch" || error.get_name() == "InvalidError") {
    return {Code::usage, "option '--" + option + "' takes no value"};
  }
  return {Code::usage, text};
}

}  // namespace

SplitWords split_words(const std::vector<Option>& declared, const std::vector<std::string>& words) {
  CLI::App parser;
  parser.set_help_flag();
  parser.allow_extras();
  std::vector<CLI::Option*> options;
  options.reserve(declared.size());
  for (const Option& option : declared) options.push_back(declare(parser, option));
  std::vector<std::string> prepared = prepare(declared, words);
  std::reverse(prepared.begin(), prepared.end());  // CLI11 takes a vector from its end
  try {
    parser.parse(std::move(prepared));
  } catch (const CLI::ParseError& error) {
    throw translated(error);
  }
  SplitWords split;
  for (CLI::Option* option : options) split.options.push_back(option->results());
  for (const std::string& word : parser.remaining()) {
    word.front() == mark ? split.positional.push_back(word.substr(1)) : split.unknown.push_back(word);
  }
  return split;
}

}  // namespace flatcrm::cli
