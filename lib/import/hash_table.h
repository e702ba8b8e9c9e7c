// Rows by a 64-bit hash, several under one: what a large file is probed against.
//
//   HashTable table(2);
//   table.add(hash, 7);
//   table.each(hash, [](std::uint32_t row) { ... });        // 7; who asks compares the texts
#pragma once

#include <cstdint>
#include <vector>

namespace flatcrm::import {

class HashTable {
 public:
  explicit HashTable(std::size_t expected) {
    std::size_t size = 16;
    while (size < expected * 2) size *= 2;
    slots_.resize(size);
  }
  void add(std::uint64_t hash, std::uint32_t row) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    put({hash, row, true});
    ++used_;
  }
  template <typename Visit>
  void each(std::uint64_t hash, const Visit& visit) const {
    for (std::size_t at = hash & (slots_.size() - 1); slots_[at].used; at = (at + 1) & (slots_.size() - 1))
      if (slots_[at].hash == hash) visit(slots_[at].row);
  }
  bool empty() const { return used_ == 0; }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t row = 0;
    bool used = false;
  };
  void put(const Slot& slot) {
    std::size_t at = slot.hash & (slots_.size() - 1);
    while (slots_[at].used) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.used) put(slot);
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace flatcrm::import
