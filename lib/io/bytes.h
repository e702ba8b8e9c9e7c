// The content of one file, held until its last user goes: mapped when large, read when small.
//
//   Bytes bytes = read_file("contacts.csv");        // Error bad_input when it is missing
//   std::string_view text = bytes.view();           // stays valid while `bytes` (or a move of it) lives
//
// A file that another writer replaces by rename keeps its old content here; one truncated in place does not.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace flatcrm::io {

/// What tells one state of a file from another without reading it.
struct Stamp {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0;
  bool operator==(const Stamp&) const = default;
};

class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(std::string text);
  Bytes(Bytes&& other) noexcept;
  Bytes& operator=(Bytes&& other) noexcept;
  ~Bytes();

  std::string_view view() const { return {data_, size_}; }
  const Stamp& stamp() const { return stamp_; }
  /// A part of view() that is not looked at again for now: its memory goes back to the system where it is mapped.
  void release(std::string_view part) const;

 private:
  friend Bytes read_open(int file, const std::string& path);
  void read_into_heap(int file, const std::string& path);
  void map(int file, const std::string& path);
  void forget();

  const char* data_ = "";
  std::size_t size_ = 0;
  bool mapped_ = false;
  std::unique_ptr<char[]> heap_;
  std::unique_ptr<std::string> text_;
  Stamp stamp_;
};

/// `path` relative to the open directory `directory` (or AT_FDCWD); the file itself may be no symbolic link.
/// Error bad_input when it is missing or no regular file, system when it can't be read.
Bytes read_at(int directory, const std::string& path);
/// As read_at, but symbolic links are followed, and a pipe or device is read to its end.
Bytes read_file(const std::string& path);
/// An open file, which stays open; `path` is its name in messages.
Bytes read_open(int file, const std::string& path);
/// Everything up to the end of standard input.
Bytes read_standard_input();

/// The stamp of what stands at the path, or nothing when there is nothing. Links are not followed.
std::optional<Stamp> stamp_at(int directory, const std::string& path);

}  // namespace flatcrm::io
