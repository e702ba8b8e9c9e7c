#include "cli/command.h"

#include <algorithm>
#include <map>
#include <set>

#include "cli/common_options.h"
#include "cli/suggest.h"
#include "core/error.h"
#include "core/text.h"

namespace flatcrm::cli {
namespace {

bool is_phrase(std::string_view text) {
  return !text.empty() && !text.ends_with('.') && text.find('\n') == std::string_view::npos;
}

bool is_name(std::string_view text) {
  auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return text.size() > 1 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), fits);
}

void check_option(const Option& option, std::vector<std::string>& found) {
  std::string name = "option --" + option.name;
  bool is_flag = option.kind == Kind::flag;
  if (!is_name(option.name)) found.push_back(name + " is not named in lower case");
  if (!is_phrase(option.help)) found.push_back(name + " needs a phrase of help without a full stop");
  if (is_flag != option.value.empty()) found.push_back(name + " has a value's name just when it is no flag");
  if ((option.kind == Kind::choice) == option.choices.empty()) {
    found.push_back(name + " has choices just when its kind is choice");
  }
  if (is_flag && !option.preset.empty()) found.push_back(name + " is a flag with a preset");
}

void check_options(const Command& command, std::vector<std::string>& found) {
  std::set<std::string> names;
  std::set<char> letters;
  for (const Option& option : all_options(command)) {
    check_option(option, found);
    if (!names.insert(option.name).second)
      found.emplace_back("option --" + option.name + " is declared twice");
    if (option.letter != 0 && !letters.insert(option.letter).second) {
      found.push_back(std::string("letter -") + option.letter + " is declared twice");
    }
  }
}

void check_arguments(const Command& command, std::vector<std::string>& found) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const Argument& argument = command.arguments[i];
    bool last = i + 1 == command.arguments.size();
    if (!is_name(core::lower_ascii(argument.name)) || core::lower_ascii(argument.name) == argument.name) {
      found.emplace_back("argument " + argument.name + " is not named in capitals");
    }
    if (!is_phrase(argument.help)) {
      found.emplace_back("argument " + argument.name + " needs a phrase of help without a full stop");
    }
    if (argument.many && !last)
      found.emplace_back("argument " + argument.name + " takes many and is not the last");
    if (!last && !argument.required && command.arguments[i + 1].required) {
      found.emplace_back("argument " + argument.name + " is optional and stands before a required one");
    }
    if (!names.insert(argument.name).second)
      found.emplace_back("argument " + argument.name + " is declared twice");
  }
}

struct Meaning {
  std::string command;
  Option option;
};

/// The words of help may differ with the command; what is typed may not.
bool same_meaning(const Option& left, const Option& right) {
  return left.letter == right.letter && left.kind == right.kind && left.value == right.value &&
         left.repeatable == right.repeatable && left.environment == right.environment;
}

}  // namespace

std::vector<Option> joined(std::initializer_list<std::vector<Option>> groups) {
  std::vector<Option> all;
  for (const std::vector<Option>& group : groups) all.insert(all.end(), group.begin(), group.end());
  return all;
}

std::vector<std::string> faults(const Command& command) {
  std::vector<std::string> found;
  if (!is_name(command.name)) found.emplace_back("the command is not named in lower case");
  if (!is_phrase(command.summary)) found.emplace_back("the summary is no phrase without a full stop");
  if (command.description.empty()) found.emplace_back("there is no description");
  if (command.examples.empty()) found.emplace_back("there is no example");
  if (!command.run) found.emplace_back("there is nothing to run");
  if (command.needs.book == Book::write && !command.needs.dry_run)
    found.emplace_back("it writes without --dry-run");
  check_options(command, found);
  check_arguments(command, found);
  for (const Example& example : command.examples) {
    if (example.line.empty() || example.shows.empty())
      found.emplace_back("an example lacks its line or what it shows");
  }
  return found;
}

std::vector<std::string> faults(const Program& program) {
  std::vector<std::string> found;
  std::map<std::string, Meaning> meanings;
  for (const Entry& entry : program.commands) {
    Command command = entry.declare();
    std::string prefix = std::string(entry.name) + ": ";
    if (command.name != entry.name) found.push_back(prefix + "is declared as " + command.name);
    for (const std::string& fault : faults(command)) found.push_back(prefix + fault);
    for (const Option& option : all_options(command)) {
      auto [known, is_new] = meanings.try_emplace(option.name, Meaning{command.name, option});
      if (is_new || same_meaning(known->second.option, option)) continue;
      found.push_back(prefix + "option --" + option.name + " means something else in " +
                      known->second.command);
    }
  }
  return found;
}

const Entry& find_command(const Program& program, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Entry& entry : program.commands) {
    if (entry.name == name) return entry;
    names.push_back(entry.name);
  }
  throw Error(Code::usage, "no command '" + std::string(name) + "'", {},
              suggest(name, names, "", "see " + program.name + " --help"));
}

}  // namespace flatcrm::cli
