// A disk that fails at the n-th operation: the process is killed there, or the disk reports an error.
//
//   FaultyDisk disk({.at = 5, .fault = Fault::kill});  // the fifth operation, and all after it, throw Killed
//   disk.operations()                                  // how many were asked for
//
// Nothing is synced for real: a kill loses nothing that was written, and the tests run in a tenth of
// the time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.h"
#include "io/file_system.h"

namespace flatcrm::test {

/// Stands for the end of the process: deliberately no Error, so that nothing handles it.
struct Killed {};

enum class Fault {
  none,
  kill,        // before the operation
  torn_kill,   // a write writes half before; any other operation is done whole
  error,       // once, nothing done
  torn_error,  // once, done as with torn_kill, and yet reported as failed
  full_disk,   // from then on everything that takes room fails
};

class FaultyDisk : public io::FileSystem {
 public:
  struct Plan {
    std::size_t at = 0;  // 1 is the first operation
    Fault fault = Fault::none;
  };
  FaultyDisk() = default;
  explicit FaultyDisk(Plan plan) : plan_(plan) {}

  std::size_t operations() const { return count_; }
  bool failed() const { return plan_.at != 0 && count_ >= plan_.at; }

  int create(const std::string& path, int permissions) override {
    int file = -1;
    run(true, [&] { file = disk_.create(path, permissions); });
    return file;
  }
  void write(int file, std::string_view bytes) override {
    bool torn = is_now(Fault::torn_kill) || is_now(Fault::torn_error);
    run(true, [&] { disk_.write(file, torn ? bytes.substr(0, bytes.size() / 2) : bytes); });
  }
  void sync(int) override {
    run(true, [] {});
  }
  void close(int file) override {
    disk_.close(file);  // the kernel closes what a killed process had open
    run(false, [] {});
  }
  void rename(const std::string& from, const std::string& to) override {
    run(true, [&] { disk_.rename(from, to); });
  }
  void remove(const std::string& path) override {
    run(false, [&] { disk_.remove(path); });
  }
  void make_folder(const std::string& path) override {
    run(true, [&] { disk_.make_folder(path); });
  }
  void remove_folder(const std::string& path) override {
    run(false, [&] { disk_.remove_folder(path); });
  }
  void sync_folder(const std::string&) override {
    run(true, [] {});
  }
  void sync_all(const std::string&) override {
    run(true, [] {});
  }

 private:
  bool is_now(Fault fault) const { return plan_.fault == fault && count_ + 1 == plan_.at; }

  template <typename Work>
  void run(bool takes_room, Work work) {
    ++count_;
    bool now = count_ == plan_.at, after = plan_.at != 0 && count_ > plan_.at;
    bool killed = plan_.fault == Fault::kill || plan_.fault == Fault::torn_kill;
    if (killed && (after || (now && plan_.fault == Fault::kill))) throw Killed{};
    bool full = plan_.fault == Fault::full_disk && (now || after) && takes_room;
    if (full || (now && plan_.fault == Fault::error)) fail();
    work();
    if (now && plan_.fault == Fault::torn_kill) throw Killed{};
    if (now && plan_.fault == Fault::torn_error) fail();
  }
  [[noreturn]] static void fail() { throw Error(Code::system, "No space left on device"); }

  Plan plan_;
  std::size_t count_ = 0;
  io::FileSystem& disk_ = io::posix();
};

}  // namespace flatcrm::test
