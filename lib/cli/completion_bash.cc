#include "cli/common_options.h"
#include "cli/completion_scripts.h"

namespace flatcrm::cli {
namespace {

/// The spellings of an option for a case label: "--format|-O".
std::string label(const Option& option, const std::string& prefix) {
  std::string out = prefix + "--" + option.name;
  if (option.letter != 0) out += "|" + prefix + "-" + option.letter;
  return out;
}

std::string spellings(const std::vector<Option>& options) {
  std::string out;
  for (const Option& option : options) {
    if (option.letter != 0) out += std::string("-") + option.letter + " ";
    out += "--" + option.name + " ";
  }
  if (!out.empty()) out.pop_back();
  return out;
}

template <typename Declared>
std::string offer(const Declared& declared) {
  const std::vector<std::string>& words = offered(declared);
  if (!words.empty()) return "_flatcrm_offer -W " + single_quoted(blank_separated(words));
  if (declared.completion == Completion::file) return "_flatcrm_offer_files -f";
  if (declared.completion == Completion::folder) return "_flatcrm_offer_files -d";
  return "return 0";
}

/// case lines for the values of options; `prefix` is "import:" or "*:".
std::string value_cases(const std::vector<Option>& options, const std::string& prefix) {
  std::string out;
  for (const Option& option : options) {
    if (option.kind != Kind::flag)
      out += "    " + label(option, prefix) + ") " + offer(option) + "; return 0 ;;\n";
  }
  return out;
}

std::string argument_cases(const Command& command) {
  std::string out;
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const Argument& argument = command.arguments[i];
    std::string position = argument.many ? "*" : std::to_string(i);
    out += "    " + command.name + ":" + position + ") " + offer(argument) + " ;;\n";
  }
  return out;
}

constexpr std::string_view helpers = R"(_flatcrm_offer() {
  mapfile -t COMPREPLY < <(compgen "$@" -- "$word")
}

_flatcrm_offer_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$@" -- "$word")
}
)";

// COMP_WORDS has "=" as a word of its own, so that "--format=csv" is three of them.
constexpr std::string_view walk = R"(
_flatcrm() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local command='' position=0 options_end='' skip='' i
  COMPREPLY=()
  if [[ $word == '=' ]]; then
    word=''
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    local seen=${COMP_WORDS[i]}
    if [[ $seen == '=' ]]; then skip=1; continue; fi
    if [[ -n $skip ]]; then skip=''; continue; fi
    if [[ -n $options_end || $seen != -?* ]]; then
      if [[ -z $command ]]; then command=$seen; else position=$((position + 1)); fi
    elif [[ $seen == -- ]]; then
      options_end=1
    elif _flatcrm_takes_value "$command:$seen" && [[ ${COMP_WORDS[i+1]} != '=' ]]; then
      skip=1
    fi
  done
  if [[ -z $options_end ]]; then
    _flatcrm_offer_value "$command:$previous" && return 0
    if [[ $word == -* ]]; then _flatcrm_offer_option "$command"; return 0; fi
  fi
  _flatcrm_offer_argument "$command:$position"
}
complete -F _flatcrm )";

void add_function(std::string_view name, std::string_view cases, std::string_view otherwise,
                  std::string& out) {
  out += "\n" + std::string(name) + "() {\n  case $1 in\n" + std::string(cases);
  out += "    *) " + std::string(otherwise) + " ;;\n  esac\n}\n";
}

}  // namespace

std::string bash_script(const Program& program) {
  std::string takes;
  std::string values;
  std::string options = "    '') _flatcrm_offer -W " + single_quoted(spellings(leading_options())) + " ;;\n";
  std::string arguments;
  std::vector<std::string> names;
  for (const Entry& entry : program.commands) {
    Command command = entry.declare();
    std::vector<Option> all = all_options(command);
    names.push_back(command.name);
    for (const Option& option : all) {
      if (option.kind != Kind::flag) takes += (takes.empty() ? "" : "|") + label(option, command.name + ":");
    }
    values += value_cases(all, command.name + ":");
    options += "    " + command.name + ") _flatcrm_offer -W " + single_quoted(spellings(all)) + " ;;\n";
    arguments += argument_cases(command);
  }
  for (const Option& option : leading_options()) {
    if (option.kind != Kind::flag) takes += (takes.empty() ? "" : "|") + label(option, ":");
  }
  values += value_cases(leading_options(), ":");
  std::string out =
      "# bash completion of " + program.name + " " + program.version + "\n" + std::string(helpers);
  add_function("_flatcrm_takes_value", "    " + takes + ") return 0 ;;\n", "return 1", out);
  add_function("_flatcrm_offer_value", values, "return 1", out);
  add_function("_flatcrm_offer_option", options, "return 0", out);
  std::string commands = "    :*) _flatcrm_offer -W " + single_quoted(blank_separated(names)) + " ;;\n";
  add_function("_flatcrm_offer_argument", commands + arguments, "return 0", out);
  return out + std::string(walk) + program.name + "\n";
}

}  // namespace flatcrm::cli
