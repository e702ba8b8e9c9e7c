#include "git/tree_entry.h"

#include <string_view>

#include "git/handle.h"

namespace flatcrm::git {

TreeEntry find_entry(git_repository* repository, const git_oid& root_tree, const std::string& path,
                     const TreeEntry* known) {
  TreeEntry found;
  found.trees.push_back(root_tree);
  std::string_view rest = path;
  while (true) {
    std::size_t depth = found.trees.size();
    bool shared = known != nullptr && depth <= known->trees.size() &&
                  git_oid_equal(&known->trees[depth - 1], &found.trees.back()) != 0;
    if (shared) {
      found.trees.insert(found.trees.end(), known->trees.begin() + static_cast<std::ptrdiff_t>(depth),
                         known->trees.end());
      found.blob = known->blob;
      found.there = known->there;
      return found;
    }
    Handle<git_tree> tree;
    demand(git_tree_lookup(tree.room(), repository, &found.trees.back()), "the folder can't be listed",
           {path, 0, 0}, "run 'git fsck'");
    std::size_t slash = rest.find('/');
    const git_tree_entry* entry =
        git_tree_entry_byname(tree.get(), std::string(rest.substr(0, slash)).c_str());
    if (entry == nullptr) return found;
    git_object_t wanted = slash == rest.npos ? GIT_OBJECT_BLOB : GIT_OBJECT_TREE;
    if (git_tree_entry_type(entry) != wanted) return found;
    if (slash == rest.npos) {
      found.blob = *git_tree_entry_id(entry);
      found.there = true;
      return found;
    }
    found.trees.push_back(*git_tree_entry_id(entry));
    rest.remove_prefix(slash + 1);
  }
}

git_oid root_tree_of(git_repository* repository, const std::string& commit) {
  git_oid id = oid(commit);
  Handle<git_commit> found;
  demand(git_commit_lookup(found.room(), repository, &id), "the commit can't be read", {}, "run 'git fsck'");
  return *git_commit_tree_id(found.get());
}

}  // namespace flatcrm::git
