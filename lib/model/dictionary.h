// Distinct texts as dense numbers.
//
//   Dictionary dictionary;
//   dictionary.code("anna-kv3m9p") == 1     dictionary.code("bert-0q8z2d") == 2     dictionary.code("") == 0
//   dictionary.text(2) == "bert-0q8z2d"     dictionary.find("carl") == 0
//
// Shape   codes from 1 on in the order of first occurrence; 0 is "". Texts stay where they are while the
//         dictionary lives, moves included. One made from a shared one takes no more texts.
// Memory is what bounds it: with a million texts each look-up waits for a place in the slots and one among
// the texts. Slots keep half of the hash, texts up to 24 bytes lie in their entries, and codes() asks for the
// places of many texts at once before it looks at the first.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "model/large_array.h"

namespace flatcrm::model {

class SharedDictionary;

class Dictionary {
 public:
  Dictionary();
  /// The texts of a shared one: `numbers` are its numbers in the order of the codes, from code 1 on.
  Dictionary(std::shared_ptr<const SharedDictionary> shared, std::vector<std::uint32_t> numbers);
  /// Adds it when new. Error limit past 2^31 texts.
  std::uint32_t code(std::string_view text);
  /// Of each text, as code() gives them in turn. Requires: codes.size() == texts.size().
  void codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes);
  /// The same with the quick_hash of each text.
  void codes(std::span<const std::string_view> texts, std::span<const std::uint64_t> hashes,
             std::span<std::uint32_t> codes);
  /// 0 when unknown.
  std::uint32_t find(std::string_view text) const;
  /// As find() of each text in turn, many under way at once. Requires: codes.size() == texts.size().
  void find(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) const;
  /// The dictionary whose texts these are, or null; and the code here of a number there, 0 where it has none.
  const SharedDictionary* shared() const { return shared_.get(); }
  std::uint32_t code_of(std::uint32_t number) const { return number < codes_.size() ? codes_[number] : 0; }
  std::string_view text(std::uint32_t code) const { return shared_ ? shared_text(code) : entry(code).text(); }
  std::size_t size() const { return size_; }  // with code 0

 private:
  static constexpr std::size_t near_size = 24;
  struct Entry {
    std::array<char, near_size> near;  // the text, or a pointer to it where it is longer
    std::uint32_t size;
    std::uint32_t hash;  // lower half
    std::string_view text() const {
      if (size <= near_size) return {near.data(), size};
      const char* far;
      std::memcpy(&far, near.data(), sizeof far);
      return {far, size};
    }
  };
  // Blocks of entries, each twice as large as the one before, so that entries never move.
  static constexpr std::uint32_t first_block = 16;
  Entry& entry(std::uint32_t code) const {
    std::uint32_t number = code / first_block + 1;
    auto block = static_cast<std::uint32_t>(std::bit_width(number)) - 1;
    return blocks_[block][code - first_block * ((1U << block) - 1)];
  }
  friend class SharedDictionary;
  void ask_for_slot(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }
  /// The entry that the slot names, where it may be that of the hash.
  void ask_for_entry(std::uint64_t hash) const;
  std::uint32_t find(std::string_view text, std::uint64_t hash) const;
  std::string_view shared_text(std::uint32_t code) const;
  std::uint32_t look_up(std::string_view text, std::uint64_t hash);
  std::uint32_t add(std::string_view text, std::uint64_t hash, std::size_t slot);
  void grow();

  std::vector<LargeArray<Entry>> blocks_;
  std::uint32_t size_ = 0;
  LargeArray<std::uint64_t>
      slots_;  // upper half of the hash, code; a power of two, at most three quarters filled
  core::Arena arena_;
  std::shared_ptr<const SharedDictionary> shared_;  // instead of all the above
  std::vector<std::uint32_t> numbers_, codes_;      // of a code its number there, and back
};

}  // namespace flatcrm::model
