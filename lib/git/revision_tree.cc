#include "git/revision_tree.h"

#include <fmt/format.h>

namespace flatcrm::git {

namespace {

constexpr int deepest = 64;  // as on disk

git_oid tree_id(git_repository* repository, const git_oid& commit) {
  Handle<git_commit> found;
  demand(git_commit_lookup(found.room(), repository, &commit), "the commit can't be read", {},
         "run 'git fsck'");
  return *git_commit_tree_id(found.get());
}

/// The last part of a path, and the folder before it.
std::pair<std::string, std::string> parted(const std::string& path) {
  std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

Handle<git_odb_object> read_object(git_odb* objects, const git_oid& id, const std::string& path) {
  Handle<git_odb_object> object;
  int result = git_odb_read(object.room(), objects, &id);
  if (result == GIT_ENOTFOUND)
    throw Error(Code::book, fmt::format("git's object {} of this file is missing", hex(id).substr(0, 10)),
                {path, 0, 0}, "run 'git fsck', and fetch it from another clone");
  demand(result, fmt::format("git's object {} of this file is broken", hex(id).substr(0, 10)), {path, 0, 0},
         "run 'git fsck', and fetch it from another clone");
  return object;
}

Handle<git_tree> tree_of(git_repository* repository, const git_oid& commit, const std::string& folder) {
  git_oid id = tree_id(repository, commit);
  Handle<git_tree> tree;
  demand(git_tree_lookup(tree.room(), repository, &id), "the commit's files can't be listed", {},
         "run 'git fsck'");
  if (folder.empty()) return tree;
  Handle<git_tree_entry> entry;
  int result = git_tree_entry_bypath(entry.room(), tree.get(), folder.c_str());
  if (result == GIT_ENOTFOUND || (result == 0 && git_tree_entry_type(entry.get()) != GIT_OBJECT_TREE))
    return {};
  demand(result, "the folder can't be listed", {folder, 0, 0}, "run 'git fsck'");
  Handle<git_tree> inner;
  demand(git_tree_lookup(inner.room(), repository, git_tree_entry_id(entry.get())),
         "the folder can't be listed", {folder, 0, 0}, "run 'git fsck'");
  return inner;
}

RevisionTree::RevisionTree(std::shared_ptr<Repository::State> state, const std::string& commit)
    : state_(std::move(state)), commit_(commit) {
  folders_[""] = tree_of(state_->repository.get(), oid(commit), state_->prefix);
  if (!folders_[""])
    throw Error(Code::book,
                fmt::format("no book at the revision {}: it has no such folder", commit.substr(0, 10)),
                {state_->prefix, 0, 0}, "name a later revision");
}

git_tree* RevisionTree::folder(const std::string& path) const {
  {
    std::lock_guard hold(mutex_);
    if (auto known = folders_.find(path); known != folders_.end()) return known->second.get();
  }
  Handle<git_tree> found;
  auto [above, name] = parted(path);
  git_tree* parent = folder(above);
  const git_tree_entry* entry = parent == nullptr ? nullptr : git_tree_entry_byname(parent, name.c_str());
  if (entry != nullptr && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
    demand(git_tree_lookup(found.room(), state_->repository.get(), git_tree_entry_id(entry)),
           "the folder can't be listed", {path, 0, 0}, "run 'git fsck'");
  std::lock_guard hold(mutex_);
  return folders_.try_emplace(path, std::move(found)).first->second.get();
}

const git_tree_entry* RevisionTree::entry(const std::string& path) const {
  auto [above, name] = parted(path);
  git_tree* parent = folder(above);
  return parent == nullptr ? nullptr : git_tree_entry_byname(parent, name.c_str());
}

void RevisionTree::list_into(std::vector<io::TreeEntry>& entries, const std::string& path, int depth) const {
  if (depth > deepest) throw Error(Code::limit, "folders are nested too deep", {path});
  git_tree* tree = folder(path);
  if (tree == nullptr) return;
  for (std::size_t i = 0; i < git_tree_entrycount(tree); ++i) {
    const git_tree_entry* entry = git_tree_entry_byindex(tree, i);
    std::string name = git_tree_entry_name(entry);
    if (name.starts_with('.')) continue;
    std::string whole = path;
    if (!path.empty()) whole += '/';
    whole += name;
    switch (git_tree_entry_filemode(entry)) {
      case GIT_FILEMODE_TREE:
        list_into(entries, whole, depth + 1);
        break;
      case GIT_FILEMODE_LINK:
        throw Error(Code::book, "is a symbolic link", {whole, 0, 0},
                    "put the file or folder itself in its place");
      case GIT_FILEMODE_COMMIT:
        throw Error(Code::book, "is a submodule, whose records this revision does not hold", {whole, 0, 0},
                    "open the submodule's own book");
      default:
        entries.push_back({std::move(whole)});
    }
  }
}

std::vector<io::TreeEntry> RevisionTree::list(const std::string& folder) const {
  std::vector<io::TreeEntry> entries;
  list_into(entries, folder == "." ? "" : folder, 0);
  return entries;
}

io::Bytes RevisionTree::read(const std::string& path) const {
  const git_tree_entry* found = entry(path);
  if (found == nullptr || git_tree_entry_type(found) != GIT_OBJECT_BLOB)
    throw Error(Code::book, "no such file", {path, 0, 0});
  if (git_tree_entry_filemode(found) == GIT_FILEMODE_LINK)
    throw Error(Code::book, "is a symbolic link", {path, 0, 0}, "put the file itself in its place");
  const git_oid& blob = *git_tree_entry_id(found);
  if (std::optional<io::Bytes> same = state_->work_files->read(blob, state_->whole(path), *state_->contents))
    return *std::move(same);
  return state_->contents->read(blob, path);
}

bool RevisionTree::exists(const std::string& path) const {
  const git_tree_entry* found = entry(path);
  return found != nullptr && git_tree_entry_type(found) == GIT_OBJECT_BLOB;
}

}  // namespace flatcrm::git
