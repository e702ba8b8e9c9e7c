#include "query/numbers.h"

#include "core/error.h"
#include "core/text.h"
#include "query/type.h"

namespace flatcrm::query {

void refuse_large() {
  throw Error(Code::limit, "a number of the query grows beyond 18 digits", {},
              "use smaller numbers, or round earlier");
}

core::Int128 divide_half_even(core::Int128 dividend, core::Int128 divisor) {
  core::Int128 quotient = dividend / divisor;
  core::Int128 rest = dividend % divisor;
  core::Int128 twice = rest < 0 ? -rest * 2 : rest * 2;
  bool away = twice > divisor || (twice == divisor && quotient % 2 != 0);
  if (away) quotient += dividend < 0 ? -1 : 1;
  return quotient;
}

std::int64_t divide(std::int64_t left, int left_scale, std::int64_t right, int right_scale) {
  if (left == core::no_number || right == core::no_number || right == 0) return core::no_number;
  // left / 10^ls / (right / 10^rs) * 10^6
  core::Int128 dividend = left, divisor = right;
  int power = quotient_digits + right_scale - left_scale;
  if (power >= 0) {
    for (; power > 18; power -= 18) dividend *= powers_of_ten[18];
    dividend *= powers_of_ten[power];
  } else {
    divisor *= powers_of_ten[-power];
  }
  if (divisor < 0) {
    dividend = -dividend;
    divisor = -divisor;
  }
  return checked(divide_half_even(dividend, divisor));
}

std::int64_t read_number(std::string_view text) {
  std::optional<core::Decimal> number = core::parse_decimal(core::trim(text));
  if (!number) return core::no_number;
  // What has no room at six digits is no number for us.
  constexpr std::int64_t most = 999'999'999'999;
  if (number->scale <= quotient_digits) {
    std::int64_t whole = number->mantissa / powers_of_ten[number->scale];
    if (whole > most || whole < -most) return core::no_number;
  }
  return rescale(number->mantissa, number->scale, quotient_digits);
}

std::int64_t read_instant(std::string_view text) {
  if (std::optional<core::DateTime> instant = core::parse_date_time(text)) return encode(*instant);
  std::optional<core::Date> day = core::parse_day(text);
  return day ? encode(*day) : core::no_number;
}

}  // namespace flatcrm::query
