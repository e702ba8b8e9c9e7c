// What a Repository holds of libgit2: for the files of this layer only.
#pragma once

#include <memory>
#include <string>

#include "git/handle.h"
#include "git/object_store.h"
#include "git/repository.h"
#include "git/work_files.h"

namespace flatcrm::git {

struct Repository::State {
  Handle<git_repository> repository;
  Handle<git_odb> objects;
  std::unique_ptr<ObjectStore> contents;
  std::unique_ptr<WorkFiles> work_files;
  std::string prefix;

  /// A path in the repository, of one in the book.
  std::string whole(const std::string& path) const {
    if (prefix.empty()) return path;
    return path.empty() ? prefix : prefix + "/" + path;
  }
};

/// To be called before anything of libgit2; once a process, and threads may come first here at the same time.
void start_library();

/// Does nothing; to call it brings no_network.cc into the program, before libgit2 asks for what stands there.
void stay_offline();

/// The content of a blob. Error book where it is missing or broken.
Handle<git_odb_object> read_object(git_odb* objects, const git_oid& id, const std::string& path);

/// The tree of a commit, or of the book's folder in it (null where it has none).
Handle<git_tree> tree_of(git_repository* repository, const git_oid& commit, const std::string& folder);

}  // namespace flatcrm::git
