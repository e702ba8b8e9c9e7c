#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "git/setup.h"
#include "io/file_system.h"
#include "io/system_error.h"

namespace flatcrm::git {

namespace {

namespace fs = std::filesystem;

constexpr int plain_mode = 0644, script_mode = 0755;

int mode_of(const SetupFile& file) {
  struct stat status {};
  if (file.moved_to.empty() && ::stat(file.place.c_str(), &status) == 0)
    return static_cast<int>(status.st_mode & 07777U);
  return file.executable ? script_mode : plain_mode;
}

/// The new files, each beside the old one and under the name by which git too keeps others from writing it. Until they are put in
/// place nothing has changed.
class Staging {
 public:
  explicit Staging(io::FileSystem& disk) : disk_(disk) {}
  ~Staging() {
    for (const std::string& lock : locks_) {
      try {
        disk_.remove(lock);
      } catch (const Error&) {
        // The first error is the one to be told.
      }
    }
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  void add(const SetupFile& file) {
    std::string lock = file.place + ".lock";
    disk_.make_folder(fs::path(file.place).parent_path().string());
    int created = ::open(lock.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (created < 0 && errno == EEXIST)
      throw Error(Code::locked, "the file is being written by another program", {file.path, 0, 0},
                  "try again; when none is running, remove " + lock);
    if (created < 0) io::throw_system(file.path, errno);
    ::close(created);
    locks_.push_back(lock);
    if (!file.after) return;
    int opened = disk_.create(lock, mode_of(file));
    disk_.write(opened, *file.after);
    disk_.close(opened);
  }
  void put(const SetupFile& file) { disk_.rename(file.place + ".lock", file.place); }

 private:
  io::FileSystem& disk_;
  std::vector<std::string> locks_;
};

}  // namespace

void carry_out(const Setup& setup) {
  io::FileSystem& disk = io::posix();
  Staging staging(disk);
  for (const SetupFile& file : setup.files) staging.add(file);
  for (const SetupFile& file : setup.files) {
    std::string folder = fs::path(file.place).parent_path().string() + "/";
    if (!file.moved_to.empty()) disk.rename(file.place, folder + file.moved_to);
    if (file.after)
      staging.put(file);
    else
      disk.remove(file.place);
    if (!file.moved_from.empty()) disk.rename(folder + file.moved_from, file.place);
  }
}

}  // namespace flatcrm::git
