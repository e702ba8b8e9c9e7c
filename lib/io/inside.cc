#include "io/inside.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#if defined(SYS_openat2)
#include <linux/openat2.h>
#endif

#include <cerrno>

#include "io/system_error.h"

namespace flatcrm::io {
namespace {

/// Without O_NONBLOCK a named pipe could hang us.
constexpr int always = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;

bool is_plain(std::string_view component) {
  return !component.empty() && component != "." && component != ".." &&
         component.find('\0') == std::string_view::npos;
}

/// The kernel's own way to stay below a folder; ENOSYS where it has none.
int open_beneath(int root, const std::string& path, int flags) {
#if defined(SYS_openat2)
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return static_cast<int>(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how));
#else
  (void)root, (void)path, (void)flags;
  errno = ENOSYS;
  return -1;
#endif
}

/// openat(2) that reports a link as ELOOP even where it was to be a folder.
int open_step(int folder, const char* name, int flags) {
  int file = ::openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC);
  if (file >= 0 || errno != ENOTDIR) return file;
  struct stat status;
  bool is_link = ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
  errno = is_link ? ELOOP : ENOTDIR;
  return file;
}

int open_by_steps(int root, const std::string& path, int flags) {
  Descriptor folder;
  int at = root;
  std::size_t start = 0;
  for (std::size_t slash; (slash = path.find('/', start)) != std::string::npos; start = slash + 1) {
    folder = Descriptor(open_step(at, path.substr(start, slash - start).c_str(), O_RDONLY | O_DIRECTORY));
    if (!folder) return -1;
    at = folder.number();
  }
  return open_step(at, path.c_str() + start, flags);
}

void require_inside(const std::string& path) {
  if (!is_inside(path)) throw Error(Code::book, "this path leads out of the book", {path});
}

/// A file, an empty one where there is none, or the Error that errno stands for.
Descriptor checked(Descriptor file, const std::string& path) {
  if (file || errno == ENOENT || errno == ENOTDIR) return file;
  if (errno == ELOOP || errno == EXDEV) {
    throw Error(Code::book, "a symbolic link is on the way to this file", {path},
                "put the file itself in its place");
  }
  throw_system(path, errno);
}

}  // namespace

bool is_inside(std::string_view path) {
  while (true) {
    std::size_t slash = path.find('/');
    if (!is_plain(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

std::string_view folder_of(std::string_view path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

Descriptor open_inside(int root, const std::string& path, int flags) {
  require_inside(path);
  Descriptor file(open_beneath(root, path, flags | always));
  // Old kernels lack the call; sandboxes may forbid it with EPERM; and ENOTDIR may hide that a link was to be
  // a folder.
  bool says_little = errno == ENOSYS || errno == EPERM || errno == ENOTDIR;
  if (!file && says_little) return open_inside_by_steps(root, path, flags);
  return checked(std::move(file), path);
}

Descriptor open_inside_by_steps(int root, const std::string& path, int flags) {
  require_inside(path);
  return checked(Descriptor(open_by_steps(root, path, flags | always)), path);
}

Descriptor open_root(const std::string& path) {
  Descriptor root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (root) return root;
  if (errno == ENOENT || errno == ENOTDIR) throw Error(Code::book, "no such folder", {path});
  throw_system(path, errno);
}

}  // namespace flatcrm::io
