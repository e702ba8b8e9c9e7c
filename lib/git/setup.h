// Wires a clone to flatcrm: git's merge and diff drivers, the lines of .gitattributes, and hooks that check before a commit.
//
//   Setup setup = plan_setup("acme", "flatcrm");       // plan_removal("acme") takes exactly that back
//   setup.files[0].path == ".git/config"               // with the text before and after
//   carry_out(setup);
//   missing_drivers("acme")                            // "" when all is there
//
// Shape   only the configuration of this clone is written (a worktree's and a submodule's where git keeps it), never a person's own.
//         A person's hook stays: a shell script gets the check behind its first line, anything else is called by a script in its
//         place. A core.hooksPath of the clone is used, one from outside of it is not written to, and `said` tells so.
// Errors  Code::book where the book is not under git, the repository is bare or another user's, or a driver of this name is
//         something else; Code::locked while git writes the configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace flatcrm::git {

struct SetupFile {
  std::string path;                          // as a person reads it: from the top of the work tree
  std::string place;                         // where it lies
  std::optional<std::string> before, after;  // nothing: it is not there
  std::string moved_to;    // the old file becomes this one first, or "": a name in the same folder
  std::string moved_from;  // this one comes back in its place at last, or ""
  bool executable = false;
};

struct Setup {
  std::vector<SetupFile> files;   // those that change, in the order of writing
  std::vector<std::string> said;  // one line for each thing done, or left undone
};

/// `program`: what git is to call.
Setup plan_setup(const std::string& root, const std::string& program);
Setup plan_removal(const std::string& root);
void carry_out(const Setup& setup);
std::string diff_of(const Setup& setup);

/// One sentence where the files of the book name the merge driver and this clone has none; else "".
std::string missing_drivers(const std::string& root);

}  // namespace flatcrm::git
