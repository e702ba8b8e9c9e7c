#include "io/transaction.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/random.h>
#include <sys/stat.h>

#include <atomic>
#include <cerrno>
#include <map>
#include <mutex>

#include "io/inside.h"
#include "io/journal.h"
#include "io/system_error.h"

namespace flatcrm::io {
namespace {

/// Up to here each staged file is synced by itself; one sync of the file system is faster for more, and keeps
/// no file open.
constexpr std::size_t few_files = 8;

std::string new_token() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) throw_system("random numbers", errno);
  return fmt::format("{:016x}", number);
}

/// A file made through a FileSystem, closed at the latest when this goes.
class OpenFile {
 public:
  OpenFile(FileSystem& disk, const std::string& path, int permissions)
      : disk_(&disk), file_(disk.create(path, permissions)) {}
  OpenFile(OpenFile&& other) noexcept : disk_(other.disk_), file_(std::exchange(other.file_, -1)) {}
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile() {
    try {
      close();
    } catch (...) {  // whoever cares for the outcome closes it before
    }
  }

  void write(std::string_view bytes) { disk_->write(file_, bytes); }
  void sync() { disk_->sync(file_); }
  void close() {
    if (file_ >= 0) disk_->close(std::exchange(file_, -1));
  }

 private:
  FileSystem* disk_;
  int file_;
};

struct Change {
  std::string staged;  // or "" for a removal
  std::optional<Stamp> read_as;
};

}  // namespace

struct Transaction::State {
  State(FileSystem& file_system, std::string root_path)
      : disk(file_system), root(std::move(root_path)), folder(open_root(root)), token(new_token()) {
    disk.make_folder(at(control::staging));
    if (!open_inside(folder.number(), control::staging, O_RDONLY | O_DIRECTORY))
      throw_system(control::staging, ENOTDIR);
  }

  std::string at(const std::string& path) const { return root + "/" + path; }
  std::string staged_path(const std::string& name) const { return at(control::staging) + "/" + name; }

  void stage(const std::string& path, std::string_view bytes, std::optional<Stamp> read_as);
  std::string next_name();
  void put(const std::string& path, Change change);
  int permissions_for(const std::string& path, bool is_new) const;
  void keep_open(OpenFile file);

  void make_folders();
  void make_missing(const std::string& path);
  void check_folder(const std::string& path) const;
  void check_unchanged() const;
  Journal journal() const;
  void prepare(const Journal& journal);
  void reach_commit_point();
  void take_back();

  FileSystem& disk;
  std::string root;
  Descriptor folder;
  std::string token;
  std::mutex mutex;
  std::map<std::string, Change> changes;
  std::size_t staged_count = 0;
  std::vector<OpenFile> open_files;
  std::vector<std::string> made_folders;
  std::atomic<bool> failed{false};
  bool committed = false;
};

std::string Transaction::State::next_name() {
  std::lock_guard<std::mutex> guard(mutex);
  return fmt::format("{}-{}", token, ++staged_count);
}

void Transaction::State::put(const std::string& path, Change change) {
  std::string outdated;
  {
    std::lock_guard<std::mutex> guard(mutex);
    Change& place = changes[path];
    outdated = std::move(place.staged);
    place = std::move(change);
  }
  if (!outdated.empty()) disk.remove(staged_path(outdated));
}

int Transaction::State::permissions_for(const std::string& path, bool is_new) const {
  struct stat status;
  if (is_new || ::fstatat(folder.number(), path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return new_file;
  return static_cast<int>(status.st_mode & 07777);
}

void Transaction::State::keep_open(OpenFile file) {
  {
    std::lock_guard<std::mutex> guard(mutex);
    if (staged_count <= few_files) {
      open_files.push_back(std::move(file));
      return;
    }
  }
  file.close();
}

void Transaction::State::stage(const std::string& path, std::string_view bytes,
                               std::optional<Stamp> read_as) {
  std::string name = next_name();
  OpenFile file(disk, staged_path(name), permissions_for(path, !read_as));
  put(path, {name, read_as});
  file.write(bytes);
  keep_open(std::move(file));
}

/// Makes what is missing of a folder, and remembers it for the way back.
void Transaction::State::make_missing(const std::string& path) {
  std::vector<std::string> missing;
  for (std::string next = path; !next.empty(); next = folder_of(next)) {
    if (open_inside(folder.number(), next, O_RDONLY | O_DIRECTORY)) break;
    missing.push_back(next);
  }
  if (missing.empty()) return;
  made_folders.insert(made_folders.end(), missing.rbegin(), missing.rend());
  disk.make_folder(at(path));
}

/// Finds out before the commit point whether a file could be renamed into the folder after it.
void Transaction::State::check_folder(const std::string& path) const {
  Descriptor opened = path.empty() ? Descriptor(::dup(folder.number()))
                                   : open_inside(folder.number(), path, O_RDONLY | O_DIRECTORY);
  if (!opened) return;  // check_unchanged() says which file that concerns
  struct stat status, staging;
  if (::fstat(opened.number(), &status) != 0 ||
      ::fstatat(folder.number(), control::staging, &staging, 0) != 0) {
    throw_system(path, errno);
  }
  if (status.st_dev != staging.st_dev) {
    throw Error(Code::system, "lies on another disk than .flatcrm", {path},
                "keep the whole book on one disk");
  }
  if (::faccessat(opened.number(), ".", W_OK | X_OK, 0) != 0) throw_system(path.empty() ? root : path, errno);
}

void Transaction::State::make_folders() {
  std::string checked = "/";  // no folder is called so
  for (const auto& [path, change] : changes) {
    std::string parent(folder_of(path));
    if (parent == checked) continue;
    if (!parent.empty() && !change.staged.empty()) make_missing(parent);
    check_folder(parent);
    checked = std::move(parent);
  }
}

void Transaction::State::check_unchanged() const {
  for (const auto& [path, change] : changes) {
    if (stamp_at(folder.number(), path) == change.read_as) continue;
    throw Error(Code::book, change.read_as ? "was changed by somebody else meanwhile" : "exists already",
                {path}, "nothing was written; run the command again");
  }
}

Journal Transaction::State::journal() const {
  Journal journal{token, {}};
  for (const auto& [path, change] : changes)
    journal.changes.push_back({path, change.staged, content_sum(folder.number(), path)});
  return journal;
}

/// Everything that the commit point relies on reaches the disk.
void Transaction::State::prepare(const Journal& journal) {
  OpenFile file(disk, at(control::next_journal), new_file);
  file.write(print(journal));
  if (staged_count > few_files) {
    disk.sync_all(root);
  } else {
    for (OpenFile& staged : open_files) staged.sync();
    file.sync();
    disk.sync_folder(at(control::staging));
  }
  for (OpenFile& staged : open_files) staged.close();
  open_files.clear();
  file.close();
}

void Transaction::State::reach_commit_point() {
  try {
    disk.rename(at(control::next_journal), at(control::journal));
    committed = true;
  } catch (...) {
    // A network file system may report an error for what it has done.
    committed = read_token(folder.number(), control::journal).ends_with(token);
    if (!committed) throw;
  }
  disk.sync_folder(at(control::folder));
}

void Transaction::State::take_back() {
  auto quietly = [](auto work) {
    try {
      work();
    } catch (...) {  // what stays behind is cleared by recover()
    }
  };
  open_files.clear();
  for (const auto& [path, change] : changes) {
    if (!change.staged.empty()) quietly([&, &name = change.staged] { disk.remove(staged_path(name)); });
  }
  quietly([&] { disk.remove(at(control::next_journal)); });
  for (auto made = made_folders.rbegin(); made != made_folders.rend(); ++made) {
    quietly([&] { disk.remove_folder(at(*made)); });
  }
}

Transaction::Transaction(FileSystem& disk, std::string root)
    : state_(std::make_unique<State>(disk, std::move(root))) {}

Transaction::~Transaction() {
  if (!state_->committed) state_->take_back();
}

void Transaction::write(const std::string& path, std::string_view bytes, std::optional<Stamp> read_as) {
  if (!may_change(path)) throw Error(Code::book, "this is no path that flatcrm may write", {path});
  try {
    state_->stage(path, bytes, read_as);
  } catch (...) {
    state_->failed = true;
    throw;
  }
}

void Transaction::remove(const std::string& path, Stamp read_as) {
  if (!may_change(path)) throw Error(Code::book, "this is no path that flatcrm may remove", {path});
  state_->put(path, {"", read_as});
}

Bytes Transaction::staged(const std::string& path) const {
  std::string name;
  {
    std::lock_guard<std::mutex> guard(state_->mutex);
    name = state_->changes.at(path).staged;
  }
  return read_at(state_->folder.number(), std::string(control::staging) + "/" + name);
}

void Transaction::commit() {
  if (state_->failed) throw Error(Code::system, "a file of this change could not be written", {state_->root});
  if (state_->changes.empty()) return;
  Journal journal = state_->journal();
  state_->make_folders();
  state_->prepare(journal);
  state_->check_unchanged();
  try {
    state_->reach_commit_point();
    carry_out(state_->disk, state_->root, journal);
  } catch (const Error& error) {
    if (!state_->committed) throw;
    throw Error(error.code(), error.message(), error.place(),
                "the change itself is safe: the next command that writes to the book completes it");
  }
}

}  // namespace flatcrm::io
