// Every operation that changes a disk, behind one interface, so that tests can fail each of them.
//
//   FileSystem& disk = posix();
//   int file = disk.create("a.new", new_file);
//   disk.write(file, "text");  disk.sync(file);  disk.close(file);
//   disk.rename("a.new", "a");  disk.sync_folder(".");
//
// Errors  Code::system, with the path and errno's text ("No space left on device").
// Threads all may be called from several at once, on different files.
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::io {

/// The permissions that a new file usually gets.
inline constexpr int new_file = -1;

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  /// A new empty file, or an emptied old one, with the permissions as chmod(2) counts them, or `new_file`. A
  /// symbolic link is not followed but an error.
  virtual int create(const std::string& path, int permissions) = 0;
  virtual void write(int file, std::string_view bytes) = 0;
  virtual void sync(int file) = 0;
  virtual void close(int file) = 0;
  virtual void rename(const std::string& from, const std::string& to) = 0;
  /// Done when the file is gone, whether or not it was there.
  virtual void remove(const std::string& path) = 0;
  /// With its parents; done when it is there already.
  virtual void make_folder(const std::string& path) = 0;
  /// Done when it is gone; a folder that isn't empty stays, without an error.
  virtual void remove_folder(const std::string& path) = 0;
  /// The names in a folder reach the disk; done when it is gone.
  virtual void sync_folder(const std::string& path) = 0;
  /// Everything written to the file system that holds the folder reaches the disk: one call for thousands
  /// of files.
  virtual void sync_all(const std::string& folder) = 0;
};

FileSystem& posix();

}  // namespace flatcrm::io
