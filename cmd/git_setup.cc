#include <algorithm>
#include <filesystem>

#include "cli/invocation.h"
#include "git/setup.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

namespace fs = std::filesystem;

/// "flatcrm" where that is this very program for git too, else where it lies.
std::string program_for_git(const cli::Invocation& invocation) {
  std::error_code failure;
  fs::path self = fs::canonical("/proc/self/exe", failure);
  std::string path = invocation.surroundings().variable("PATH").value_or("");
  for (std::size_t at = 0; at <= path.size();) {
    std::size_t end = std::min(path.find(':', at), path.size());
    fs::path candidate = fs::path(path.substr(at, end - at)) / "flatcrm";
    at = end + 1;
    if (!fs::exists(candidate, failure)) continue;
    if (fs::canonical(candidate, failure) == self) return "flatcrm";
    break;
  }
  return self.string();
}

int run(cli::Invocation& invocation) {
  Session session(invocation);
  std::string program = program_for_git(invocation);
  git::Setup setup = invocation.flag("remove") ? git::plan_removal(session.root())
                                               : git::plan_setup(session.root(), program);
  if (invocation.flag("dry-run")) {
    invocation.out().write(git::diff_of(setup));
    return 0;
  }
  git::carry_out(setup);
  if (invocation.quiet()) return 0;
  for (const std::string& line : setup.said) invocation.err().write(line + "\n");
  if (setup.files.empty())
    invocation.err().write(invocation.flag("remove") ? "nothing of it is here\n"
                                                     : "all of it is here already\n");
  return 0;
}

}  // namespace

cli::Command command_git_setup() {
  cli::Command command;
  command.name = "git-setup";
  command.summary = "have git merge and compare records in this clone";
  command.description = {
      "Tells git, in this clone only, to merge the files of the book with `flatcrm merge-file` and to show "
      "them in `git diff` and `git log -p` as records and fields; and puts `flatcrm check` into the hooks "
      "`pre-commit` and `pre-merge-commit`, so that no commit brings in an error: what was wrong "
      "before is no reason to refuse. Prints what it did. To be "
      "run once in each clone, since git takes no such settings from a repository; `flatcrm check` says "
      "where it is missing.",
      "Written are the configuration of the clone (never that of the person), its hooks, and the lines of "
      "the book's `.gitattributes`, where a book lacks them that was made by hand. A hook that is there "
      "stays: a shell script gets the check behind its first line, any other is called by a script in its "
      "place. A `core.hooksPath` of the clone is followed; one that holds for all repositories is not "
      "written to.",
      "Where the program is not the one that `PATH` finds, git is told its whole path; run it again after "
      "moving it."};
  command.options = {{.name = "remove", .help = "take back exactly what was set up"}};
  command.examples = {{"git init -q && flatcrm git-setup", "The book of a new repository."},
                      {"flatcrm git-setup --dry-run", "What it would write."},
                      {"flatcrm git-setup --remove", "As it was before."}};
  command.needs.book = cli::Book::read;
  command.needs.dry_run = true;
  command.see_also = {"flatcrm-merge-file(1)", "flatcrm-diff(1)", "flatcrm-check(1)", "gitattributes(5)",
                      "githooks(5)"};
  command.run = run;
  return command;
}
