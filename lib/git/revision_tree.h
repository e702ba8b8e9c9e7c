// The files of a book as of one commit, read straight from git's objects.
//
//   RevisionTree tree(state, commit.id);
//   tree.list("customers");  tree.read("customers/a.yaml").view();
//
// Shape   as io/tree.h has it; it never changes, so that unchanged() is always true.
// Errors  Code::book for a symbolic link or a submodule in a folder that is listed, and for an object that is
//         missing or broken, with its file.
// Threads all calls may be made from several at once.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "git/state.h"
#include "io/tree.h"

namespace flatcrm::git {

class RevisionTree : public io::Tree {
 public:
  RevisionTree(std::shared_ptr<Repository::State> state, const std::string& commit);
  std::vector<io::TreeEntry> list(const std::string& folder) const override;
  io::Bytes read(const std::string& path) const override;
  bool exists(const std::string& path) const override;
  bool unchanged() const override { return true; }
  void refresh() override {}
  const std::string& commit() const { return commit_; }
  Repository repository() const { return Repository::of(state_); }

 private:
  /// Null where there is no such folder.
  git_tree* folder(const std::string& path) const;
  const git_tree_entry* entry(const std::string& path) const;
  void list_into(std::vector<io::TreeEntry>& entries, const std::string& path, int depth) const;

  std::shared_ptr<Repository::State> state_;
  std::string commit_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Handle<git_tree>> folders_;  // kept: libgit2 forgets large trees at once
};

}  // namespace flatcrm::git
