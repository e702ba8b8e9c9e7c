// Where a file stands in a commit, found with as few trees read as it takes; for this layer only.
//
//   TreeEntry here = find_entry(repository, root_tree, "customers/3f.csv", nullptr);
//   TreeEntry before = find_entry(repository, parents_root_tree, "customers/3f.csv", &here);
//   before.blob == here.blob        // known without a look into any tree that both commits share
//
// Errors  Code::book for a tree that is missing or broken.
#pragma once

#include <git2.h>

#include <string>
#include <vector>

namespace flatcrm::git {

struct TreeEntry {
  std::vector<git_oid> trees;  // from the root to the file's folder, as far as there are such
  git_oid blob{};
  bool there = false;
  bool same(const TreeEntry& other) const {
    return there == other.there && (!there || git_oid_equal(&blob, &other.blob) != 0);
  }
};

/// `known`: the entry of the same path in another commit, or null.
TreeEntry find_entry(git_repository* repository, const git_oid& root_tree, const std::string& path,
                     const TreeEntry* known);

/// The root tree of a commit.
git_oid root_tree_of(git_repository* repository, const std::string& commit);

}  // namespace flatcrm::git
