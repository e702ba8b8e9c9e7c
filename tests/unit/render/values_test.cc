#include "render/values.h"

#include <doctest/doctest.h>

using namespace flatcrm;
using render::plain;
using render::readable;

TEST_CASE("numbers are grouped by three for people and plain for programs") {
  CHECK(render::grouped("0") == "0");
  CHECK(render::grouped("999") == "999");
  CHECK(render::grouped("1000") == "1,000");
  CHECK(render::grouped("-123456") == "-123,456");
  CHECK(render::grouped("-1234567.8901") == "-1,234,567.8901");
  CHECK(plain(std::int64_t{1234567}) == "1234567");
  CHECK(readable(report::Money{{100055340, 1}, "USD"}) == "10,005,534.0");
  CHECK(render::with_unit(report::Money{{100055340, 1}, "USD"}) == "10,005,534.0 USD");
  CHECK(render::with_unit(report::Days{{51782, 3}}) == "51.782 days");
  CHECK(render::with_unit(std::int64_t{3}, "deals") == "3 deals");
  CHECK(readable(report::Percent{{631501, 4}}) == "63.1501%");
  CHECK(plain(report::Percent{{631501, 4}}) == "63.1501");
}

TEST_CASE("a missing value is nothing, which is not 0") {
  CHECK(plain({}).empty());
  CHECK(readable({}).empty());
  CHECK(render::with_unit({}, "deals").empty());
  CHECK(plain(core::no_date).empty());
  CHECK(plain(std::int64_t{0}) == "0");
}

TEST_CASE("no control character leaves, and people read one line") {
  CHECK(readable(std::string("a\r\nb\tc\x1b[0m")) == "a b c\\x1b[0m");
  CHECK(plain(std::string("a\nb\x1b[0m")) == "a\nb\\x1b[0m");
  CHECK(readable(report::Reference{"a-1", "A\x07"}) == "A\\x07");
}
