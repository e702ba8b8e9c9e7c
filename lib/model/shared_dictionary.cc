#include "model/shared_dictionary.h"

#include <algorithm>

#include "model/quick_hash.h"

namespace flatcrm::model {

std::uint32_t SharedDictionary::find(std::string_view text) const {
  if (text.empty()) return 0;
  std::uint32_t part = part_of(quick_hash(text));
  std::uint32_t code = (*parts_)[part].dictionary.find(text);
  return code == 0 ? 0 : code * partitions + part;
}

/// By then slot and entry of each have come from memory.
void SharedDictionary::find(std::span<const std::string_view> texts, std::span<std::uint32_t> numbers) const {
  constexpr std::size_t at_once = 32;
  std::array<std::uint64_t, at_once> hashes;
  for (std::size_t begin = 0; begin < texts.size(); begin += at_once) {
    std::size_t count = std::min(at_once, texts.size() - begin);
    auto dictionary = [&](std::size_t i) -> const Dictionary& {
      return (*parts_)[part_of(hashes[i])].dictionary;
    };
    for (std::size_t i = 0; i < count; ++i) {
      hashes[i] = quick_hash(texts[begin + i]);
      dictionary(i).ask_for_slot(hashes[i]);
    }
    for (std::size_t i = 0; i < count; ++i) dictionary(i).ask_for_entry(hashes[i]);
    for (std::size_t i = 0; i < count; ++i) {
      bool given = !texts[begin + i].empty();
      std::uint32_t code = given ? dictionary(i).find(texts[begin + i], hashes[i]) : 0;
      numbers[begin + i] = code == 0 ? 0 : code * partitions + part_of(hashes[i]);
    }
  }
}

std::uint32_t SharedDictionary::end() const {
  std::size_t most = 0;
  for (const Part& part : *parts_) most = std::max(most, part.dictionary.size());
  return static_cast<std::uint32_t>(most) * partitions;
}

SharedDictionary::Asker::Asker(SharedDictionary& shared)
    : shared_(shared),
      first_(static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(this) >> 6) % partitions) {}

/// Counts, then places: the texts of one partition lie together, in their order.
void SharedDictionary::Asker::sort_by_part(std::span<const std::string_view> texts) {
  hashes_.resize(texts.size());
  begins_.fill(0);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    hashes_[i] = quick_hash(texts[i]);
    ++begins_[part_of(hashes_[i]) + 1];
  }
  for (std::uint32_t part = 0; part < partitions; ++part) begins_[part + 1] += begins_[part];
  std::array<std::uint32_t, partitions + 1> next = begins_;
  places_.resize(texts.size());
  sorted_texts_.resize(texts.size());
  sorted_hashes_.resize(texts.size());
  sorted_codes_.resize(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::uint32_t at = places_[i] = next[part_of(hashes_[i])]++;
    sorted_texts_[at] = texts[i];
    sorted_hashes_[at] = hashes_[i];
  }
}

void SharedDictionary::Asker::codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) {
  if (texts.empty()) return;
  sort_by_part(texts);
  for (std::uint32_t i = 0; i < partitions; ++i) {
    std::uint32_t number = (first_ + i) % partitions;
    std::size_t begin = begins_[number], count = begins_[number + 1] - begin;
    if (count == 0) continue;
    Part& part = (*shared_.parts_)[number];
    std::lock_guard<std::mutex> guard(part.mutex);
    part.dictionary.codes(std::span(sorted_texts_).subspan(begin, count),
                          std::span(sorted_hashes_).subspan(begin, count),
                          std::span(sorted_codes_).subspan(begin, count));
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::uint32_t code = sorted_codes_[places_[i]];
    codes[i] = code == 0 ? 0 : code * partitions + part_of(hashes_[i]);
  }
}

std::uint32_t SharedDictionary::Asker::code(std::string_view text) {
  if (text.empty()) return 0;
  std::uint32_t number = part_of(quick_hash(text));
  Part& part = (*shared_.parts_)[number];
  std::lock_guard<std::mutex> guard(part.mutex);
  return part.dictionary.code(text) * partitions + number;
}

}  // namespace flatcrm::model
