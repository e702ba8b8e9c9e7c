#include "git/committer.h"

#include <filesystem>

#include <fmt/format.h>

#include "git/limited_diff.h"

namespace flatcrm::git {

namespace {

constexpr const char* nothing_changed = "nothing was changed";

Handle<git_signature> signature(const std::string& name, const std::string& email, core::DateTime when) {
  Handle<git_signature> made;
  demand(git_signature_new(made.room(), name.c_str(), email.c_str(), when.seconds, when.offset_minutes),
         "no commit can be made with this name and e-mail", {},
         "set them with 'git config user.name' and user.email");
  return made;
}

std::string configured(git_config* config, const char* name) {
  git_buf value{};
  if (git_config_get_string_buf(&value, config, name) < 0) return "";
  std::string text(value.ptr, value.size);
  git_buf_dispose(&value);
  return text;
}

std::string state_words(int state) {
  switch (state) {
    case GIT_REPOSITORY_STATE_MERGE:
      return "a merge";
    case GIT_REPOSITORY_STATE_REVERT:
    case GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
      return "a revert";
    case GIT_REPOSITORY_STATE_CHERRYPICK:
    case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
      return "a cherry-pick";
    case GIT_REPOSITORY_STATE_BISECT:
      return "a bisection";
    default:
      return "a rebase";
  }
}

/// HEAD's tree with the files as they are in the work tree now.
git_oid tree_with_files(git_repository* repository, const std::optional<Commit>& head,
                        const std::vector<std::string>& paths) {
  Handle<git_index> index;
  demand(git_index_new(index.room()), "the commit's files can't be put together");
  if (head) {
    Handle<git_tree> tree = tree_of(repository, oid(head->id), "");
    demand(git_index_read_tree(index.get(), tree.get()), "the commit's files can't be put together");
  }
  for (const std::string& path : paths) {
    const git_index_entry* known = git_index_get_bypath(index.get(), path.c_str(), 0);
    std::error_code failure;
    if (!std::filesystem::exists(std::string(git_repository_workdir(repository)) + path, failure)) {
      if (known != nullptr)
        demand(git_index_remove(index.get(), path.c_str(), 0), "the file can't be left out", {path});
      continue;
    }
    git_index_entry entry{};
    entry.mode = known != nullptr ? known->mode : static_cast<std::uint32_t>(GIT_FILEMODE_BLOB);
    entry.path = path.c_str();
    demand(git_blob_create_from_workdir(&entry.id, repository, path.c_str()), "git can't take the file in",
           {path});
    demand(git_index_add(index.get(), &entry), "git can't take the file in", {path});
  }
  git_oid tree{};
  demand(git_index_write_tree_to(&tree, index.get(), repository), "git can't take the files in");
  return tree;
}

/// The index says the same of these files as the new commit, and of all others what it said.
void update_index(git_repository* repository, const std::vector<std::string>& paths) {
  Handle<git_index> index;
  demand(git_repository_index(index.room(), repository), "the index can't be read");
  for (const std::string& path : paths) {
    std::error_code failure;
    if (std::filesystem::exists(std::string(git_repository_workdir(repository)) + path, failure))
      demand(git_index_add_bypath(index.get(), path.c_str()), "the index can't take the file", {path});
    else if (git_index_get_bypath(index.get(), path.c_str(), 0) != nullptr)
      demand(git_index_remove_bypath(index.get(), path.c_str()), "the index can't let the file go", {path});
  }
  demand(git_index_write(index.get()), "the index can't be written");
}

}  // namespace

Committer::Committer(const std::string& root, Identity identity)
    : repository_(Repository::open(root)), identity_(std::move(identity)) {
  require_quiet();
  require_identity();
}

void Committer::require_quiet() const {
  git_repository* repository = repository_.state().repository.get();
  if (repository_.bare())
    throw Error(Code::book, "a bare repository has no files to commit", {}, "commit in a clone of it");
  int state = git_repository_state(repository);
  if (state != GIT_REPOSITORY_STATE_NONE)
    throw Error(Code::book, fmt::format("{} is under way in this repository", state_words(state)), {},
                fmt::format("end it first ('git status' says how); {}", nothing_changed));
  Handle<git_index> index;
  demand(git_repository_index(index.room(), repository), "the index can't be read", {},
         "see what 'git status' says");
  if (git_index_has_conflicts(index.get()) != 0)
    throw Error(Code::book, "there are conflicts in this work tree", {},
                fmt::format("resolve them first ('git status' lists them); {}", nothing_changed));
}

void Committer::require_identity() {
  Handle<git_config> config;
  demand(git_repository_config_snapshot(config.room(), repository_.state().repository.get()),
         "git's configuration can't be read", {}, "see what 'git config --list' says");
  auto fill = [&](std::string& value, const char* first, const char* second) {
    if (value.empty()) value = configured(config.get(), first);
    if (value.empty()) value = configured(config.get(), second);
    if (!value.empty()) return;
    throw Error(Code::book, "git does not know who commits", {},
                fmt::format("set it with 'git config user.name NAME' and 'git config user.email ADDRESS'; {}",
                            nothing_changed));
  };
  fill(identity_.author_name, "author.name", "user.name");
  fill(identity_.author_email, "author.email", "user.email");
  fill(identity_.committer_name, "committer.name", "user.name");
  fill(identity_.committer_email, "committer.email", "user.email");
}

void Committer::require_untouched(const std::vector<std::string>& files) const {
  if (files.empty()) return;
  git_repository* repository = repository_.state().repository.get();
  const LimitedDiff limits(repository_.state(), files);
  Handle<git_tree> tree;
  if (std::optional<Commit> head = repository_.head()) tree = tree_of(repository, oid(head->id), "");
  Handle<git_diff> staged, edited;
  demand(git_diff_tree_to_index(staged.room(), repository, tree.get(), nullptr, limits.options()),
         "the index can't be compared", {}, "see what 'git status' says");
  demand(git_diff_index_to_workdir(edited.room(), repository, nullptr, limits.options()),
         "the work tree can't be compared", {}, "see what 'git status' says");
  for (git_diff* diff : {staged.get(), edited.get()}) {
    if (git_diff_num_deltas(diff) == 0) continue;
    throw Error(Code::book, "has changes that are not committed, which a commit of it would take along",
                {limits.path(*git_diff_get_delta(diff, 0)), 0, 0},
                fmt::format("commit them first, or leave --commit out; {}", nothing_changed));
  }
  for (const std::string& file : files) {
    int ignored = 0;
    const std::string path = repository_.state().whole(file);
    if (git_ignore_path_is_ignored(&ignored, repository, path.c_str()) == 0 && ignored != 0)
      throw Error(Code::book, "git is told to ignore this file", {file, 0, 0},
                  fmt::format("take it out of .gitignore, or leave --commit out; {}", nothing_changed));
  }
}

Commit Committer::commit(const std::vector<std::string>& files, const std::string& message) const {
  git_repository* repository = repository_.state().repository.get();
  std::vector<std::string> paths;
  for (const std::string& file : files) paths.push_back(repository_.state().whole(file));
  try {
    std::optional<Commit> head = repository_.head();
    git_oid tree_id = tree_with_files(repository, head, paths);
    Handle<git_tree> tree;
    demand(git_tree_lookup(tree.room(), repository, &tree_id), "the commit's files can't be read back");
    Handle<git_signature> author =
        signature(identity_.author_name, identity_.author_email, identity_.authored);
    Handle<git_signature> committer =
        signature(identity_.committer_name, identity_.committer_email, identity_.committed);
    Handle<git_commit> parent;
    if (head) {
      git_oid id = oid(head->id);
      demand(git_commit_lookup(parent.room(), repository, &id), "HEAD can't be read");
    }
    const git_commit* parents[] = {parent.get()};
    git_oid made{};
    demand(git_commit_create(&made, repository, "HEAD", author.get(), committer.get(), nullptr,
                             message.c_str(), tree.get(), head ? 1 : 0, parents),
           "the commit can't be made");
    update_index(repository, paths);
    return repository_.commit(hex(made));
  } catch (const Error& error) {
    throw Error(error.code(), fmt::format("the book is written, but not committed: {}", error.message()),
                error.place(), "see what 'git status' says, and commit it with git");
  }
}

}  // namespace flatcrm::git
