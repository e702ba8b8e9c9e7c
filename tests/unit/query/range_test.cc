#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "query/range.h"

using namespace flatcrm;
using namespace flatcrm::query;

namespace {

/// By trying every number that there may be, in steps of a half.
Verdict tried(const Range& range, std::string_view sign, core::Decimal constant) {
  bool some = false, all = true;
  std::int64_t most = range.most.value_or(range.least + 50);
  for (std::int64_t tenths = range.least * 10; tenths <= most * 10; tenths += range.whole ? 10 : 5) {
    core::Decimal value{range.below_most && tenths == most * 10 ? tenths * 10 - 1 : tenths * 10, 2};
    auto by = core::compare(value, constant);
    bool holds = sign == "="    ? by == 0
                 : sign == "!=" ? by != 0
                 : sign == "<"  ? by < 0
                 : sign == "<=" ? by <= 0
                 : sign == ">"  ? by > 0
                                : by >= 0;
    some = some || holds;
    all = all && holds;
  }
  return !some ? Verdict::never : all ? Verdict::always : Verdict::depends;
}

}  // namespace

TEST_CASE("what is said to be foregone is so for every number of the range") {
  const Range ranges[] = {{1, 5}, {0, {}}, {111, 555}, {-3, 3}, {0, 100, "a percentile", true, false}};
  for (const Range& range : ranges)
    for (const char* sign : {"=", "!=", "<", "<=", ">", ">="})
      for (std::int64_t halves = -20; halves <= 1200; ++halves) {
        core::Decimal constant{halves * 5, 1};
        CAPTURE(sign);
        CAPTURE(halves);
        CAPTURE(range.least);
        bool beyond_what_is_tried = !range.most && halves > 60;
        Verdict found = never_or_always(range, sign, constant);
        if (beyond_what_is_tried) {
          bool broken = halves % 2 != 0 && (std::string(sign) == "=" || std::string(sign) == "!=");
          CHECK((found == Verdict::depends) == !broken);
          continue;
        }
        if (found != Verdict::depends) CHECK(found == tried(range, sign, constant));
        // What could be meant is let through, though it holds for all: r >= 1 is whoever has a score.
        bool outside =
            constant.mantissa < range.least * 10 || (range.most && constant.mantissa > *range.most * 10);
        if (tried(range, sign, constant) == Verdict::never || outside) CHECK(found != Verdict::depends);
      }
}

TEST_CASE("a range is said in words") {
  CHECK(Range{1, 5}.in_words() == "1 to 5");
  CHECK(Range{0, {}}.in_words() == "0 or more");
  CHECK(Range{0, 100, "a percentile", true, false}.in_words() == "0 to under 100");
}
