#include "query/type.h"

#include <array>

namespace flatcrm::query {

namespace {

constexpr int time_bits = 12;  // 11 for the offset in minutes, moved above 0, and one for the time
constexpr std::int64_t offset_zero = 1024;

}  // namespace

std::string describe(const Type& type) {
  if (type.list) return type.kind == Kind::reference ? "a list of references" : "a list of texts";
  if (type.kind == Kind::reference) return "a reference to " + type.collection;
  constexpr std::array<std::string_view, 11> names{
      "text",       "a number",      "a number",    "an amount of money", "a day",   "a time",
      "a duration", "true or false", "a reference", "a duration",         "a period"};
  return std::string(names[static_cast<std::size_t>(type.kind)]);
}

std::int64_t encode(core::DateTime instant) {
  return instant.seconds * (std::int64_t{1} << time_bits) + (instant.offset_minutes + offset_zero) * 2 + 1;
}

std::int64_t encode(core::Date day) {
  return day.days * seconds_a_day * (std::int64_t{1} << time_bits) + offset_zero * 2;
}

bool has_time(std::int64_t encoded) {
  return (encoded & 1) != 0;
}

std::int64_t seconds_of(std::int64_t encoded) {
  return encoded >> time_bits;
}

core::Date day_of(std::int64_t encoded) {
  std::int64_t offset = ((encoded >> 1) & 0x7FF) - offset_zero;
  std::int64_t local = seconds_of(encoded) + offset * 60;
  std::int64_t day = local >= 0 ? local / seconds_a_day : -((-local + seconds_a_day - 1) / seconds_a_day);
  return {static_cast<std::int32_t>(day)};
}

std::int64_t difference_in_seconds(std::int64_t later, std::int64_t earlier) {
  if (has_time(later) && has_time(earlier)) return seconds_of(later) - seconds_of(earlier);
  return (std::int64_t{day_of(later).days} - day_of(earlier).days) * seconds_a_day;
}

}  // namespace flatcrm::query
