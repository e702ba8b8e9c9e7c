#include "format/cell_kind.h"

#include <doctest/doctest.h>

using flatcrm::format::CellKind;
using flatcrm::format::kind_of;

TEST_CASE("a cell looks like a number with sign, marks and currency") {
  for (const char* cell : {"0", "-1", "+2.50", "1,234.56", "1.234,56", "1'000", "$74.69", "12 \xe2\x82\xac",
                           "EUR 5", "7%", "1e-3", ".5", "5.", " 3 "}) {
    CAPTURE(cell);
    CHECK(kind_of(cell) == CellKind::number);
  }
  for (const char* cell : {"-", "$", "1-2", "12a", "e3", "1e", ""}) {
    CAPTURE(cell);
    CHECK(kind_of(cell) != CellKind::number);
  }
}

TEST_CASE("a cell looks like a date or a time") {
  for (const char* cell : {"2026-11-22", "28/01/2018", "1.2.99", "2026-11-22T09:30:00+01:00",
                           "5/19/2006 0:00:00", "2026-11-22 09:30:00.123Z"}) {
    CAPTURE(cell);
    CHECK(kind_of(cell) == CellKind::date);
  }
  CHECK(kind_of("09:30") == CellKind::time);
  CHECK(kind_of("4:14:00 PM") == CellKind::time);
  CHECK(kind_of("2026-11") == CellKind::word);
  CHECK(kind_of("1.2.3.4") != CellKind::date);
  CHECK(kind_of("12:345") == CellKind::text);
}

TEST_CASE("a cell looks like an address, a word or text") {
  CHECK(kind_of("jan@acme.de") == CellKind::address);
  CHECK(kind_of("https://acme.de/x") == CellKind::address);
  CHECK(kind_of("jan@acme.de;park@acme.de") == CellKind::address);
  CHECK(kind_of("Jan;jan@acme.de") == CellKind::text);
  CHECK(kind_of("@") == CellKind::text);
  CHECK(kind_of("GN-1741") == CellKind::word);
  CHECK(kind_of("M\xc3\xbcller") == CellKind::word);
  CHECK(kind_of("Acme Ltd") == CellKind::text);
  CHECK(kind_of(" ") == CellKind::empty);
}
