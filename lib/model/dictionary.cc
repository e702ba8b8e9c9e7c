#include "model/dictionary.h"

#include <algorithm>

#include "core/error.h"
#include "model/quick_hash.h"
#include "model/shared_dictionary.h"

namespace flatcrm::model {
namespace {

using Slots = LargeArray<std::uint64_t>;

constexpr std::size_t first_slots = 64;
constexpr std::uint32_t most_texts = std::uint32_t{1} << 31;
constexpr std::size_t apart = 12;
constexpr std::uint32_t at_once = 32;  // look-ups under way: more than a processor can wait for

constexpr std::uint64_t upper_half = 0xFFFFFFFF00000000ULL;

std::uint32_t code_of_slot(std::uint64_t slot) {
  return static_cast<std::uint32_t>(slot);
}

}  // namespace

Dictionary::Dictionary() : slots_(first_slots, Slots::zeroed) {
  blocks_.emplace_back(first_block, LargeArray<Entry>::raw);
  blocks_[0][0] = Entry{{}, 0, 0};
  size_ = 1;
}

std::uint32_t Dictionary::code(std::string_view text) {
  return text.empty() ? 0 : look_up(text, quick_hash(text));
}

Dictionary::Dictionary(std::shared_ptr<const SharedDictionary> shared, std::vector<std::uint32_t> numbers)
    : size_(static_cast<std::uint32_t>(numbers.size()) + 1),
      shared_(std::move(shared)),
      numbers_(std::move(numbers)) {
  numbers_.insert(numbers_.begin(), 0);
  codes_.resize(shared_->end());
  for (std::uint32_t code = 1; code < size_; ++code) codes_[numbers_[code]] = code;
}

std::string_view Dictionary::shared_text(std::uint32_t code) const {
  return code == 0 ? std::string_view{} : shared_->text(numbers_[code]);
}

void Dictionary::codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) {
  std::vector<std::uint64_t> hashes(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) hashes[i] = quick_hash(texts[i]);
  this->codes(texts, hashes, codes);
}

/// Three steps a text, each `apart` texts behind the one before: ask for its slot, ask for the entry that the slot
/// names, compare. By then both have come from memory.
void Dictionary::codes(std::span<const std::string_view> texts, std::span<const std::uint64_t> hashes,
                       std::span<std::uint32_t> codes) {
  for (std::size_t i = 0; i < texts.size() + 2 * apart; ++i) {
    if (i < texts.size()) ask_for_slot(hashes[i]);
    if (i >= apart && i - apart < texts.size()) ask_for_entry(hashes[i - apart]);
    if (i >= 2 * apart) {
      std::string_view text = texts[i - 2 * apart];
      codes[i - 2 * apart] = text.empty() ? 0 : look_up(text, hashes[i - 2 * apart]);
    }
  }
}

std::uint32_t Dictionary::find(std::string_view text) const {
  if (text.empty()) return 0;
  return shared_ ? code_of(shared_->find(text)) : find(text, quick_hash(text));
}

std::uint32_t Dictionary::find(std::string_view text, std::uint64_t hash) const {
  std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) {
    if (((slots_[at] ^ hash) & upper_half) == 0 && entry(code_of_slot(slots_[at])).text() == text)
      return code_of_slot(slots_[at]);
  }
  return 0;
}

void Dictionary::ask_for_entry(std::uint64_t hash) const {
  std::uint64_t slot = slots_[hash & (slots_.size() - 1)];
  if (((slot ^ hash) & upper_half) == 0) __builtin_prefetch(&entry(code_of_slot(slot)));
}

void Dictionary::find(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) const {
  if (shared_) {
    shared_->find(texts, codes);
    for (std::uint32_t& code : codes) code = code_of(code);
    return;
  }
  for (std::size_t i = 0; i < texts.size(); ++i) codes[i] = find(texts[i]);
}

std::uint32_t Dictionary::look_up(std::string_view text, std::uint64_t hash) {
  std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask) {
    if (((slots_[at] ^ hash) & upper_half) != 0) continue;
    const Entry& known = entry(code_of_slot(slots_[at]));
    if (known.hash == static_cast<std::uint32_t>(hash) && known.text() == text)
      return code_of_slot(slots_[at]);
  }
  return add(text, hash, at);
}

std::uint32_t Dictionary::add(std::string_view text, std::uint64_t hash, std::size_t slot) {
  if (size_ == most_texts) throw Error(Code::limit, "more than 2,147,483,647 different texts in a column");
  std::uint32_t number = size_ / first_block + 1;
  auto block = static_cast<std::size_t>(std::bit_width(number)) - 1;
  if (block == blocks_.size())
    blocks_.emplace_back(std::size_t{first_block} << block, LargeArray<Entry>::raw);
  Entry& added = entry(size_);
  added.size = static_cast<std::uint32_t>(text.size());
  added.hash = static_cast<std::uint32_t>(hash);
  if (text.size() <= near_size) {
    std::memcpy(added.near.data(), text.data(), text.size());
  } else {
    const char* far = arena_.keep(text).data();
    std::memcpy(added.near.data(), &far, sizeof far);
  }
  slots_[slot] = (hash & upper_half) | size_;
  std::uint32_t code = size_++;
  if (std::size_t{size_} * 4 > slots_.size() * 3) grow();
  return code;
}

void Dictionary::grow() {
  std::size_t size = slots_.size() * 2;
  slots_ = Slots();
  slots_ = Slots(size, Slots::zeroed);
  std::size_t mask = size - 1;
  std::uint64_t hashes[at_once];
  for (std::uint32_t first = 1; first < size_; first += at_once) {
    std::uint32_t count = std::min<std::uint32_t>(at_once, size_ - first);
    for (std::uint32_t i = 0; i < count; ++i) {
      hashes[i] = quick_hash(entry(first + i).text());
      __builtin_prefetch(&slots_[hashes[i] & mask], 1);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      std::size_t at = hashes[i] & mask;
      while (slots_[at] != 0) at = (at + 1) & mask;
      slots_[at] = (hashes[i] & upper_half) | (first + i);
    }
  }
}

}  // namespace flatcrm::model
