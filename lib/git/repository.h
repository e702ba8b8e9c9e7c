// The git repository that a book lies in: its commits, found as a person names them.
//
//   std::optional<Repository> repository = Repository::find("acme/crm");   // nothing: not under git
//   repository->prefix() == "crm"                 // the book's folder in the repository, "" at its top
//   Commit commit = repository->commit("HEAD~3");         // or a branch, a tag, "v1^", a part of a hash
//   Commit then = repository->commit_at(instant);         // the state of that moment
//   book::Book::open(repository->tree(commit.id), "acme/crm at " + commit.short_id(), threads);
//
// Shape   works in a work tree, one of several, a submodule, a bare repository and a shallow clone. Nothing
//         is written.
// Errors  Code::book, saying what to do: a repository of another user, an unknown revision, one that lies
//         behind the end of a shallow clone, an object that is broken or missing.
// Threads commits are asked for by one thread; a tree may be read by several.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "io/tree.h"

namespace flatcrm::git {

struct Commit {
  std::string id;  // 40 hexadecimal digits
  std::vector<std::string> parents;
  core::DateTime committed;
  core::DateTime authored;
  std::string author;  // name
  std::string email;
  std::string message;

  std::string short_id() const { return id.substr(0, 10); }
  std::string_view subject() const;
  /// The last of the lines "NAME: value" at the message's end, or "".
  std::string trailer(std::string_view name) const;
};

/// A file that differs between two trees; "" where a side has none. Renames are two of them.
struct ChangedFile {
  std::string path;           // from the book's root
  std::string before, after;  // ids of blobs
};

class Repository {
 public:
  /// `folder` need not exist in a bare repository: "crm.git/acme" is the folder acme in it.
  static std::optional<Repository> find(const std::string& folder);
  /// As find; Error book where there is none.
  static Repository open(const std::string& folder);

  const std::string& prefix() const;
  bool bare() const;
  bool shallow() const;
  /// The repository's own folder (.git).
  std::string folder() const;
  /// The top of the work tree, without a slash at its end; "" in a bare repository.
  std::string work_tree() const;

  /// Nothing where the branch has no commit yet.
  std::optional<Commit> head() const;
  Commit commit(const std::string& revision) const;
  /// The newest commit of HEAD's own line (first parents) that is not younger than `until`.
  Commit commit_at(core::DateTime until) const;
  /// A revision, or a day (YYYY-MM-DD: its end, in `zone`), or an instant (ISO 8601).
  Commit commit_of(const std::string& revision_or_date, const std::string& zone) const;

  /// The book's files as of a commit.
  std::unique_ptr<io::Tree> tree(const std::string& commit) const;
  /// What differs in the book; "" for a commit is the empty tree. Sorted by path. In proportion to
  /// what differs.
  std::vector<ChangedFile> changed_files(const std::string& before, const std::string& after) const;
  /// What differs between a commit and the work tree, new files among it; `after` of a file says only whether
  /// it is there.
  std::vector<ChangedFile> changed_since(const std::string& commit) const;
  /// The id of a file's content in a commit, or "".
  std::string file_id(const std::string& commit, const std::string& path) const;
  /// The content that an id stands for; `path` is for messages.
  io::Bytes read(const std::string& blob, const std::string& path) const;

  /// The commits from `from` backwards, newest first and none before all that come from it, until `visit`
  /// says false. Those that `without` reaches are left out ("" for none).
  void walk(const std::string& from, const std::string& without,
            const std::function<bool(const Commit&)>& visit) const;
  std::vector<std::string> merge_bases(const std::string& one, const std::string& other) const;

  struct State;
  /// For the other files of this layer.
  static Repository of(std::shared_ptr<State> state) { return Repository(std::move(state)); }
  State& state() const { return *state_; }

 private:
  explicit Repository(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace flatcrm::git
