#include "format/csv_masks.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#define FLATCRM_X86 1
#endif

namespace flatcrm::format {
namespace {

/// What the 64 bytes of one step hold.
struct Found {
  std::uint64_t delimiters, line_feeds, carriages, quotes;
};

/// `parity` has a bit set where the number of quotes up to and including that byte is odd. Always inlined, so
/// that each kernel gets it compiled for its own instructions.
[[gnu::always_inline]] inline void combine(const Found& found, std::uint64_t parity, CsvContext& context,
                                           CsvMasks& masks) {
  const std::uint64_t inside = parity ^ context.inside;
  const std::uint64_t outside = ~inside;
  const std::uint64_t carriages = found.carriages & outside;
  const std::uint64_t ends = carriages | ((found.delimiters | found.line_feeds) & outside);
  const std::uint64_t opening = found.quotes & inside;
  const std::uint64_t closing = found.quotes & outside;
  masks.rows = carriages | (found.line_feeds & outside & ~(carriages << 1 | context.carriage));
  masks.cells = (found.delimiters & outside) | masks.rows;
  masks.irregular = (opening & ~((ends | closing) << 1 | context.opening)) |
                    ((closing << 1 | context.closed) & ~(ends | found.quotes));
  context.inside = static_cast<std::uint64_t>(static_cast<std::int64_t>(inside) >> 63);
  context.opening = (ends | closing) >> 63;
  context.closed = closing >> 63;
  context.carriage = carriages >> 63;
}

std::uint64_t running_parity(std::uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/// Bit i is set where byte i of `word` is 0; `word` holds its first byte lowest.
std::uint64_t zero_bytes(std::uint64_t word) {
  constexpr std::uint64_t low = 0x7f7f7f7f7f7f7f7f;
  const std::uint64_t zeros = ~(((word & low) + low) | word | low) >> 7;
  return (zeros * 0x0102040810204080) >> 56;  // gathers bits 0, 8, ..., 56 into one byte
}

std::uint64_t repeat(char byte) {
  return 0x0101010101010101 * static_cast<std::uint8_t>(byte);
}

std::uint64_t load(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

void find_portable(const char* bytes, std::size_t steps, CsvNeedles needles, CsvContext& context,
                   CsvMasks* masks) {
  for (std::size_t step = 0; step < steps; ++step) {
    Found found{};
    for (int word = 0; word < 8; ++word, bytes += 8) {
      const std::uint64_t text = load(bytes);
      found.delimiters |= zero_bytes(text ^ repeat(needles.delimiter)) << (8 * word);
      found.line_feeds |= zero_bytes(text ^ repeat('\n')) << (8 * word);
      found.carriages |= zero_bytes(text ^ repeat('\r')) << (8 * word);
      found.quotes |= zero_bytes(text ^ repeat(needles.quote)) << (8 * word);
    }
    if (needles.quote == 0) found.quotes = 0;
    combine(found, running_parity(found.quotes), context, masks[step]);
  }
}

[[gnu::always_inline]] inline void write_row(std::uint64_t bit, const CsvMasks& masks, const char* bytes,
                                             std::uint32_t base, CsvPlaces& places) {
  const auto cells = static_cast<std::uint32_t>(__builtin_popcountll(masks.cells & (bit ^ (bit - 1))));
  const auto place = static_cast<std::uint32_t>(__builtin_ctzll(bit));
  const bool two_bytes = bytes[place] == '\r' && bytes[place + 1] == '\n';
  places.rows[places.row_count].cells_end = static_cast<std::uint32_t>(places.cell_count) + cells;
  places.rows[++places.row_count].begin = base + place + 1 + (two_bytes ? 1 : 0);
}

/// Eight places are written at a time, whatever their number: what is too much is overwritten by the next
/// step.
[[gnu::always_inline]] inline void write_all(const CsvMasks* masks, std::size_t steps, const char* bytes,
                                             std::uint32_t base, CsvPlaces& places) {
  for (std::size_t step = 0; step < steps; ++step, bytes += 64, base += 64) {
    for (std::uint64_t rows = masks[step].rows; rows != 0; rows &= rows - 1) {
      write_row(rows & (~rows + 1), masks[step], bytes, base, places);
    }
    std::uint64_t cells = masks[step].cells;
    const auto count = static_cast<std::size_t>(__builtin_popcountll(cells));
    std::uint32_t* end = places.ends + places.cell_count;
    for (std::size_t done = 0; done < count; done += 8) {
      for (int next = 0; next < 8; ++next) {
        *end++ = base + static_cast<std::uint32_t>(std::countr_zero(cells));
        cells &= cells - 1;
      }
    }
    places.cell_count += count;
  }
}

#ifdef FLATCRM_X86

std::uint64_t sse2_equal(const __m128i (&text)[4], char byte) {
  const __m128i needle = _mm_set1_epi8(byte);
  std::uint64_t found = 0;
  for (int part = 3; part >= 0; --part) {
    found = found << 16 | static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(text[part], needle)));
  }
  return found;
}

void find_sse2(const char* bytes, std::size_t steps, CsvNeedles needles, CsvContext& context,
               CsvMasks* masks) {
  const std::uint64_t quoting = needles.quote == 0 ? 0 : ~std::uint64_t{0};
  for (std::size_t step = 0; step < steps; ++step, bytes += 64) {
    __m128i text[4];
    for (int part = 0; part < 4; ++part) {
      text[part] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes) + part);
    }
    const Found found{sse2_equal(text, needles.delimiter), sse2_equal(text, '\n'), sse2_equal(text, '\r'),
                      sse2_equal(text, needles.quote) & quoting};
    combine(found, running_parity(found.quotes), context, masks[step]);
  }
}

[[gnu::target("avx2")]] inline std::uint64_t avx2_equal(__m256i low, __m256i high, __m256i needle) {
  const auto first = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, needle)));
  const auto second = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, needle)));
  return std::uint64_t{second} << 32 | first;
}

[[gnu::target("avx2,pclmul")]] void find_avx2(const char* bytes, std::size_t steps, CsvNeedles needles,
                                              CsvContext& context, CsvMasks* masks) {
  const std::uint64_t quoting = needles.quote == 0 ? 0 : ~std::uint64_t{0};
  const __m256i delimiter = _mm256_set1_epi8(needles.delimiter);
  const __m256i quote = _mm256_set1_epi8(needles.quote);
  const __m256i line_feed = _mm256_set1_epi8('\n');
  const __m256i carriage = _mm256_set1_epi8('\r');
  const __m128i ones = _mm_set1_epi8(-1);
  CsvContext local = context;
  for (std::size_t step = 0; step < steps; ++step, bytes += 64) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32));
    const Found found{avx2_equal(low, high, delimiter), avx2_equal(low, high, line_feed),
                      avx2_equal(low, high, carriage), avx2_equal(low, high, quote) & quoting};
    const __m128i quotes = _mm_cvtsi64_si128(static_cast<std::int64_t>(found.quotes));
    const auto parity = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(quotes, ones, 0)));
    combine(found, parity, local, masks[step]);
  }
  context = local;
}

[[gnu::target("bmi,popcnt")]] void write_bmi(const CsvMasks* masks, std::size_t steps, const char* bytes,
                                             std::uint32_t base, CsvPlaces& places) {
  CsvPlaces local = places;
  write_all(masks, steps, bytes, base, local);
  places = local;
}

#endif

}  // namespace

bool has_kernel(CsvKernel kernel) {
  if (kernel == CsvKernel::portable) return true;
#ifdef FLATCRM_X86
  if (kernel == CsvKernel::sse2) return true;
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("pclmul") != 0 &&
         __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("popcnt") != 0;
#else
  return false;
#endif
}

CsvKernel best_kernel() {
  if (has_kernel(CsvKernel::avx2)) return CsvKernel::avx2;
  return has_kernel(CsvKernel::sse2) ? CsvKernel::sse2 : CsvKernel::portable;
}

void find_masks(const char* bytes, std::size_t steps, CsvNeedles needles, CsvContext& context,
                CsvMasks* masks, CsvKernel kernel) {
#ifdef FLATCRM_X86
  if (kernel == CsvKernel::avx2) return find_avx2(bytes, steps, needles, context, masks);
  if (kernel == CsvKernel::sse2) return find_sse2(bytes, steps, needles, context, masks);
#endif
  if (kernel == CsvKernel::portable) find_portable(bytes, steps, needles, context, masks);
}

void write_places(const CsvMasks* masks, std::size_t steps, const char* bytes, std::uint32_t base,
                  CsvPlaces& places, CsvKernel kernel) {
#ifdef FLATCRM_X86
  if (kernel == CsvKernel::avx2) return write_bmi(masks, steps, bytes, base, places);
#endif
  if (kernel != CsvKernel::avx2) write_all(masks, steps, bytes, base, places);
}

}  // namespace flatcrm::format
