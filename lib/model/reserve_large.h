// Makes room in an empty vector for much, without a page fault for every 4 kB of it.
//
//   std::vector<Value> values;
//   reserve_large(values, 500'000);
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <sys/mman.h>

namespace flatcrm::model {

template <typename Element>
void reserve_large(std::vector<Element>& vector, std::size_t size) {
  constexpr std::size_t page = std::size_t{2} << 20;
  vector.reserve(size);
  auto begin = (reinterpret_cast<std::uintptr_t>(vector.data()) + page - 1) / page * page;
  auto end = reinterpret_cast<std::uintptr_t>(vector.data() + size) / page * page;
  // A wish: nothing depends on its being granted.
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace flatcrm::model
