#include "render/listing.h"

#include <doctest/doctest.h>

#include "render/delimited.h"
#include "report/listing.h"

using namespace flatcrm;

TEST_CASE("a list goes out from its columns as it does from its document") {
  std::vector<std::string_view> texts{"plain",      "",        "a,b",       "=1+1",    "-5",     "Zoë",
                                      "two\nlines", " blank ", "tab\there", "quote\"", "\x1b[0m"};
  segment::Listing listing;
  listing.rows = listing.selected = texts.size();
  for (std::uint32_t row = 0; row < texts.size(); ++row) listing.records.push_back(row);
  auto column = [&](const char* name, query::Kind kind, query::Vector values) {
    listing.columns.push_back({name, query::Type{kind}, std::move(values)});
  };
  query::Vector words = query::Vector::of_texts(texts.size());
  words.own_texts.assign(texts.begin(), texts.end());
  words.texts = words.own_texts.data();
  column("name", query::Kind::text, std::move(words));
  for (auto [kind, scale] : {std::pair{query::Kind::integer, 0},
                             {query::Kind::money, 2},
                             {query::Kind::money, 6},
                             {query::Kind::decimal, 3},
                             {query::Kind::date, 0},
                             {query::Kind::duration, 0}}) {
    query::Vector numbers = query::Vector::of_numbers(texts.size(), scale);
    for (std::size_t i = 0; i < texts.size(); ++i)
      numbers.own_numbers[i] = i == 3 ? core::no_number : static_cast<std::int64_t>(i) * 43'217 - 100'000;
    column("number", kind, std::move(numbers));
  }
  query::Vector truths = query::Vector::of_truths(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) truths.own_truths[i] = static_cast<std::uint8_t>(i % 3);
  column("truth", query::Kind::truth, std::move(truths));
  book::Config config;
  report::Document document = report::listing_document(listing, config, "");
  std::string expected, found;
  render::write_csv(expected, document.sections[0].tables[0]);
  render::write_listing(listing, config, ',', [&](std::string_view some) { found += some; });
  CHECK(found == expected);
  expected.clear();
  found.clear();
  render::write_tsv(expected, document.sections[0].tables[0]);
  render::write_listing(listing, config, '\t', [&](std::string_view some) { found += some; });
  CHECK(found == expected);
}
