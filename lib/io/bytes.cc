#include "io/bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "io/descriptor.h"
#include "io/system_error.h"

namespace flatcrm::io {
namespace {

/// Below it, copying costs less than setting up a mapping and faulting its pages in.
constexpr std::size_t largest_copied = std::size_t{64} << 10;

Stamp stamp_of(const struct stat& status) {
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
          std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

/// As read(2), for as long as a signal interrupts it.
std::size_t read_some(int file, char* place, std::size_t size, const std::string& path) {
  while (true) {
    ssize_t count = ::read(file, place, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) throw_system(path, errno);
  }
}

std::string read_stream(int file, const std::string& path) {
  std::string text;
  std::size_t used = 0;
  while (true) {
    if (text.size() - used < largest_copied) text.resize(text.size() * 2 + largest_copied);
    std::size_t count = read_some(file, text.data() + used, text.size() - used, path);
    if (count == 0) break;
    used += count;
  }
  text.resize(used);
  return text;
}

Descriptor open_for_reading(int directory, const std::string& path, int flags) {
  Descriptor file(::openat(directory, path.c_str(), O_RDONLY | O_CLOEXEC | flags));
  if (file) return file;
  if (errno == ENOENT || errno == ENOTDIR) throw Error(Code::bad_input, "no such file", {path});
  if (errno == ELOOP) throw Error(Code::bad_input, "is a symbolic link", {path});
  throw_system(path, errno);
}

struct stat status_of(int file, const std::string& path) {
  struct stat status;
  if (::fstat(file, &status) != 0) throw_system(path, errno);
  return status;
}

}  // namespace

Bytes::Bytes(std::string text) : text_(std::make_unique<std::string>(std::move(text))) {
  data_ = text_->data();
  size_ = text_->size();
}

Bytes::Bytes(Bytes&& other) noexcept {
  *this = std::move(other);
}

Bytes& Bytes::operator=(Bytes&& other) noexcept {
  if (this == &other) return *this;
  forget();
  data_ = std::exchange(other.data_, "");
  size_ = std::exchange(other.size_, 0);
  mapped_ = std::exchange(other.mapped_, false);
  heap_ = std::move(other.heap_);
  text_ = std::move(other.text_);
  stamp_ = std::exchange(other.stamp_, {});
  return *this;
}

Bytes::~Bytes() {
  forget();
}

void Bytes::forget() {
  if (mapped_) ::munmap(const_cast<char*>(data_), size_);
}

void Bytes::release(std::string_view part) const {
  if (!mapped_) return;
  constexpr std::uintptr_t page = 4096;
  auto begin = (reinterpret_cast<std::uintptr_t>(part.data()) + page - 1) / page * page;
  auto end = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

void Bytes::read_into_heap(int file, const std::string& path) {
  heap_.reset(new char[size_ + 1]);
  data_ = heap_.get();
  std::size_t used = 0;
  while (used < size_) {
    std::size_t count = read_some(file, heap_.get() + used, size_ - used, path);
    if (count == 0) break;  // cut meanwhile
    used += count;
  }
  size_ = used;
}

void Bytes::map(int file, const std::string& path) {
  void* place = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
  if (place == MAP_FAILED) throw_system(path, errno);
  data_ = static_cast<const char*>(place);
  mapped_ = true;
  ::madvise(place, size_, MADV_SEQUENTIAL);  // reads further ahead; a hint, so its failure means nothing
}

Bytes read_open(int file, const std::string& path) {
  struct stat status = status_of(file, path);
  if (!S_ISREG(status.st_mode)) throw Error(Code::bad_input, "is no regular file", {path});
  Bytes bytes;
  bytes.stamp_ = stamp_of(status);
  bytes.size_ = static_cast<std::size_t>(status.st_size);
  if (bytes.size_ <= largest_copied) {
    bytes.read_into_heap(file, path);
  } else {
    bytes.map(file, path);
  }
  return bytes;
}

Bytes read_at(int directory, const std::string& path) {
  Descriptor file = open_for_reading(directory, path, O_NOFOLLOW | O_NONBLOCK);
  return read_open(file.number(), path);
}

Bytes read_file(const std::string& path) {
  Descriptor file = open_for_reading(AT_FDCWD, path, 0);
  struct stat status = status_of(file.number(), path);
  if (S_ISDIR(status.st_mode)) throw Error(Code::bad_input, "is a folder", {path});
  // Files of /proc call themselves empty, and pipes have no size: both are read to their end.
  if (!S_ISREG(status.st_mode) || status.st_size == 0) return Bytes(read_stream(file.number(), path));
  return read_open(file.number(), path);
}

Bytes read_standard_input() {
  return Bytes(read_stream(STDIN_FILENO, "standard input"));
}

std::optional<Stamp> stamp_at(int directory, const std::string& path) {
  struct stat status;
  if (::fstatat(directory, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return stamp_of(status);
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  throw_system(path, errno);
}

}  // namespace flatcrm::io
