// Distinct texts as numbers, collected by several threads at once.
//
//   SharedDictionary shared;
//   SharedDictionary::Asker asker(shared);      // one a thread and column
//   asker.codes(texts, codes);                  // equal texts get equal numbers, "" gets 0
//   Dictionary dictionary(std::move(shared), numbers_in_order);
//
// Shape   numbers are neither dense nor in order: which text gets which depends on the threads. Whoever joins
//         the pieces numbers them anew, in the order of the rows.
// Threads an asker belongs to one thread at a time. A text belongs to the partition that its hash says, and a
//         partition to one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "model/dictionary.h"

namespace flatcrm::model {

class SharedDictionary {
 public:
  static constexpr std::uint32_t partitions = 16;

  SharedDictionary() : parts_(std::make_unique<std::array<Part, partitions>>()) {}

  std::string_view text(std::uint32_t number) const {
    return (*parts_)[number % partitions].dictionary.text(number / partitions);
  }
  /// 0 when unknown.
  std::uint32_t find(std::string_view text) const;
  /// As find() of each text in turn, many under way at once. Requires: numbers.size() == texts.size().
  void find(std::span<const std::string_view> texts, std::span<std::uint32_t> numbers) const;
  /// One more than the largest number.
  std::uint32_t end() const;

  class Asker {
   public:
    explicit Asker(SharedDictionary& shared);
    /// Requires: codes.size() == texts.size().
    void codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes);
    std::uint32_t code(std::string_view text);

   private:
    void sort_by_part(std::span<const std::string_view> texts);
    SharedDictionary& shared_;
    std::uint32_t first_;  // the partition to begin with, so that threads don't follow each other
    std::array<std::uint32_t, partitions + 1> begins_{};
    std::vector<std::uint64_t> hashes_, sorted_hashes_;
    std::vector<std::string_view> sorted_texts_;
    std::vector<std::uint32_t> places_, sorted_codes_;
  };

 private:
  struct alignas(64) Part {
    std::mutex mutex;
    Dictionary dictionary;
  };
  static std::uint32_t part_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 60); }
  static_assert(partitions == 16, "as many as four bits tell");
  std::unique_ptr<std::array<Part, partitions>> parts_;
};

}  // namespace flatcrm::model
