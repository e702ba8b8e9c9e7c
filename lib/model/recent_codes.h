// The codes of short texts that came up lately, found without hashing all of them or touching the dictionary.
//
//   RecentCodes recent;
//   recent.find("email") == 0;     recent.keep("email", 7);     recent.find("email") == 7
//
// A column of a few values (a channel, a member of staff) is answered from here; for one of many, is_useful()
// soon says false and it is left alone.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/quick_hash.h"

namespace flatcrm::model {

class RecentCodes {
 public:
  static constexpr std::size_t longest = 16;

  bool is_useful() const { return useful_; }
  /// 0 when it is not known. Requires: 1 to `longest` bytes.
  std::uint32_t find(std::string_view text) {
    const Entry& entry = entries_[place(key_of(text))];
    bool found = entry.key == key_of(text);
    hits_ += found ? 1 : 0;
    if (++asked_ == trial) judge();
    return found ? entry.code : 0;
  }
  void keep(std::string_view text, std::uint32_t code) {
    Key key = key_of(text);
    entries_[place(key)] = {key, code};
  }

 private:
  static constexpr std::uint32_t trial = 4096;
  /// The whole text: its bytes from both ends, overlapping where it is shorter than both, and its size.
  struct Key {
    std::uint64_t first = 0, last = 0;
    std::uint32_t size = 0;
    bool operator==(const Key&) const = default;
  };
  struct Entry {
    Key key;
    std::uint32_t code = 0;
  };

  static Key key_of(std::string_view text) {
    using quick_hash_detail::load_8, quick_hash_detail::load_up_to_8;
    auto size = static_cast<std::uint32_t>(text.size());
    if (size <= 8) return {load_up_to_8(text.data(), size), 0, size};
    return {load_8(text.data()), load_8(text.data() + size - 8), size};
  }
  static std::size_t place(const Key& key) {
    return ((key.first ^ (key.last * 31) ^ key.size) * quick_hash_detail::first_factor) >> 56;
  }
  void judge() {
    useful_ = hits_ * 2 > asked_;
    asked_ = hits_ = 0;
  }

  std::array<Entry, 256> entries_{};
  std::uint32_t asked_ = 0, hits_ = 0;
  bool useful_ = true;
};

}  // namespace flatcrm::model
