// A disk that forgets what was not synced when the power goes.
//
//   PowerCutDisk disk(7);    // Killed at the seventh operation
//   ...                      // do the work
//   disk.cut(2);             // of the changes of names that no sync made sure of, the first two were kept
//
// The model: a name (made, renamed or removed) is sure once a folder that it stands in is synced, the bytes
// of a file once the file is; sync_all makes both sure. A cut takes back unsure changes of names but the
// first ones, in reverse order, as a journaling file system does, and leaves of unsure bytes the first half.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/faulty_disk.h"
#include "support/temporary_folder.h"

namespace flatcrm::test {

class PowerCutDisk : public io::FileSystem {
 public:
  explicit PowerCutDisk(std::size_t at) : at_(at) {}

  bool failed() const { return count_ >= at_; }
  /// How many changes of names a cut might take back.
  std::size_t unsure() const { return names_.size(); }

  void cut(std::size_t kept) {
    for (const auto& [file, path] : open_) unsure_bytes_.insert(path);
    for (std::size_t i = names_.size(); i-- > kept;) names_[i].take_back();
    for (const std::string& path : unsure_bytes_) {
      if (std::filesystem::is_regular_file(path)) {
        std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
      }
    }
    names_.clear();
  }

  int create(const std::string& path, int permissions) override {
    count();
    int file = disk_.create(path, permissions);
    open_[file] = path;
    unsure_bytes_.insert(path);
    note({folder_of(path)}, [path] { ::unlink(path.c_str()); });
    return file;
  }
  void write(int file, std::string_view bytes) override {
    count();
    disk_.write(file, bytes);
  }
  void sync(int file) override {
    count();
    unsure_bytes_.erase(open_.at(file));
    open_.erase(file);  // nobody writes after it
  }
  void close(int file) override {
    disk_.close(file);
    count();
    open_.erase(file);
  }
  void rename(const std::string& from, const std::string& to) override {
    count();
    std::string kept = keep(to);
    disk_.rename(from, to);
    if (unsure_bytes_.erase(from) != 0) unsure_bytes_.insert(to);
    note({folder_of(from), folder_of(to)}, [this, from, to, kept] {
      ::rename(to.c_str(), from.c_str());
      if (unsure_bytes_.erase(to) != 0) unsure_bytes_.insert(from);
      if (!kept.empty()) ::rename(kept.c_str(), to.c_str());
    });
  }
  void remove(const std::string& path) override {
    count();
    std::string kept = keep(path);
    disk_.remove(path);
    if (!kept.empty()) note({folder_of(path)}, [path, kept] { ::rename(kept.c_str(), path.c_str()); });
  }
  void make_folder(const std::string& path) override {
    count();
    if (std::filesystem::exists(path)) return;
    if (!std::filesystem::exists(folder_of(path))) make_one(folder_of(path));
    make_one(path);
  }
  void remove_folder(const std::string& path) override {
    count();
    if (::rmdir(path.c_str()) != 0) return;
    // In vain where the folder around it is surely gone, and this one with it.
    note({folder_of(path)}, [path] { ::mkdir(path.c_str(), 0777); });
  }
  void sync_folder(const std::string& path) override {
    count();
    std::string folder = std::filesystem::path(path).lexically_normal().string();
    if (folder.ends_with('/')) folder.pop_back();
    std::erase_if(names_, [&](const Name& name) {
      return std::find(name.folders.begin(), name.folders.end(), folder) != name.folders.end();
    });
  }
  void sync_all(const std::string&) override {
    count();
    names_.clear();
    unsure_bytes_.clear();
    open_.clear();
  }

 private:
  struct Name {
    std::vector<std::string> folders;
    std::function<void()> take_back;
  };

  static std::string folder_of(const std::string& path) {
    return std::filesystem::path(path).parent_path().lexically_normal().string();
  }
  void count() {
    if (++count_ >= at_) throw Killed{};
  }
  void note(std::vector<std::string> folders, std::function<void()> take_back) {
    names_.push_back({std::move(folders), std::move(take_back)});
  }
  void make_one(const std::string& path) {
    if (std::filesystem::exists(path)) return;
    std::filesystem::create_directories(path);
    note({folder_of(path)}, [path] { ::rmdir(path.c_str()); });
  }
  /// Keeps the file that is about to go, under a name that no test looks at.
  std::string keep(const std::string& path) {
    if (!std::filesystem::exists(path)) return "";
    std::string kept = vault_.at(std::to_string(++kept_));
    ::link(path.c_str(), kept.c_str());
    return kept;
  }

  std::size_t at_;
  std::size_t count_ = 0;
  std::size_t kept_ = 0;
  TemporaryFolder vault_;
  std::map<int, std::string> open_;
  std::set<std::string> unsure_bytes_;
  std::vector<Name> names_;
  io::FileSystem& disk_ = io::posix();
};

}  // namespace flatcrm::test
