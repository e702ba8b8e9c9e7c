// Where a new record goes: the path that a collection's layout gives to an id.
//
//   file_for({LayoutKind::yaml, 0}, "customers", "acme-1f9x2k", no_date) == "customers/acme-1f9x2k.yaml"
//   file_for({LayoutKind::csv_by_month, 0}, "sales", "x", *parse_date("2026-11-22")) == "sales/2026-11.csv"
//
// Shape   a shard's number is the top bits of core::stable_hash(id), written in as many hexadecimal digits as
//         the number of shards needs, so that doubling their number splits each in two. A log's record
//         without a date goes to "undated.csv".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "book/config.h"
#include "core/date.h"

namespace flatcrm::book {

/// Requires: shards is a power of two.
std::uint32_t shard_of(std::string_view id, int shards);
std::string shard_path(const std::string& collection, std::uint32_t shard, int shards);

std::string file_for(const Layout& layout, const std::string& collection, std::string_view id,
                     core::Date date);

/// The number of shards for so many bytes: the least power of two that keeps a shard below about 500 kB.
int shards_for(std::uint64_t bytes);
/// A shard should stay below this; past it the collection is dealt out anew.
inline constexpr std::uint64_t largest_shard = 700'000;

}  // namespace flatcrm::book
