#include "git/work_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "io/inside.h"

namespace flatcrm::git {

namespace {

/// Below it a blob is inflated in less time than all that is asked here takes.
constexpr std::uint32_t least_size = std::uint32_t{32} << 10;
constexpr off_t largest_index = off_t{1} << 20;

std::int64_t nanoseconds(const struct timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::int64_t nanoseconds(const git_index_time& time) {
  return std::int64_t{time.seconds} * 1'000'000'000 + time.nanoseconds;
}

bool is_plain_file(const git_index_entry& entry) {
  bool file = entry.mode == GIT_FILEMODE_BLOB || entry.mode == GIT_FILEMODE_BLOB_EXECUTABLE;
  constexpr int doubtful = GIT_INDEX_ENTRY_INTENT_TO_ADD | GIT_INDEX_ENTRY_SKIP_WORKTREE;
  return file && git_index_entry_stage(&entry) == 0 && (entry.flags & GIT_INDEX_ENTRY_VALID) == 0 &&
         (entry.flags_extended & doubtful) == 0;
}

}  // namespace

void WorkFiles::read_index() const {
  const char* top = git_repository_workdir(repository_);
  if (top == nullptr) return;
  Handle<git_index> index;
  struct stat status;
  // Its stamp is asked for first: of an index that is replaced meanwhile too much is in doubt then, and not
  // too little.
  std::string place = std::string(git_repository_path(repository_)) + "index";
  if (::stat(place.c_str(), &status) != 0 || status.st_size > largest_index) return;
  if (git_repository_index(index.room(), repository_) < 0) return;
  const std::int64_t written = nanoseconds(status.st_mtim);
  for (std::size_t i = 0; i < git_index_entrycount(index.get()); ++i) {
    const git_index_entry* entry = git_index_get_byindex(index.get(), i);
    if (!is_plain_file(*entry) || entry->file_size < least_size || nanoseconds(entry->mtime) >= written)
      continue;
    files_[entry->path] = {
        entry->id, {0, entry->ino, entry->file_size, nanoseconds(entry->mtime)}, nanoseconds(entry->ctime)};
  }
  top_ = io::Descriptor(::open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

bool WorkFiles::takes_another_form(const std::string& path) const {
  const char* names[] = {"filter", "working-tree-encoding"};
  const char* values[] = {nullptr, nullptr};
  std::lock_guard hold(attributes_);
  if (git_attr_get_many(values, repository_, 0, path.c_str(), std::size(names), names) < 0) return true;
  for (const char* value : values)
    if (git_attr_value(value) != GIT_ATTR_VALUE_UNSPECIFIED && git_attr_value(value) != GIT_ATTR_VALUE_FALSE)
      return true;
  return false;
}

std::optional<io::Bytes> WorkFiles::read(const git_oid& blob, const std::string& path,
                                         const ObjectStore& store) const {
  std::call_once(once_, [this] { read_index(); });
  auto known = files_.find(path);
  if (!top_ || known == files_.end() || git_oid_equal(&known->second.blob, &blob) == 0) return std::nullopt;
  const Stood& stood = known->second;
  try {
    io::Descriptor file = io::open_inside(top_.number(), path, O_RDONLY | O_NONBLOCK);
    struct stat status;
    if (!file || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    // The index keeps 32 bits of an inode and of a size.
    if (static_cast<std::uint32_t>(status.st_ino) != stood.stamp.inode ||
        static_cast<std::uint64_t>(status.st_size) != stood.stamp.size ||
        nanoseconds(status.st_mtim) != stood.stamp.modified_ns ||
        nanoseconds(status.st_ctim) != stood.changed_ns)
      return std::nullopt;
    // What was turned into other line ends has another size as a rule; where none differs, nothing was turned.
    if (store.size(blob, path) != stood.stamp.size || takes_another_form(path)) return std::nullopt;
    return io::read_open(file.number(), path);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace flatcrm::git
