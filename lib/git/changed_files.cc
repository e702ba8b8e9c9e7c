#include <algorithm>

#include "git/limited_diff.h"
#include "git/repository.h"

namespace flatcrm::git {

namespace {

/// What is no file (a submodule, a link) has no content that could be compared.
std::string content_of(const git_diff_file& file) {
  bool there = (file.flags & GIT_DIFF_FLAG_EXISTS) != 0 && (file.mode & 0170000) == 0100000;
  return there ? hex(file.id) : "";
}

/// `path_of`: of a delta its path in the book.
template <typename PathOf>
std::vector<ChangedFile> files_of(git_diff* diff, const PathOf& path_of) {
  std::vector<ChangedFile> files;
  for (std::size_t i = 0; i < git_diff_num_deltas(diff); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(diff, i);
    const std::string path = path_of(*delta);
    if (path.empty() || is_hidden(path)) continue;
    ChangedFile file{path, content_of(delta->old_file), content_of(delta->new_file)};
    if (delta->status == GIT_DELTA_UNTRACKED) file.before.clear();
    if (delta->status == GIT_DELTA_DELETED) file.after.clear();
    if (!file.before.empty() || !file.after.empty()) files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const auto& one, const auto& other) { return one.path < other.path; });
  return files;
}

}  // namespace

std::vector<ChangedFile> Repository::changed_files(const std::string& before,
                                                   const std::string& after) const {
  git_repository* repository = state_->repository.get();
  Handle<git_tree> old_tree, new_tree;
  if (!before.empty()) old_tree = tree_of(repository, oid(before), state_->prefix);
  if (!after.empty()) new_tree = tree_of(repository, oid(after), state_->prefix);
  Handle<git_diff> diff;
  git_diff_options options{};
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.flags = GIT_DIFF_SKIP_BINARY_CHECK | GIT_DIFF_IGNORE_FILEMODE;
  demand(git_diff_tree_to_tree(diff.room(), repository, old_tree.get(), new_tree.get(), &options),
         "the two revisions can't be compared", {}, "run 'git fsck'");
  return files_of(diff.get(), [](const git_diff_delta& delta) { return std::string(delta.new_file.path); });
}

std::vector<ChangedFile> Repository::changed_since(const std::string& commit) const {
  git_repository* repository = state_->repository.get();
  Handle<git_tree> old_tree;
  if (!commit.empty()) old_tree = tree_of(repository, oid(commit), "");
  Handle<git_diff> diff;
  const LimitedDiff limits(*state_, {}, GIT_DIFF_IGNORE_FILEMODE);
  demand(git_diff_tree_to_workdir_with_index(diff.room(), repository, old_tree.get(), limits.options()),
         "the work tree can't be compared", {}, "see what 'git status' says");
  return files_of(diff.get(), [&](const git_diff_delta& delta) { return limits.path(delta); });
}

}  // namespace flatcrm::git
