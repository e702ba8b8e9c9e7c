// Asks a condition about the texts of a column, each of few different ones once.
//
//   RowTest test([](std::string_view text) { return text == "DE"; });
//   test.passes("DE")      test.passes("")      !test.passes("CH")
//
// Shape   passes() says yes too often rather than too seldom: where texts are many it stops asking, and long
//         ones are never asked about.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "model/recent_codes.h"

namespace flatcrm::model {

class RowTest {
 public:
  explicit RowTest(std::function<bool(std::string_view)> may_hold) : may_hold_(std::move(may_hold)) {}

  bool passes(std::string_view text) {
    if (text.empty()) {
      if (!empty_) empty_ = may_hold_(text);
      return *empty_;
    }
    if (text.size() > RecentCodes::longest || !recent_.is_useful()) return true;
    std::uint32_t known = recent_.find(text);
    if (known == 0) {
      known = may_hold_(text) ? passing : failing;
      recent_.keep(text, known);
    }
    return known == passing;
  }

 private:
  static constexpr std::uint32_t failing = 1, passing = 2;
  std::function<bool(std::string_view)> may_hold_;
  std::optional<bool> empty_;
  RecentCodes recent_;
};

}  // namespace flatcrm::model
