#include "io/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "io/descriptor.h"
#include "io/inside.h"
#include "io/system_error.h"

namespace flatcrm::io {
namespace {

constexpr std::size_t large_write = std::size_t{128} << 10;

bool is_folder(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

/// What an open file is called, for a message; any path where the system does not tell.
std::string name_of(int file) {
  char target[4096];
  ssize_t size = ::readlink(("/proc/self/fd/" + std::to_string(file)).c_str(), target, sizeof target);
  return size > 0 ? std::string(target, static_cast<std::size_t>(size)) : std::string();
}

class Posix : public FileSystem {
 public:
  int create(const std::string& path, int permissions) override {
    bool usual = permissions == new_file;
    // A private file is private from its first byte on, and what umask took away is given back after.
    auto mode = static_cast<mode_t>(usual ? 0666 : permissions);
    int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0) throw_system(path, errno);
    if (!usual && ::fchmod(file, mode) != 0) {
      int error = errno;
      ::close(file);
      throw_system(path, error);
    }
    return file;
  }

  void write(int file, std::string_view bytes) override {
    const bool large = bytes.size() >= large_write;
    while (!bytes.empty()) {
      ssize_t count = ::write(file, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw_system(name_of(file), errno);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
#if defined(__linux__)
    // The disk begins while the next files are made; that all has arrived is for sync() to say.
    if (large) ::sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    (void)large;
#endif
  }

  void sync(int file) override {
    if (::fsync(file) != 0) throw_system(name_of(file), errno);
  }

  void close(int file) override {
    // Interrupted or not, Linux has let the descriptor go.
    if (::close(file) != 0 && errno != EINTR) throw_system("", errno);
  }

  void rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) throw_system(to, errno);
  }

  void remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) throw_system(path, errno);
  }

  void make_folder(const std::string& path) override {
    if (::mkdir(path.c_str(), 0777) == 0) return;
    std::string parent(folder_of(path));
    if (errno == ENOENT && !parent.empty()) {
      make_folder(parent);
      if (::mkdir(path.c_str(), 0777) == 0) return;
    }
    int error = errno;
    if (error != EEXIST || !is_folder(path)) throw_system(path, error);
  }

  void remove_folder(const std::string& path) override {
    if (::rmdir(path.c_str()) == 0) return;
    bool fine = errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR;
    if (!fine) throw_system(path, errno);
  }

  void sync_folder(const std::string& path) override {
    Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder && errno == ENOENT) return;
    // Some file systems have nothing to sync in a folder and say so with EINVAL.
    if (!folder || (::fsync(folder.number()) != 0 && errno != EINVAL)) throw_system(path, errno);
  }

  void sync_all(const std::string& path) override {
#if defined(__linux__)
    Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder || ::syncfs(folder.number()) != 0) throw_system(path, errno);
#else
    (void)path;
    ::sync();
#endif
  }
};

}  // namespace

FileSystem& posix() {
  static Posix disk;
  return disk;
}

}  // namespace flatcrm::io
