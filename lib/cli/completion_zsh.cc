#include "cli/common_options.h"
#include "cli/completion_scripts.h"

namespace flatcrm::cli {
namespace {

/// Text inside the brackets of an _arguments specification.
std::string bracketed(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

template <typename Declared>
std::string action(const Declared& declared) {
  const std::vector<std::string>& words = offered(declared);
  if (!words.empty()) return "(" + blank_separated(words) + ")";
  if (declared.completion == Completion::file) return "_files";
  if (declared.completion == Completion::folder) return "_directories";
  return " ";
}

/// '(-O --format)'{-O+,--format=}'[help]:FORMAT:(csv json)', or with '*' in front where it may be repeated.
std::string specification(const Option& option) {
  bool valued = option.kind != Kind::flag;
  std::string name = "--" + option.name + (valued ? "=" : "");
  std::string rest = "[" + bracketed(option.help) + "]";
  if (valued) rest += ":" + bracketed(option.value) + ":" + action(option);
  if (option.letter == 0) return single_quoted((option.repeatable ? "*" : "") + name + rest);
  std::string letter = std::string("-") + option.letter;
  std::string excluded = option.repeatable ? "*" : "(" + letter + " --" + option.name + ")";
  return single_quoted(excluded) + "{" + letter + (valued ? "+" : "") + "," + name + "}" +
         single_quoted(rest);
}

std::string specification(const Argument& argument, std::size_t position) {
  std::string where = argument.many ? "*" : std::to_string(position) + (argument.required ? "" : ":");
  std::string separator = argument.many || argument.required ? ":" : "";
  return single_quoted(where + separator + bracketed(argument.name) + ":" + action(argument));
}

std::string command_case(const Command& command) {
  std::string out = "        " + command.name + ")\n          _arguments -s -S";
  for (const Option& option : all_options(command)) out += " \\\n            " + specification(option);
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    out += " \\\n            " + specification(command.arguments[i], i + 1);
  }
  return out + " ;;\n";
}

}  // namespace

std::string zsh_script(const Program& program) {
  std::string names;
  std::string cases;
  for (const Entry& entry : program.commands) {
    Command command = entry.declare();
    names += "        " + single_quoted(command.name + ":" + bracketed(command.summary)) + "\n";
    cases += command_case(command);
  }
  std::string out =
      "#compdef " + program.name + "\n# zsh completion of " + program.name + " " + program.version;
  out +=
      "\n\n_flatcrm() {\n  local context state state_descr line\n  typeset -A opt_args\n  _arguments -s -S "
      "-C";
  for (const Option& option : leading_options()) out += " \\\n    " + specification(option);
  out += " \\\n    '1: :->command' \\\n    '*:: :->rest'\n";
  out += "  case $state in\n    command)\n      local -a commands\n      commands=(\n" + names;
  out += "      )\n      _describe command commands ;;\n    rest)\n      case $words[1] in\n" + cases;
  out += "      esac ;;\n  esac\n}\n\n";
  // Autoloaded from fpath the file is the function's body; sourced, it registers the function.
  out += "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n  _flatcrm \"$@\"\nelse\n  compdef _flatcrm ";
  return out + program.name + "\nfi\n";
}

}  // namespace flatcrm::cli
