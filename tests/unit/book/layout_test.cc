#include "book/layout.h"

#include <set>

#include <doctest/doctest.h>

#include "core/id.h"

using namespace flatcrm;
using book::LayoutKind;

TEST_CASE("a layout gives each record its file") {
  CHECK(book::file_for({LayoutKind::yaml, 0}, "customers", "acme-1f9x2k", core::no_date) ==
        "customers/acme-1f9x2k.yaml");
  CHECK(book::file_for({LayoutKind::csv, 0}, "links", "x", core::no_date) == "links/links.csv");
  CHECK(book::file_for({LayoutKind::csv_by_month, 0}, "sales", "x", *core::parse_date("2026-11-22")) ==
        "sales/2026-11.csv");
  CHECK(book::file_for({LayoutKind::csv_by_month, 0}, "sales", "x", core::no_date) == "sales/undated.csv");
  std::string folder = book::file_for({LayoutKind::yaml, 2}, "customers", "acme-1f9x2k", core::no_date);
  CHECK(folder.size() == std::string("customers/xx/acme-1f9x2k.yaml").size());
}

TEST_CASE("doubling the shards splits each in two") {
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 5000; ++i) {
    std::string id = "customer-" + std::to_string(i);
    std::uint32_t few = book::shard_of(id, 64), many = book::shard_of(id, 128);
    REQUIRE(few < 64);
    REQUIRE(many / 2 == few);
    seen.insert(few);
  }
  CHECK(seen.size() == 64);
  CHECK(book::shard_path("customers", 10, 512) == "customers/00a.csv");
  CHECK(book::shard_path("customers", 3, 16) == "customers/3.csv");
  CHECK(book::shard_of("anything", 1) == 0);
}

TEST_CASE("shards are chosen to stay between 40 and 700 kB") {
  for (std::uint64_t bytes : {600'000ull, 5'000'000ull, 160'000'000ull, 2'000'000'000ull}) {
    auto shards = static_cast<std::uint64_t>(book::shards_for(bytes));
    CHECK((shards & (shards - 1)) == 0);
    CHECK(bytes / shards <= book::largest_shard);
    CHECK(bytes / shards >= 40'000);
  }
}
