// Arrays that are read at random: where they are large, the system is asked for large pages.
//
//   LargeArray<std::uint64_t> slots(1 << 22, LargeArray<std::uint64_t>::zeroed);
//   slots[7] == 0
//
// With pages of 4 kB a random read into 32 MB misses the table of pages as well as the cache, and each page
// costs a fault of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

#include <sys/mman.h>

#include "model/reserve_large.h"

namespace flatcrm::model {

template <typename Element>
class LargeArray {
  static_assert(std::is_trivially_copyable_v<Element> && std::is_trivially_destructible_v<Element>);

 public:
  enum Start { raw, zeroed };

  LargeArray() = default;
  LargeArray(std::size_t size, Start start) : size_(size) {
    std::size_t bytes = size * sizeof(Element);
    bool large = bytes >= 2 * page;
    std::size_t rounded = large ? (bytes + page - 1) / page * page : bytes;
    void* place = large ? std::aligned_alloc(page, rounded) : std::malloc(rounded);
    if (place == nullptr) throw std::bad_alloc();
    data_.reset(static_cast<Element*>(place));
    if (large) ::madvise(place, rounded, MADV_HUGEPAGE);  // a wish: nothing depends on its being granted
    if (start == zeroed) std::memset(place, 0, bytes);
  }

  Element& operator[](std::size_t at) const { return data_.get()[at]; }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t page = std::size_t{2} << 20;
  struct Free {
    void operator()(Element* place) const { std::free(place); }
  };
  std::unique_ptr<Element, Free> data_;
  std::size_t size_ = 0;
};

/// Gives an empty vector so many elements without a page fault for every 4 kB of them.
template <typename Element>
void resize_large(std::vector<Element>& vector, std::size_t size) {
  reserve_large(vector, size);
  vector.resize(size);
}

}  // namespace flatcrm::model
