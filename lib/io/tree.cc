#include "io/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <unordered_map>

#include "io/inside.h"
#include "io/journal.h"
#include "io/system_error.h"

namespace flatcrm::io {
namespace {

/// No book nests so deep; each level keeps a folder open.
constexpr int deepest = 64;

enum class Kind { file, folder, link, other };

Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return Kind::file;
  if (S_ISDIR(mode)) return Kind::folder;
  return S_ISLNK(mode) ? Kind::link : Kind::other;
}

/// Mostly known from the listing itself; some file systems have to be asked.
Kind kind_of(int folder, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return kind_of(static_cast<mode_t>(DTTOIF(entry.d_type)));
  struct stat status;
  if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return Kind::other;
  return kind_of(status.st_mode);
}

bool is_hidden(std::string_view path) {
  return path.starts_with('.') || path.find("/.") != std::string_view::npos;
}

bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

class Walk {
 public:
  explicit Walk(std::vector<TreeEntry>& entries) : entries_(entries) {}

  void enter(Descriptor folder, const std::string& path, int depth) {
    if (depth > deepest) throw Error(Code::limit, "folders are nested too deep", {path});
    std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(folder.number()), ::closedir);
    if (!listing) throw_system(path, errno);
    int number = folder.release();
    std::string prefix = path.empty() ? "" : path + "/";
    while (const dirent* entry = next(listing.get(), path)) {
      if (entry->d_name[0] != '.') take(number, *entry, prefix, depth);
    }
  }

 private:
  static const dirent* next(DIR* listing, const std::string& path) {
    errno = 0;
    const dirent* entry = ::readdir(listing);
    if (entry == nullptr && errno != 0) throw_system(path, errno);
    return entry;
  }

  void take(int folder, const dirent& entry, const std::string& prefix, int depth) {
    std::string path = prefix + entry.d_name;
    switch (kind_of(folder, entry)) {
      case Kind::file:
        entries_.push_back({std::move(path)});
        break;
      case Kind::folder:
        if (Descriptor inner = open_inside(folder, entry.d_name, O_RDONLY | O_DIRECTORY)) {
          enter(std::move(inner), path, depth + 1);
        }
        break;
      case Kind::link:
        throw Error(Code::book, "is a symbolic link", {path}, "put the file or folder itself in its place");
      case Kind::other:
        break;  // a socket or pipe holds no record
    }
  }

  std::vector<TreeEntry>& entries_;
};

}  // namespace

struct DiskTree::State {
  explicit State(const std::string& path) : root(open_root(path)) {}

  /// The staged file that stands in for the path, "" where it is removed, null where the journal says
  /// nothing.
  const std::string* stand_in(const std::string& path) const {
    auto found = changes.find(path);
    return found == changes.end() ? nullptr : &found->second;
  }
  /// The file that holds the path's content, or nothing. What is staged no longer stands in its place
  /// already, as the writer renames it while we read.
  Descriptor open(const std::string& path, int flags) const {
    if (const std::string* staged = stand_in(path)) {
      if (staged->empty()) return {};
      if (Descriptor file = open_inside(root.number(), *staged, flags)) return file;
    }
    return open_inside(root.number(), path, flags);
  }

  Descriptor root;
  std::unordered_map<std::string, std::string> changes;
  std::string journal;  // token of the journal under way, or ""
  std::string last;     // token of the last one
};

DiskTree::DiskTree(const std::string& root) : state_(std::make_unique<State>(root)) {
  refresh();
}
DiskTree::~DiskTree() = default;

std::vector<TreeEntry> DiskTree::list(const std::string& folder) const {
  std::vector<TreeEntry> entries;
  Descriptor opened =
      folder.empty() ? Descriptor(::openat(state_->root.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
                     : open_inside(state_->root.number(), folder, O_RDONLY | O_DIRECTORY);
  if (opened) Walk(entries).enter(std::move(opened), folder, 0);
  if (!state_->changes.empty()) {
    std::erase_if(entries, [&](const TreeEntry& entry) { return state_->stand_in(entry.path) != nullptr; });
    for (const auto& [path, staged] : state_->changes) {
      if (!staged.empty() && !is_hidden(path) && is_below(path, folder)) entries.push_back({path});
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const TreeEntry& left, const TreeEntry& right) { return left.path < right.path; });
  return entries;
}

Bytes DiskTree::read(const std::string& path) const {
  Descriptor file = state_->open(path, O_RDONLY);
  if (!file) throw Error(Code::book, "no such file", {path});
  return read_open(file.number(), path);
}

bool DiskTree::exists(const std::string& path) const {
  struct stat status;
  Descriptor file = state_->open(path, O_RDONLY);
  return file && ::fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode);
}

// The journal is asked for first: a change that ends between the two questions has become the last one by the
// second.
bool DiskTree::unchanged() const {
  std::string journal = read_token(state_->root.number(), control::journal);
  std::string last = read_token(state_->root.number(), control::last);
  if (journal == state_->journal) return !journal.empty() || last == state_->last;
  // We read through the journal, so that its end changes nothing for us.
  return journal.empty() && last == state_->journal;
}

void DiskTree::refresh() {
  state_->changes.clear();
  JournalState under_way = read_journal(state_->root.number());
  if (under_way.journal) {
    for (const Journal::Change& change : under_way.journal->changes) {
      state_->changes[change.path] = staged_path(change);
    }
  }
  state_->journal = std::move(under_way.token);
  state_->last = read_token(state_->root.number(), control::last);
}

}  // namespace flatcrm::io
