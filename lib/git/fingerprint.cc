#include "git/fingerprint.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "git/limited_diff.h"
#include "git/revision_tree.h"

namespace flatcrm::git {

namespace {

constexpr const char* settings = "flatcrm.yaml";
constexpr const char* schemas = "schemas";  // a book's own fields

/// What is in a folder: files and folders by their names.
struct Node {
  git_filemode_t mode = GIT_FILEMODE_BLOB;
  git_oid id{};
};

/// A file of the work tree that its commit has otherwise, or not at all; nothing: it is gone.
using Changed = std::map<std::string, std::optional<Node>>;

/// git orders a folder's entries as if the names of folders ended with a slash.
struct EntryOrder {
  bool operator()(const std::pair<std::string, bool>& one, const std::pair<std::string, bool>& other) const {
    return (one.second ? one.first + "/" : one.first) < (other.second ? other.first + "/" : other.first);
  }
};
using Entries = std::map<std::pair<std::string, bool>, Node, EntryOrder>;

Entries entries_of(git_repository* repository, const git_oid& tree_id) {
  Handle<git_tree> tree;
  demand(git_tree_lookup(tree.room(), repository, &tree_id), "the folder can't be listed", {},
         "run 'git fsck'");
  Entries entries;
  for (std::size_t i = 0; i < git_tree_entrycount(tree.get()); ++i) {
    const git_tree_entry* entry = git_tree_entry_byindex(tree.get(), i);
    git_filemode_t mode = git_tree_entry_filemode(entry);
    entries[{git_tree_entry_name(entry), mode == GIT_FILEMODE_TREE}] = {mode, *git_tree_entry_id(entry)};
  }
  return entries;
}

/// The id of a folder with these entries; nothing where there is none.
std::optional<git_oid> tree_of_entries(const Entries& entries) {
  if (entries.empty()) return std::nullopt;
  std::string text;
  for (const auto& [name, node] : entries) {
    text += fmt::format("{:o} {}", static_cast<unsigned>(node.mode), name.first);
    text += '\0';
    text.append(reinterpret_cast<const char*>(node.id.id), GIT_OID_RAWSZ);
  }
  git_oid id{};
  demand(git_odb_hash(&id, text.data(), text.size(), GIT_OBJECT_TREE), "the digest can't be made");
  return id;
}

/// A folder as it would be with the changes in it.
Entries entries_with(git_repository* repository, const std::optional<git_oid>& before,
                     const Changed& changed) {
  Entries entries;
  if (before) entries = entries_of(repository, *before);
  std::map<std::string, Changed> below;
  for (const auto& [path, node] : changed) {
    std::size_t slash = path.find('/');
    if (slash != std::string::npos) {
      below[path.substr(0, slash)][path.substr(slash + 1)] = node;
    } else if (node) {
      entries[{path, false}] = *node;
    } else {
      entries.erase({path, false});
    }
  }
  for (const auto& [name, some] : below) {
    auto known = entries.find({name, true});
    std::optional<git_oid> inner;
    if (known != entries.end()) inner = known->second.id;
    inner = tree_of_entries(entries_with(repository, inner, some));
    if (inner)
      entries[{name, true}] = {GIT_FILEMODE_TREE, *inner};
    else
      entries.erase({name, true});
  }
  return entries;
}

/// As `git ls-tree` lists the settings and collections of a folder.
std::string digest_of(const Entries& folder, const std::vector<std::string>& collections) {
  std::string listing;
  for (const auto& [name, node] : folder) {
    bool wanted = name.second ? name.first == schemas || std::find(collections.begin(), collections.end(),
                                                                   name.first) != collections.end()
                              : name.first == settings;
    if (wanted)
      listing += fmt::format("{:06o} {} {}\t{}\n", static_cast<unsigned>(node.mode),
                             name.second ? "tree" : "blob", hex(node.id), name.first);
  }
  git_oid id{};
  demand(git_odb_hash(&id, listing.data(), listing.size(), GIT_OBJECT_BLOB), "the digest can't be made");
  return hex(id);
}

std::optional<git_oid> folder_of(const Repository& repository, const std::string& commit) {
  Handle<git_tree> tree = tree_of(repository.state().repository.get(), oid(commit), repository.prefix());
  if (!tree) return std::nullopt;
  return *git_tree_id(tree.get());
}

/// What the work tree has, as a commit would take it.
std::optional<Node> node_of(git_repository* repository, const git_diff_delta& delta) {
  if (delta.status == GIT_DELTA_DELETED) return std::nullopt;
  auto mode = static_cast<git_filemode_t>(delta.new_file.mode);
  bool file = mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
  if (!file) return std::nullopt;
  Node node{mode, {}};
  std::string place = std::string(git_repository_workdir(repository)) + delta.new_file.path;
  demand(git_repository_hashfile(&node.id, repository, place.c_str(), GIT_OBJECT_BLOB, delta.new_file.path),
         "the file can't be read", {delta.new_file.path, 0, 0});
  return node;
}

/// What of the folders differs from the commit, by its path in the book.
Changed changed_in(const Repository& repository, const std::string& commit,
                   const std::vector<std::string>& names) {
  git_repository* handle = repository.state().repository.get();
  Handle<git_tree> tree = tree_of(handle, oid(commit), "");
  const LimitedDiff limits(repository.state(), names);
  Handle<git_diff> diff;
  demand(git_diff_tree_to_workdir_with_index(diff.room(), handle, tree.get(), limits.options()),
         "the work tree can't be compared", {}, "see what 'git status' says");
  Changed changed;
  for (std::size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(diff.get(), i);
    std::string path = limits.path(*delta);
    if (!is_hidden(path)) changed[path] = node_of(handle, *delta);
  }
  return changed;
}

Fingerprint fingerprint_at(const Repository& repository, const std::string& commit,
                           const std::vector<std::string>& collections) {
  return {commit.substr(0, 10),
          digest_of(entries_with(repository.state().repository.get(), folder_of(repository, commit), {}),
                    collections)};
}

}  // namespace

Fingerprint fingerprint(const book::Book& book, const std::vector<std::string>& collections) {
  if (const auto* at = dynamic_cast<const RevisionTree*>(&book.tree()))
    return fingerprint_at(at->repository(), at->commit(), collections);
  std::optional<Repository> repository = Repository::find(book.root());
  if (!repository || repository->bare()) return {};
  std::optional<Commit> head = repository->head();
  if (!head) return {};
  std::vector<std::string> names = collections;
  for (const char* name : {settings, schemas}) names.emplace_back(name);
  Changed changed = changed_in(*repository, head->id, names);
  if (changed.empty()) return fingerprint_at(*repository, head->id, collections);
  Entries folder =
      entries_with(repository->state().repository.get(), folder_of(*repository, head->id), changed);
  return {head->short_id() + "-dirty", digest_of(folder, collections)};
}

}  // namespace flatcrm::git
