#include "io/decompress.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm;
using namespace flatcrm::io;

namespace {

/// "a\n" as gzip writes it.
const std::string packed_a(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xe4\x02\x00\x07\xa1\xea\xdd\x02\x00\x00\x00", 22);

std::string error_of(const std::string& bytes) {
  try {
    decompress(bytes, packing_of(bytes), "list.csv.gz");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("several parts of gzip are one text, and zeros at the end are none") {
  CHECK(decompress(packed_a, packing_of(packed_a), "x") == "a\n");
  CHECK(decompress(packed_a + packed_a, Packing::gzip, "x") == "a\na\n");
  CHECK(decompress(packed_a + std::string(512, '\0'), Packing::gzip, "x") == "a\n");
}

TEST_CASE("what can't be unpacked is an error, never a text without its end") {
  CHECK(error_of(packed_a.substr(0, 15)).find("ends too early") != std::string::npos);
  CHECK(error_of(packed_a + "rows that lost their head").find("is broken") != std::string::npos);
  CHECK(error_of(packed_a + std::string(8, '\0') + packed_a).find("is broken") != std::string::npos);
}
