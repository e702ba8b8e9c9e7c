#include "book/layout.h"

#include <array>
#include <bit>

#include <fmt/format.h>

#include "core/id.h"

namespace flatcrm::book {

namespace {

constexpr std::uint64_t wanted_shard = 500'000;

/// Two characters that spread ids over 1,024 folders.
std::string folder_of(std::string_view id) {
  static constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::uint64_t hash = core::stable_hash(id);
  return {digits[hash >> 59], digits[(hash >> 54) & 31]};
}

}  // namespace

std::uint32_t shard_of(std::string_view id, int shards) {
  if (shards <= 1) return 0;
  int bits = std::countr_zero(static_cast<unsigned>(shards));
  return static_cast<std::uint32_t>(core::stable_hash(id) >> (64 - bits));
}

std::string shard_path(const std::string& collection, std::uint32_t shard, int shards) {
  int bits = shards <= 1 ? 0 : std::countr_zero(static_cast<unsigned>(shards));
  int digits = bits == 0 ? 1 : (bits + 3) / 4;
  return fmt::format("{}/{:0{}x}.csv", collection, shard, digits);
}

std::string file_for(const Layout& layout, const std::string& collection, std::string_view id,
                     core::Date date) {
  switch (layout.kind) {
    case LayoutKind::yaml:
      if (layout.shard == 0) return fmt::format("{}/{}.yaml", collection, id);
      return fmt::format("{}/{}/{}.yaml", collection, folder_of(id), id);
    case LayoutKind::csv_by_month: {
      if (date == core::no_date) return collection + "/undated.csv";
      core::Civil civil = core::to_civil(date);
      return fmt::format("{}/{:04}-{:02}.csv", collection, civil.year, civil.month);
    }
    case LayoutKind::csv_sharded:
      return shard_path(collection, shard_of(id, layout.shard), layout.shard);
    case LayoutKind::csv:
      break;
  }
  return fmt::format("{0}/{0}.csv", collection);
}

int shards_for(std::uint64_t bytes) {
  int shards = 1;
  while (static_cast<std::uint64_t>(shards) * wanted_shard < bytes) shards *= 2;
  return shards;
}

}  // namespace flatcrm::book
