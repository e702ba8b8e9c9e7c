#include <doctest/doctest.h>

#include "dedupe/last_run.h"

using namespace flatcrm::dedupe;

TEST_CASE("a file of the last run that is not whole is no last run") {
  std::string text = LastRun().print();
  CHECK(LastRun::parse(text).has_value());
  for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(LastRun::parse(text.substr(0, size)));
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string damaged = text;
    damaged[at] = static_cast<char>(damaged[at] + 1);
    CHECK_FALSE(LastRun::parse(damaged));
  }
  CHECK_FALSE(LastRun::parse(text + "x"));
}
