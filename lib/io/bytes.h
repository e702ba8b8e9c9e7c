// The content of one file, held until its last user goes: mapped when large, read when small.
//
//   Bytes bytes = read_file("customers/customers.csv");   // Error system with errno's text, or book when it is missing
//   std::string_view text = bytes.view();                 // stays valid while `bytes` (or a move of it) lives
//
// A file that another writer replaces by rename keeps its old content here; one truncated in place does not.
#pragma once

#include <cstdint>
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

 private:
  friend Bytes read_at(int directory, const std::string& path);
  const char* data_ = "";
  std::size_t size_ = 0;
  bool mapped_ = false;
  Stamp stamp_;
};

/// `path` relative to the open directory `directory` (or AT_FDCWD). Symbolic links are followed only by read_file.
/// Error bad_input when it is missing or no regular file, system when it can't be read.
Bytes read_at(int directory, const std::string& path);
Bytes read_file(const std::string& path);
/// Everything up to the end of standard input.
Bytes read_standard_input();

}  // namespace flatcrm::io
