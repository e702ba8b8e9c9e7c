#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <thread>

#include "core/text.h"
#include "io/descriptor.h"
#include "io/inside.h"
#include "io/journal.h"
#include "io/system_error.h"
#include "io/transaction.h"

namespace flatcrm::io {
namespace {

using namespace std::chrono_literals;

std::string user_name() {
  for (const char* variable : {"LOGNAME", "USER"}) {
    const char* name = std::getenv(variable);
    if (name != nullptr && *name != '\0') return name;
  }
  return fmt::format("user {}", ::getuid());
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown host";
}

/// One line, for the message of whoever comes meanwhile.
std::string owner_line(const Lock::Request& request) {
  std::string since = request.now.empty() ? "" : ", since " + request.now;
  std::string line = fmt::format("{} on {}, process {}, '{}'{}", user_name(), host_name(), ::getpid(),
                                 request.command, since);
  return core::visible(line) + "\n";
}

std::string owner_of(int file) {
  std::array<char, 512> text{};
  ssize_t size = ::pread(file, text.data(), text.size(), 0);
  std::string_view line(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return std::string(line.substr(0, line.find('\n')));
}

/// The text only informs: the lock holds without it, so that a full disk is no reason to stop.
void put_owner(int file, const std::string& text) {
  bool done = ::ftruncate(file, 0) == 0 && ::pwrite(file, text.data(), text.size(), 0) >= 0;
  (void)done;
}

[[noreturn]] void refuse(int file, const std::string& root) {
  std::string owner = owner_of(file);
  std::string by = owner.empty() ? "another writer" : owner;
  throw Error(Code::locked, "the book is locked by " + by, {root},
              "wait until it is done, then run the command again");
}

/// Whether the lock is ours now.
bool try_lock(int file, const std::string& path) {
  while (true) {
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR) throw_system(path, errno);
  }
}

void wait_for_lock(int file, const std::string& root, const std::string& path,
                   std::chrono::milliseconds timeout) {
  using Clock = std::chrono::steady_clock;
  auto deadline = Clock::now() + timeout;
  Clock::duration pause = 2ms, longest_pause = 50ms;
  while (!try_lock(file, path)) {
    Clock::duration left = deadline - Clock::now();
    if (left <= 0ms) refuse(file, root);
    std::this_thread::sleep_for(std::min(pause, left));
    pause = std::min(pause * 2, longest_pause);
  }
}

}  // namespace

Lock::Lock(FileSystem& disk, const std::string& root, const Request& request) {
  Descriptor folder = open_root(root);
  std::string path = root + "/" + control::lock;
  if (!stamp_at(folder.number(), control::folder)) {
    disk.make_folder(root + "/" + control::folder);
    disk.sync_folder(root);
  }
  // Through a link in place of the folder or the file, a cloned book could have us write anywhere.
  Descriptor control_folder = open_inside(folder.number(), control::folder, O_RDONLY | O_DIRECTORY);
  if (!control_folder) throw Error(Code::book, "is no folder", {path});
  Descriptor file(::openat(control_folder.number(), "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!file) throw_system(path, errno);
  wait_for_lock(file.number(), root, path, request.timeout);
  put_owner(file.number(), owner_line(request));
  file_ = std::move(file);
}

Lock::~Lock() {
  put_owner(file_.number(), "");
}

}  // namespace flatcrm::io
