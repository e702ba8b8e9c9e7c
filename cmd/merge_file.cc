#include "book/diff.h"
#include "cli/invocation.h"
#include "git/merge_driver.h"
#include "shared/output_file.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

constexpr int conflict = 1;
constexpr int trouble = 129;  // above 128 git gives up the merge and keeps what was there

int merge(const cli::Invocation& invocation) {
  git::MergePaths files{invocation.argument("BASE"), invocation.argument("OURS"),
                        invocation.argument("THEIRS")};
  std::string path = invocation.argument("PATH");
  if (path.empty()) path = files.ours;
  git::DriverMerge merge = git::plan_merge(files, path);
  const std::string& after = merge.merged.text;
  if (invocation.flag("dry-run")) {
    std::string diff;
    if (after != merge.before) book::write_unified_diff(diff, path, merge.before, after);
    invocation.out().write(diff);
  } else if (invocation.flag("print")) {
    invocation.out().write(after);
  } else if (after != merge.before) {
    write_file(files.ours, after);
  }
  if (!invocation.quiet())
    for (const std::string& line : git::print(merge))
      invocation.err().write("flatcrm: conflict: " + line + "\n");
  return merge.merged.clashes.empty() ? 0 : conflict;
}

int run(cli::Invocation& invocation) {
  try {
    return merge(invocation);
  } catch (const Error& error) {
    invocation.err().write(std::string("flatcrm: ") + error.what() + "\n");
    return trouble;
  }
}

}  // namespace

cli::Command command_merge_file() {
  cli::Command command;
  command.name = "merge-file";
  command.summary = "merge a file that two branches changed, by record and by field";
  command.description = {
      "What git calls for every file of a book that both sides of a merge changed, once `flatcrm git-setup` "
      "has told it to. By hand it works as `git merge-file` does: *OURS* gets what *THEIRS* changed since "
      "*BASE*.",
      "Records are found by their id, wherever they stand; a field that one side changed is taken, and lists "
      "are merged by element. What is a conflict: one field changed on both sides; a record taken out (or "
      "merged into another) on one side and changed on the other; one id added on both sides with different "
      "values; an amount changed on one side and its currency on the other; and, in files of one record, "
      "different ids, since git pairs similar files of different customers.",
      "A conflict stands in the file between git's markers, so that no command reads it before a person has "
      "decided, and `flatcrm check` names its line. All that is no conflict is merged around it. Each "
      "conflict is said on standard error, with the record, the field and both values.",
      "Comments, the order of rows and columns, quotes and line ends stay as they are on the side that "
      "changed them. Files that hold no records (settings, profiles, segments) are merged line by line."};
  command.arguments = {
      {.name = "BASE", .help = "what both sides come from", .completion = cli::Completion::file},
      {.name = "OURS",
       .help = "one side, which is overwritten with the result",
       .completion = cli::Completion::file},
      {.name = "THEIRS", .help = "the other side", .completion = cli::Completion::file},
      {.name = "PATH",
       .help = "where the file lies in the book; OURS where it is not given",
       .required = false,
       .completion = cli::Completion::file}};
  command.options = {{.name = "print", .letter = 'p', .help = "print the result, and change no file"}};
  command.examples = {
      {"cp customers/ben-hughes-k2d6e7.yaml base ; sed 's/^name:.*/name: Ben H. Hughes/' base > theirs ; "
       "flatcrm merge-file base customers/ben-hughes-k2d6e7.yaml theirs",
       "Takes what another version of a file changed."}};
  command.needs.dry_run = true;
  command.exit_statuses = {{conflict, "there was a conflict, which stands in the file"},
                           {trouble, "the files can't be read or written; git gives up the merge"}};
  command.see_also = {"flatcrm-git-setup(1)", "flatcrm-check(1)", "gitattributes(5)"};
  command.run = run;
  return command;
}
