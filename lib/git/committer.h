// Commits exactly the files that a command wrote, with everything else as it was.
//
//   Committer committer("acme", {"Ada", "ada@example.org", ...});     // Error book: nothing was changed yet
//   committer.require_untouched({"customers/a.yaml"});                // Error book when someone has work in it
//   ...the command writes...
//   Commit made = committer.commit({"customers/a.yaml"}, "Import leads.csv\n\nFlatcrm-Import: leads.csv\n");
//
// Shape   what else is staged stays staged and is not committed. On a detached HEAD that moves. Hooks are not run, and
//         nothing is signed.
// Errors  Code::book before anything is written: no repository, a bare one, no name and e-mail to commit with, a merge or
//         rebase under way, conflicts. commit() fails with Code::book where the object store or HEAD can't be written: the
//         files are as the command wrote them then, and the message says so.
#pragma once

#include <string>
#include <vector>

#include "core/date.h"
#include "git/repository.h"

namespace flatcrm::git {

/// Who commits, and when. What is "" is taken from git's configuration.
struct Identity {
  std::string author_name, author_email;
  std::string committer_name, committer_email;
  core::DateTime authored, committed;
};

class Committer {
 public:
  Committer(const std::string& root, Identity identity);
  /// Paths from the book's root.
  void require_untouched(const std::vector<std::string>& files) const;
  Commit commit(const std::vector<std::string>& files, const std::string& message) const;
  const Repository& repository() const { return repository_; }

 private:
  void require_identity();
  void require_quiet() const;

  Repository repository_;
  Identity identity_;
};

}  // namespace flatcrm::git
