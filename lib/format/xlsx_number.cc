#include "format/xlsx_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "core/date.h"
#include "core/text.h"

namespace flatcrm::format {
namespace {

constexpr double last_day = 2958466;  // behind 9999-12-31
constexpr std::int64_t day_seconds = 86400;

bool is_plain_integer(std::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "1.5e+20" and "1e-07" written out.
std::string without_exponent(const std::string& text) {
  const std::size_t at = text.find('e');
  if (at == std::string::npos) return text;
  const int exponent = std::stoi(text.substr(at + 1));
  std::string digits = text.substr(0, at);
  const bool negative = digits[0] == '-';
  if (negative) digits.erase(0, 1);
  std::size_t point = digits.find('.');
  if (point != std::string::npos)
    digits.erase(point, 1);
  else
    point = digits.size();
  const int place = static_cast<int>(point) + exponent;
  if (place <= 0) {
    digits = "0." + std::string(static_cast<std::size_t>(-place), '0') + digits;
  } else if (static_cast<std::size_t>(place) >= digits.size()) {
    digits.append(static_cast<std::size_t>(place) - digits.size(), '0');
  } else {
    digits.insert(static_cast<std::size_t>(place), 1, '.');
  }
  return (negative ? "-" : "") + digits;
}

std::string print_clock(std::int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string print_day(std::int64_t serial, bool from_1904) {
  // Days before March 1900 are one less: Excel counts a day that never was.
  const std::int64_t first = from_1904 ? core::to_date({1904, 1, 1}).days
                                       : core::to_date({1899, 12, 30}).days + (serial < 60 ? 1 : 0);
  return core::print(core::Date{static_cast<std::int32_t>(first + serial)});
}

std::string print_date(double value, const NumberForm& form, bool from_1904) {
  auto day = static_cast<std::int64_t>(std::floor(value));
  auto seconds = static_cast<std::int64_t>(std::llround((value - std::floor(value)) * day_seconds));
  if (form.elapsed || (form.time && !form.date && day == 0)) {
    const bool whole = !form.elapsed && seconds == day_seconds;
    return print_clock(whole ? 0 : day * day_seconds + seconds);
  }
  day += seconds / day_seconds;
  seconds %= day_seconds;
  std::string out = print_day(day, from_1904);
  if (form.time || seconds != 0) out += 'T' + print_clock(seconds);
  return out;
}

}  // namespace

NumberForm classify_format(std::string_view code) {
  NumberForm form;
  bool month = false;
  std::size_t zeros = 0;
  bool only_zeros = true;
  code = code.substr(0, code.find(';'));  // negatives and text have formats of their own
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = static_cast<char>(code[i] | 0x20);
    if (code[i] == '"') {
      i = std::min(code.find('"', i + 1), code.size());
      only_zeros = false;
    } else if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
      ++i;
      only_zeros = false;
    } else if (code[i] == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string inside = core::lower_ascii(code.substr(i + 1, end - i - 1));
      if (!inside.empty() && inside.find_first_not_of(inside[0]) == std::string::npos &&
          (inside[0] == 'h' || inside[0] == 'm' || inside[0] == 's'))
        form.elapsed = true;
      i = end;
      only_zeros = false;
    } else if (code[i] == '0') {
      ++zeros;
    } else {
      only_zeros = false;
      form.date = form.date || c == 'y' || c == 'd';
      form.time = form.time || c == 'h' || c == 's';
      month = month || c == 'm';
      if (core::lower_ascii(code.substr(i, 7)) == "general") return {};
    }
  }
  form.date = form.date || (month && !form.time && !form.elapsed);
  form.time = form.time || form.elapsed;
  form.elapsed = form.elapsed && !form.date;
  if (only_zeros && zeros > 1 && zeros <= 15) form.digits = static_cast<std::uint8_t>(zeros);
  return form;
}

NumberForm builtin_format(unsigned id) {
  const NumberForm date{true, false, false, 0}, time{false, true, false, 0}, both{true, true, false, 0};
  if (id == 22) return both;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 34 && id <= 36) || (id >= 50 && id <= 58))
    return date;
  if ((id >= 18 && id <= 21) || id == 32 || id == 33 || id == 45 || id == 47) return time;
  if (id == 46) return {false, true, true, 0};
  return {};
}

std::string print_number(std::string_view raw, const NumberForm& form, bool from_1904) {
  raw = core::trim(raw);
  const bool dated = form.date || form.time;
  if (!dated && is_plain_integer(raw)) {
    std::string out(raw);
    if (form.digits > out.size() && out[0] != '-') out.insert(0, form.digits - out.size(), '0');
    return out;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc() || end != raw.data() + raw.size() || !std::isfinite(value))
    return std::string(raw);
  if (dated && value >= 0 && value < last_day - (from_1904 ? 1462 : 0))
    return print_date(value, form, from_1904);
  return without_exponent(fmt::format("{:.15g}", value));
}

}  // namespace flatcrm::format
