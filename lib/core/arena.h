// Text that lives as long as the whole: bytes are appended and never moved.
//
//   Arena arena;
//   std::string_view kept = arena.keep("Acme");     // valid until the arena goes
//   std::string_view both = arena.keep("a", "b");   // "ab"
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace flatcrm::core {

class Arena {
 public:
  explicit Arena(std::size_t block_size = std::size_t{64} << 10) : block_size_(block_size) {}
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  /// Room for `size` bytes; never null, even for 0, so that "given but empty" differs from "absent".
  char* take(std::size_t size) {
    if (size > left_ || next_ == nullptr) grow(size);
    char* place = next_;
    next_ += size;
    left_ -= size;
    return place;
  }
  /// Gives back the last `size` bytes taken.
  void give_back(std::size_t size) {
    next_ -= size;
    left_ += size;
  }
  std::string_view keep(std::string_view text) {
    char* place = take(text.size());
    if (!text.empty()) std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }
  /// Forgets all text; the first block stays for what comes next.
  void clear() {
    if (blocks_.empty()) return;
    blocks_.resize(1);
    next_ = blocks_.front().get();
    left_ = first_size_;
  }
  std::string_view keep(std::string_view first, std::string_view second) {
    char* place = take(first.size() + second.size());
    if (!first.empty()) std::memcpy(place, first.data(), first.size());
    if (!second.empty()) std::memcpy(place + first.size(), second.data(), second.size());
    return {place, first.size() + second.size()};
  }

 private:
  void grow(std::size_t size) {
    std::size_t room = size > block_size_ ? size : block_size_;
    blocks_.push_back(std::unique_ptr<char[]>(new char[room]));
    if (blocks_.size() == 1) first_size_ = room;
    next_ = blocks_.back().get();
    left_ = room;
  }

  std::size_t block_size_;
  std::size_t first_size_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace flatcrm::core
