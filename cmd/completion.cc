#include "cli/completion.h"

#include "cli/invocation.h"
#include "program.h"

namespace flatcrm {
namespace {

int print_script(cli::Invocation& invocation) {
  cli::Shell shell = *cli::parse_shell(invocation.argument("SHELL"));  // the choices are those that it knows
  invocation.out().write(cli::completion_script(program(), shell));
  return 0;
}

}  // namespace
}  // namespace flatcrm

flatcrm::cli::Command command_completion() {
  return {
      .name = "completion",
      .summary = "print the completion script of a shell",
      .description =
          {"Prints a script that makes a shell complete commands, options and their values.",
           "Put its output where the shell looks for completions, or read it from the shell's own settings "
           "file. An installed flatcrm has brought its completions along, so nothing is to be done. The "
           "script is static: pressing Tab starts no program and reads no book."},
      .arguments = {{.name = "SHELL", .help = "the shell", .choices = {"bash", "zsh", "fish"}}},
      .examples = {{"flatcrm completion bash > flatcrm.bash", "A file to be read by `~/.bashrc`."},
                   {"flatcrm completion fish > flatcrm.fish", "A file for `~/.config/fish/completions`."}},
      .run = flatcrm::print_script};
}
