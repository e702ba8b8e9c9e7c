#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <set>
#include <stdexcept>

#include "core/error.h"
#include "fault/io/change.h"
#include "support/faulty_disk.h"

using namespace flatcrm;
using namespace flatcrm::test;
using namespace std::chrono_literals;

namespace {

/// Runs the work in a process of its own, whose exit status is what it returns, or 99 for an exception.
pid_t in_process(const std::function<int()>& work) {
  pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no further process");  // kill(-1) would end them all
  if (child != 0) return child;
  int status = 99;
  try {
    status = work();
  } catch (...) {  // a child must not go on with the tests of its parent
  }
  ::_exit(status);
}

int exit_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string file_name(int i) {
  return "customers/" + std::to_string(i % 3) + "/" + std::to_string(i) + ".yaml";
}

/// One more version of all files at once; every second one leaves one file out, the others bring it back.
void write_version(io::FileSystem& disk, const TemporaryFolder& folder, int version) {
  io::Transaction change(disk, folder.path());
  for (int i = 0; i < 12; ++i) {
    auto stamp = io::stamp_at(AT_FDCWD, folder.at(file_name(i)));
    bool leave_out = i == 11 && version % 2 == 0;
    if (!leave_out) change.write(file_name(i), "version " + std::to_string(version), stamp);
    if (leave_out && stamp) change.remove(file_name(i), *stamp);
  }
  change.commit();
}

/// The one version that all files have, or 0 for a mixture.
int version_seen(const io::Tree& tree) {
  std::set<std::string> versions;
  std::vector<io::TreeEntry> entries = tree.list("customers");
  for (const io::TreeEntry& entry : entries) versions.emplace(tree.read(entry.path).view());
  if (versions.size() != 1) return 0;
  int version = std::stoi(versions.begin()->substr(8));
  return entries.size() == (version % 2 == 0 ? 11 : 12) ? version : 0;
}

/// Again for as long as the writer is faster, which on a busy machine may be a while.
int version_in_one_state(io::Tree& tree) {
  while (true) {
    try {
      return io::read_in_one_state(tree, [&] { return version_seen(tree); });
    } catch (const Error& error) {
      if (error.code() != Code::locked) throw;
    }
  }
}

}  // namespace

TEST_CASE("two processes under the lock never write at the same time") {
  TemporaryFolder folder;
  folder.put("counter", "0");
  auto count_up = [&] {
    for (int i = 0; i < 60; ++i) {
      FaultyDisk disk;
      io::Lock lock(disk, folder.path(), {"count", 600s, ""});
      io::recover(disk, folder.path());
      io::Bytes old = io::read_file(folder.at("counter"));
      io::Transaction change(disk, folder.path());
      change.write("counter", std::to_string(std::stoi(std::string(old.view())) + 1), old.stamp());
      change.commit();
    }
    return 0;
  };
  std::vector<pid_t> children{in_process(count_up), in_process(count_up), in_process(count_up)};
  for (pid_t child : children) CHECK(exit_of(child) == 0);
  CHECK(folder.get("counter") == "180");
}

TEST_CASE("a killed owner holds no lock, and its text does not mislead") {
  TemporaryFolder folder;
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  pid_t child = in_process([&] {
    io::Lock lock(io::posix(), folder.path(), {"import", 0ms, ""});
    if (::write(ready[1], "x", 1) != 1) return 1;
    ::pause();
    return 0;
  });
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  std::string message;
  try {
    io::Lock lock(io::posix(), folder.path(), {"dedupe", 0ms, ""});
  } catch (const Error& error) {
    message = error.what();
  }
  CHECK(message.find("process " + std::to_string(child) + ", 'import'") != std::string::npos);
  ::kill(child, SIGKILL);
  exit_of(child);
  CHECK(folder.get(".flatcrm/lock").find("import") != std::string::npos);
  CHECK_NOTHROW(io::Lock(io::posix(), folder.path(), {"dedupe", 0ms, ""}));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("one who waits gets the lock when its owner is done") {
  TemporaryFolder folder;
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  pid_t child = in_process([&] {
    io::Lock lock(io::posix(), folder.path(), {"import", 0ms, ""});
    if (::write(ready[1], "x", 1) != 1) return 1;
    ::usleep(80'000);
    return 0;
  });
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK_NOTHROW(io::Lock(io::posix(), folder.path(), {"dedupe", 600s, ""}));
  CHECK(exit_of(child) == 0);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("readers never see a mixture while a writer commits") {
  TemporaryFolder folder;
  FaultyDisk disk;
  write_version(disk, folder, 1);
  auto see_many = [&] {
    io::DiskTree tree(folder.path());
    for (int last = 0, changes = 0; changes < 100;) {
      int version = version_in_one_state(tree);
      tree.refresh();
      if (version == 0 || version < last) return 1;
      changes += version != last ? 1 : 0;
      last = version;
    }
    return 0;
  };
  std::vector<pid_t> readers{in_process(see_many), in_process(see_many)};
  int version = 1;
  for (pid_t reader : readers) {
    int status = 0;
    while (::waitpid(reader, &status, WNOHANG) == 0) write_version(disk, folder, ++version);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
  }
}

TEST_CASE("writers killed at any moment leave versions whole, for readers too") {
  TemporaryFolder folder;
  FaultyDisk disk;
  write_version(disk, folder, 1);
  for (int round = 0; round < 60; ++round) {
    pid_t writer = in_process([&] {
      io::Lock lock(disk, folder.path(), {"write", 600s, ""});
      io::recover(disk, folder.path());
      io::DiskTree tree(folder.path());
      for (int version = version_seen(tree) + 1;; ++version) write_version(disk, folder, version);
      return 0;
    });
    ::usleep(static_cast<useconds_t>(3'000 + round * 137));
    ::kill(writer, SIGKILL);
    exit_of(writer);
    io::DiskTree tree(folder.path());
    int seen_before = version_seen(tree);
    CHECK(seen_before > 0);
    if (round % 2 == 0) continue;  // the next writer recovers by itself
    io::recover(disk, folder.path());
    tree.refresh();
    CHECK(version_seen(tree) == seen_before);
    CHECK(is_tidy(folder));
  }
}
