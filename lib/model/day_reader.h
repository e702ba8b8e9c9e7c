// Days from many texts, most of them in months that came before.
//
//   DayReader days;
//   days.read("2026-11-22", true) == parse_date("2026-11-22")
//
// A month is read once by core::parse_date; a day in a known one costs a comparison of eight bytes.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/date.h"
#include "model/quick_hash.h"

namespace flatcrm::model {

class DayReader {
 public:
  /// A day, or the day of an instant where these are allowed; no_date when it is neither.
  core::Date read(std::string_view text, bool instants) {
    if (text.size() != 10) return read_other(text, instants);
    std::uint64_t month = quick_hash_detail::load_8(text.data());
    Month& known = months_[(month * quick_hash_detail::first_factor) >> 54];
    if (known.text != month) known = read_month(text);
    auto tens = static_cast<unsigned char>(text[8] - '0');
    auto ones = static_cast<unsigned char>(text[9] - '0');
    int day = tens * 10 + ones;
    if (tens > 3 || ones > 9 || day == 0 || day > known.days) return core::no_date;
    return {known.before.days + day};
  }

 private:
  struct Month {
    std::uint64_t text = 0;  // "2026-11-"
    core::Date before;       // the day before its first
    int days = 0;            // 0 when the text is no month
  };
  static Month read_month(std::string_view text);
  static core::Date read_other(std::string_view text, bool instants);

  std::array<Month, 1024> months_{};  // as many as come in eighty years
};

}  // namespace flatcrm::model
