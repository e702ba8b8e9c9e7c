// Every operation that changes a disk, behind one interface, so that tests can fail each of them.
//
//   FileSystem& disk = posix();
//   int file = disk.create("a.new");  disk.write(file, "text");  disk.sync(file);  disk.close(file);
//   disk.rename("a.new", "a");  disk.sync_folder(".");
//
// Errors  Code::system, with the path and errno's text ("No space left on device").
// Threads all may be called from several at once, on different files.
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::io {

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  /// A new empty file, or an emptied old one.
  virtual int create(const std::string& path) = 0;
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
  virtual void sync_folder(const std::string& path) = 0;
};

FileSystem& posix();

}  // namespace flatcrm::io
