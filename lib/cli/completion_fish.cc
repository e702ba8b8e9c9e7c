#include "cli/common_options.h"
#include "cli/completion_scripts.h"

namespace flatcrm::cli {
namespace {

/// fish reads \\ and \' inside single quotes.
std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

template <typename Declared>
std::string offer(const Declared& declared) {
  const std::vector<std::string>& words = offered(declared);
  if (!words.empty()) return " -f -a " + fish_quoted(blank_separated(words));
  if (declared.completion == Completion::file) return " -F";
  if (declared.completion == Completion::folder) return " -f -a '(__fish_complete_directories)'";
  return " -f";
}

std::string option_line(const std::string& start, const Option& option) {
  std::string out = start + " -l " + option.name;
  if (option.letter != 0) out += std::string(" -s ") + option.letter;
  if (option.kind != Kind::flag) out += " -r" + offer(option);
  return out + " -d " + fish_quoted(option.help) + "\n";
}

std::string command_lines(const Program& program, const Command& command) {
  std::string start = "complete -c " + program.name + " -n " + fish_quoted("__flatcrm_runs " + command.name);
  std::string out;
  for (const Option& option : all_options(command)) out += option_line(start, option);
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const Argument& argument = command.arguments[i];
    std::string test =
        "__flatcrm_runs " + command.name + " " + (argument.many ? ">=" : "=") + " " + std::to_string(i);
    out += "complete -c " + program.name + " -n " + fish_quoted(test) + offer(argument) + "\n";
  }
  return out;
}

constexpr std::string_view walk = R"(
# The words so far that are neither options nor values of options: the command, then its arguments.
function __flatcrm_words
    set -l skip 0
    set -l options 1
    for word in (commandline -opc)[2..-1]
        if test $skip -eq 1
            set skip 0
        else if test $options -eq 0
            echo -- $word
        else if test "$word" = --
            set options 0
        else if contains -- $word $__flatcrm_valued
            set skip 1
        else if not string match -q -- '-?*' $word
            echo -- $word
        end
    end
end

function __flatcrm_lacks_command
    test (count (__flatcrm_words)) -eq 0
end

# COMMAND, or COMMAND = N, or COMMAND >= N, N being how many arguments stand before the one to complete.
function __flatcrm_runs
    set -l words (__flatcrm_words)
    test (count $words) -gt 0; or return 1
    test $words[1] = $argv[1]; or return 1
    set -q argv[3]; or return 0
    set -l before (math (count $words) - 1)
    test $argv[2] = '='; and test $before -eq $argv[3]; and return 0
    test $argv[2] = '>='; and test $before -ge $argv[3]
end

)";

}  // namespace

std::string fish_script(const Program& program) {
  std::string valued;
  std::string lines;
  auto note_valued = [&](const std::vector<Option>& options) {
    for (const Option& option : options) {
      if (option.kind == Kind::flag) continue;
      std::string words = " --" + option.name + (option.letter != 0 ? std::string(" -") + option.letter : "");
      if (valued.find(words + " ") == std::string::npos) valued += words + " ";
    }
  };
  std::string start = "complete -c " + program.name + " -n __flatcrm_lacks_command";
  note_valued(leading_options());
  for (const Option& option : leading_options()) lines += option_line(start, option);
  for (const Entry& entry : program.commands) {
    Command command = entry.declare();
    note_valued(all_options(command));
    lines += start + " -a " + command.name + " -d " + fish_quoted(command.summary) + "\n";
    lines += command_lines(program, command);
  }
  std::string out = "# fish completion of " + program.name + " " + program.version + "\n";
  out += "set -g __flatcrm_valued" + valued + "\n" + std::string(walk);
  return out + "complete -c " + program.name + " -f\n" + lines;
}

}  // namespace flatcrm::cli
