#include "import/content_hash.h"

#include "core/id.h"

namespace flatcrm::import {

std::uint64_t content_hash(const model::Record& record, model::PathId first_seen) {
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;  // 2^64 divided by the golden ratio
  std::uint64_t hash = 0;
  for (const model::Value& value : record.values()) {
    if (value.path == first_seen) continue;
    std::uint64_t one = (core::stable_hash(value.text) ^ value.path * odd) * odd;
    hash += one ^ one >> 32;
  }
  return hash;
}

}  // namespace flatcrm::import
