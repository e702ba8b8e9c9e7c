#include "dedupe/kernels.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace flatcrm::dedupe {

namespace {

using Bits = std::uint64_t;

/// Of a byte the places where a text holds it.
class Places {
 public:
  explicit Places(std::string_view text) : size_(text.size()) {
    std::memcpy(text_.data(), text.data(), text.size());
  }
#ifdef __SSE2__
  Bits operator[](char c) const {
    const __m128i wanted = _mm_set1_epi8(c);
    Bits found = 0;
    for (std::size_t at = 0; at < size_; at += 16) {
      __m128i piece = _mm_load_si128(reinterpret_cast<const __m128i*>(text_.data() + at));
      auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(piece, wanted)));
      found |= Bits{mask} << at;
    }
    return size_ == longest_compared ? found : found & ((Bits{1} << size_) - 1);
  }
#else
  Bits operator[](char c) const {
    Bits found = 0;
    for (std::size_t at = 0; at < size_; ++at) found |= Bits{text_[at] == c} << at;
    return found;
  }
#endif

 private:
  alignas(16) std::array<char, longest_compared> text_;  // behind size_ nothing is looked at
  std::size_t size_;
};

Bits lowest(std::size_t count) {
  return count >= 64 ? ~Bits{0} : (Bits{1} << count) - 1;
}

/// The common characters of both, as bits of either; no two further apart than `reach`.
struct Common {
  Bits left = 0, right = 0;
};
Common common_characters(std::string_view left, std::string_view right, const Places& places) {
  std::size_t longer = std::max(left.size(), right.size());
  std::size_t reach = longer / 2 > 0 ? longer / 2 - 1 : 0;
  Common common;
  for (std::size_t i = 0; i < right.size(); ++i) {
    Bits window = lowest(i + reach + 1) & ~(i > reach ? lowest(i - reach) : 0);
    Bits found = places[right[i]] & window & ~common.left;
    if (found == 0) continue;
    common.left |= found & (~found + 1);
    common.right |= Bits{1} << i;
  }
  return common;
}

int count_transposed(std::string_view left, std::string_view right, Common common) {
  int transposed = 0;
  while (common.left != 0) {
    auto at_left = static_cast<std::size_t>(std::countr_zero(common.left));
    auto at_right = static_cast<std::size_t>(std::countr_zero(common.right));
    transposed += left[at_left] != right[at_right] ? 1 : 0;
    common.left &= common.left - 1;
    common.right &= common.right - 1;
  }
  return transposed / 2;
}

}  // namespace

int edit_distance(std::string_view left, std::string_view right, int most) {
  left = left.substr(0, longest_compared);
  right = right.substr(0, longest_compared);
  if (left.size() < right.size()) std::swap(left, right);
  if (static_cast<int>(left.size() - right.size()) > most) return most + 1;
  if (right.empty()) return static_cast<int>(left.size());
  Places places(left);
  Bits last = Bits{1} << (left.size() - 1);
  Bits vertical_up = ~Bits{0}, vertical_down = 0, diagonal = 0, before = 0;
  int distance = static_cast<int>(left.size());
  for (char c : right) {
    Bits here = places[c];
    Bits swapped = ((~diagonal & here) << 1) & before;
    diagonal = (((here & vertical_up) + vertical_up) ^ vertical_up) | here | vertical_down | swapped;
    Bits up = vertical_down | ~(diagonal | vertical_up);
    Bits down = diagonal & vertical_up;
    distance += (up & last) != 0 ? 1 : (down & last) != 0 ? -1 : 0;
    up = (up << 1) | 1;
    vertical_up = (down << 1) | ~(diagonal | up);
    vertical_down = up & diagonal;
    before = here;
  }
  return std::min(distance, most + 1);
}

double jaro_winkler(std::string_view left, std::string_view right) {
  left = left.substr(0, longest_compared);
  right = right.substr(0, longest_compared);
  if (left.empty() || right.empty()) return left == right ? 1 : 0;
  Common common = common_characters(left, right, Places(left));
  if (common.left == 0) return 0;
  double matched = std::popcount(common.left);
  double transposed = count_transposed(left, right, common);
  double jaro = (matched / static_cast<double>(left.size()) + matched / static_cast<double>(right.size()) +
                 (matched - transposed) / matched) /
                3;
  std::size_t prefix = 0;
  std::size_t longest_prefix = std::min({std::size_t{4}, left.size(), right.size()});
  while (prefix < longest_prefix && left[prefix] == right[prefix]) ++prefix;
  return jaro > 0.7 ? jaro + 0.1 * static_cast<double>(prefix) * (1 - jaro) : jaro;
}

}  // namespace flatcrm::dedupe
