#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

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

/// Beside it, under the name by which git too keeps others from writing it, and then in its place.
void replace(io::FileSystem& disk, const SetupFile& file) {
  std::string lock = file.place + ".lock";
  disk.make_folder(fs::path(file.place).parent_path().string());
  int permissions = mode_of(file);
  int created = ::open(lock.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (created < 0 && errno == EEXIST)
    throw Error(Code::locked, "the file is being written by another program", {file.path, 0, 0},
                "try again; when none is running, remove " + lock);
  if (created < 0) io::throw_system(file.path, errno);
  ::close(created);
  try {
    int opened = disk.create(lock, permissions);
    disk.write(opened, *file.after);
    disk.close(opened);
    disk.rename(lock, file.place);
  } catch (...) {
    disk.remove(lock);
    throw;
  }
}

}  // namespace

void carry_out(const Setup& setup) {
  io::FileSystem& disk = io::posix();
  for (const SetupFile& file : setup.files) {
    std::string folder = fs::path(file.place).parent_path().string() + "/";
    if (!file.moved_to.empty()) disk.rename(file.place, folder + file.moved_to);
    if (file.after)
      replace(disk, file);
    else
      disk.remove(file.place);
    if (!file.moved_from.empty()) disk.rename(folder + file.moved_from, file.place);
  }
}

}  // namespace flatcrm::git
