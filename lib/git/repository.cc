#include "git/repository.h"

#include <algorithm>
#include <filesystem>
#include <queue>
#include <unordered_set>

#include <fmt/format.h>

#include "core/text.h"
#include "git/loose_objects.h"
#include "git/revision_tree.h"
#include "git/state.h"
#include "text/zone.h"

namespace flatcrm::git {

namespace {

namespace fs = std::filesystem;

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

/// The part of the path that there is, and what follows it: the folder of a book in a bare repository.
std::pair<fs::path, fs::path> existing_part(const std::string& folder) {
  std::error_code failure;
  fs::path path = fs::absolute(folder.empty() ? "." : folder, failure).lexically_normal();
  fs::path rest;
  while (!fs::exists(path, failure) && path.has_relative_path()) {
    rest = rest.empty() ? path.filename() : path.filename() / rest;
    path = path.parent_path();
  }
  return {fs::canonical(path, failure), rest};
}

std::string folder_within(const fs::path& folder, const std::string& top) {
  std::string relative = folder.lexically_relative(fs::path(without_slash(top))).generic_string();
  return relative == "." ? "" : without_slash(relative);
}

std::string owner_hint(const std::string& folder) {
  return fmt::format("if you trust it: git config --global --add safe.directory '{}'", folder);
}

bool is_in_repository(const std::string& path) {
  git_buf found = GIT_BUF_INIT;
  int result = git_repository_discover(&found, path.c_str(), 0, nullptr);
  git_buf_dispose(&found);
  return result == 0;
}

/// Where an ordinary repository's book lies in the work tree, a bare one's below the repository.
std::string prefix_of(git_repository* repository, const fs::path& path, const fs::path& rest) {
  if (const char* top = git_repository_workdir(repository)) return folder_within(path / rest, top);
  std::string inside = folder_within(path / rest, git_repository_path(repository));
  return inside.starts_with("..") ? "" : inside;
}

/// Does the revision begin with a branch or tag, so that an object is missing and not the name?
bool lacks_an_object(git_repository* repository, const std::string& revision, bool missing) {
  Handle<git_reference> found;
  Handle<git_object> commit;
  const std::string name = revision.substr(0, revision.find_first_of("^~:@"));
  if (name.empty() || git_reference_dwim(found.room(), repository, name.c_str()) < 0) return false;
  return missing || git_reference_peel(commit.room(), found.get(), GIT_OBJECT_COMMIT) < 0;
}

Commit commit_from(const Repository::State& state, const git_oid& id) {
  Handle<git_commit> commit;
  int result = git_commit_lookup(commit.room(), state.repository.get(), &id);
  if (result == GIT_ENOTFOUND)
    throw Error(Code::book, fmt::format("the commit {} is not in this clone", hex(id).substr(0, 10)), {},
                git_repository_is_shallow(state.repository.get()) == 1
                    ? "the clone is shallow: 'git fetch --unshallow' brings the rest"
                    : "run 'git fsck' and fetch what is missing");
  demand(result, fmt::format("the commit {} can't be read", hex(id).substr(0, 10)), {}, "run 'git fsck'");
  Commit made;
  made.id = hex(id);
  for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i) {
    const git_oid* parent = git_commit_parent_id(commit.get(), i);
    // Behind the end of a shallow clone there is nothing, whatever the commit says.
    if (git_odb_exists(state.objects.get(), parent) == 1) made.parents.push_back(hex(*parent));
  }
  auto time = [](const git_signature* who) {
    return core::DateTime{who->when.time, static_cast<std::int16_t>(who->when.offset)};
  };
  made.committed = time(git_commit_committer(commit.get()));
  made.authored = time(git_commit_author(commit.get()));
  made.author = git_commit_author(commit.get())->name;
  made.email = git_commit_author(commit.get())->email;
  const char* message = git_commit_message(commit.get());
  made.message = message == nullptr ? "" : message;
  return made;
}

}  // namespace

void start_library() {
  static const bool started = [] {
    stay_offline();
    demand(git_libgit2_init(), "libgit2 does not start");
    // Known, and of no weight for who only reads: without this such a repository would be refused.
    const char* extensions[] = {"worktreeconfig", "preciousobjects", "partialclone"};
    // As git itself does: what zlib and the pack say of a broken object is enough, and fsck is for the rest. Hashing
    // everything that is read takes a third of the time.
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, std::size(extensions));
    return true;
  }();
  static_cast<void>(started);
}

std::string_view Commit::subject() const {
  std::string_view text = core::trim(message);
  return text.substr(0, text.find('\n'));
}

std::string Commit::trailer(std::string_view name) const {
  std::string_view text = core::trim(message);
  std::size_t begin = text.rfind("\n\n");
  if (begin == std::string_view::npos) return "";
  std::string_view block = text.substr(begin + 2);
  std::string found;
  while (!block.empty()) {
    std::size_t end = block.find('\n');
    std::string_view line = block.substr(0, end);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        core::equal_ignoring_ascii_case(line.substr(0, name.size()), name)) {
      if (!found.empty()) found += "; ";
      found += core::trim(line.substr(name.size() + 1));
    }
    block = end == std::string_view::npos ? std::string_view{} : block.substr(end + 1);
  }
  return found;
}

std::optional<Repository> Repository::find(const std::string& folder) {
  start_library();
  auto [path, rest] = existing_part(folder);
  auto state = std::make_shared<State>();
  int result = git_repository_open_ext(state->repository.room(), path.c_str(), 0, nullptr);
  // Where there is no configuration of the person's own, libgit2 says "not found" of another user's repository too.
  if (result == GIT_ENOTFOUND && is_in_repository(path.string())) result = GIT_EOWNER;
  if (result == GIT_ENOTFOUND) return std::nullopt;
  if (result == GIT_EOWNER)
    throw Error(Code::book, "the git repository belongs to another user", {path.string(), 0, 0},
                owner_hint(path.string()));
  demand(result, "the git repository can't be opened", {path.string(), 0, 0},
         "see what 'git status' says of it");
  git_repository* repository = state->repository.get();
  demand(git_repository_odb(state->objects.room(), repository), "the git repository can't be read");
  git_buf objects{};
  demand(git_repository_item_path(&objects, repository, GIT_REPOSITORY_ITEM_OBJECTS),
         "the git repository can't be read");
  std::string store(objects.ptr, objects.size);
  git_buf_dispose(&objects);
  guard_loose_objects(state->objects.get(), store);
  state->contents = std::make_unique<ObjectStore>(std::move(store));
  state->work_files = std::make_unique<WorkFiles>(repository);
  state->prefix = prefix_of(repository, path, rest);
  return Repository(std::move(state));
}

Repository Repository::open(const std::string& folder) {
  if (std::optional<Repository> found = find(folder)) return *std::move(found);
  throw Error(Code::book, "the book is not under git", {folder, 0, 0}, "put it there with 'git init'");
}

const std::string& Repository::prefix() const {
  return state_->prefix;
}
bool Repository::bare() const {
  return git_repository_is_bare(state_->repository.get()) == 1;
}
bool Repository::shallow() const {
  return git_repository_is_shallow(state_->repository.get()) == 1;
}
std::string Repository::folder() const {
  return without_slash(git_repository_path(state_->repository.get()));
}
std::string Repository::work_tree() const {
  const char* top = git_repository_workdir(state_->repository.get());
  return top == nullptr ? "" : without_slash(top);
}

std::optional<Commit> Repository::head() const {
  git_oid id{};
  int result = git_reference_name_to_id(&id, state_->repository.get(), "HEAD");
  if (result == GIT_ENOTFOUND) return std::nullopt;
  demand(result, "HEAD can't be read", {}, "see what 'git status' says");
  return commit_from(*state_, id);
}

Commit Repository::commit(const std::string& revision) const {
  Handle<git_object> named, peeled;
  git_repository* repository = state_->repository.get();
  int result = git_revparse_single(named.room(), repository, revision.c_str());
  if (result == GIT_EAMBIGUOUS)
    throw Error(Code::book, fmt::format("more than one object begins with '{}'", core::visible(revision)), {},
                "give more of its characters");
  if (result < 0) {
    const git_error* error = git_error_last();
    const bool of_objects =
        error != nullptr &&
        (error->klass == GIT_ERROR_ODB || error->klass == GIT_ERROR_ZLIB || error->klass == GIT_ERROR_OBJECT);
    const std::string words = last_words();
    const std::string shown = core::visible(revision);
    if (!head()) throw Error(Code::book, "the repository has no commit yet", {}, "commit the book first");
    const bool unreadable = of_objects && result != GIT_ENOTFOUND && result != GIT_EINVALIDSPEC;
    const bool missing = of_objects && result == GIT_ENOTFOUND;
    const bool broken = unreadable || (!shallow() && lacks_an_object(repository, revision, missing));
    if (broken)
      throw Error(Code::book, fmt::format("the revision '{}' can't be read: {}", shown, words), {},
                  "run 'git fsck', and fetch it from another clone");
    throw Error(Code::book, fmt::format("no revision '{}' here", shown), {},
                shallow() ? "this clone is shallow: 'git fetch --unshallow' brings all of them"
                          : "'git log --oneline --all' lists them; a date is written 2026-11-22");
  }
  result = git_object_peel(peeled.room(), named.get(), GIT_OBJECT_COMMIT);
  if (result == GIT_EPEEL || result == GIT_EINVALIDSPEC || result == GIT_EAMBIGUOUS)
    throw Error(Code::book, fmt::format("'{}' is no commit", core::visible(revision)), {},
                "name a commit, a branch or a tag");
  demand(result, fmt::format("the revision '{}' can't be read", core::visible(revision)), {},
         "run 'git fsck'");
  return commit_from(*state_, *git_object_id(peeled.get()));
}

Commit Repository::commit_at(core::DateTime until) const {
  std::optional<Commit> at = head();
  if (!at) throw Error(Code::book, "the repository has no commit yet", {}, "commit the book first");
  while (at->committed.seconds > until.seconds) {
    if (at->parents.empty())
      throw Error(Code::book, fmt::format("no commit on or before {}", core::print(until)), {},
                  shallow() ? "this clone is shallow: 'git fetch --unshallow' brings what came before"
                            : fmt::format("the first one is of {}", core::print(at->committed)));
    at = commit_from(*state_, oid(at->parents.front()));
  }
  return *std::move(at);
}

Commit Repository::commit_of(const std::string& revision_or_date, const std::string& zone) const {
  if (std::optional<core::DateTime> instant = core::parse_date_time(revision_or_date))
    return commit_at(*instant);
  std::optional<core::Date> day = core::parse_date(revision_or_date);
  if (!day) return commit(revision_or_date);
  int offset = text::Zone(zone).offset_minutes(revision_or_date + "T23:59:59");
  std::int64_t end = (std::int64_t{day->days} + 1) * 86'400 - 1 - std::int64_t{offset} * 60;
  return commit_at({end, static_cast<std::int16_t>(offset)});
}

std::unique_ptr<io::Tree> Repository::tree(const std::string& commit) const {
  return std::make_unique<RevisionTree>(state_, commit);
}

std::string Repository::file_id(const std::string& commit, const std::string& path) const {
  Handle<git_tree> tree = tree_of(state_->repository.get(), oid(commit), state_->prefix);
  if (!tree) return "";
  Handle<git_tree_entry> entry;
  int result = git_tree_entry_bypath(entry.room(), tree.get(), path.c_str());
  if (result == GIT_ENOTFOUND) return "";
  demand(result, "the file can't be looked up", {path, 0, 0}, "run 'git fsck'");
  return git_tree_entry_type(entry.get()) == GIT_OBJECT_BLOB ? hex(*git_tree_entry_id(entry.get())) : "";
}

io::Bytes Repository::read(const std::string& blob, const std::string& path) const {
  return state_->contents->read(oid(blob), path);
}

void Repository::walk(const std::string& from, const std::string& without,
                      const std::function<bool(const Commit&)>& visit) const {
  auto later = [](const Commit& one, const Commit& other) {
    return one.committed.seconds != other.committed.seconds ? one.committed.seconds < other.committed.seconds
                                                            : one.id < other.id;
  };
  auto go = [&](const std::string& start, std::unordered_set<std::string>& seen, const auto& take) {
    std::priority_queue<Commit, std::vector<Commit>, decltype(later)> waiting(later);
    auto push = [&](const std::string& id) {
      if (seen.insert(id).second) waiting.push(commit_from(*state_, oid(id)));
    };
    push(start);
    while (!waiting.empty()) {
      Commit next = waiting.top();
      waiting.pop();
      if (!take(next)) return;
      for (const std::string& parent : next.parents) push(parent);
    }
  };
  std::unordered_set<std::string> seen;
  if (!without.empty()) go(without, seen, [](const Commit&) { return true; });
  if (seen.count(from) == 0) go(from, seen, visit);
}

std::vector<std::string> Repository::merge_bases(const std::string& one, const std::string& other) const {
  git_oidarray bases{};
  git_oid first = oid(one), second = oid(other);
  int result = git_merge_bases(&bases, state_->repository.get(), &first, &second);
  if (result == GIT_ENOTFOUND) return {};
  demand(result, "the common ancestor can't be found", {},
         shallow() ? "this clone is shallow: 'git fetch --unshallow' brings it" : "run 'git fsck'");
  std::vector<std::string> found;
  for (std::size_t i = 0; i < bases.count; ++i) found.push_back(hex(bases.ids[i]));
  git_oidarray_dispose(&bases);
  return found;
}

}  // namespace flatcrm::git
