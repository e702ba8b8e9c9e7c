#include "core/date.h"

#include <algorithm>

namespace flatcrm::core {
namespace {

constexpr std::int32_t days_per_era = 146'097;  // 400 years
constexpr std::int64_t seconds_per_day = 86'400;

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/// The number that exactly `count` digits at `place` write, or -1.
int digits_at(std::string_view text, std::size_t place, std::size_t count) {
  if (place + count > text.size()) return -1;
  int number = 0;
  for (std::size_t i = place; i < place + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

bool has_at(std::string_view text, std::size_t place, char wanted) {
  return place < text.size() && text[place] == wanted;
}

std::optional<Date> date_prefix(std::string_view text) {
  if (!has_at(text, 4, '-') || !has_at(text, 7, '-')) return std::nullopt;
  Civil civil{digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2)};
  if (!is_valid(civil)) return std::nullopt;
  return to_date(civil);
}

/// Reads "HH:MM" at `place` as minutes, or -1.
int minutes_at(std::string_view text, std::size_t place) {
  int hours = digits_at(text, place, 2);
  int minutes = digits_at(text, place + 3, 2);
  if (!has_at(text, place + 2, ':') || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return -1;
  return hours * 60 + minutes;
}

/// Reads "[:SS[.F]]" at `place`, which moves past it: the seconds, or -1.
int seconds_at(std::string_view text, std::size_t& place) {
  if (!has_at(text, place, ':')) return 0;
  int seconds = digits_at(text, place + 1, 2);
  if (seconds > 59) return -1;
  place += 3;
  if (!has_at(text, place, '.')) return seconds;
  std::size_t end = text.find_first_not_of("0123456789", place + 1);
  if (end == place + 1 || end == std::string_view::npos) return -1;
  place = end;
  return seconds;
}

std::optional<int> offset_of(std::string_view zone) {
  if (zone == "Z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  int minutes = minutes_at(zone, 1);
  if (minutes < 0) return std::nullopt;
  return zone[0] == '-' ? -minutes : minutes;
}

void put(std::string& out, int number, int width) {
  char digits[10];
  for (int i = width - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + number % 10);
    number /= 10;
  }
  out.append(digits, static_cast<std::size_t>(width));
}

void put(std::string& out, Date date) {
  Civil civil = to_civil(date);
  put(out, std::clamp(civil.year, 0, 9999), 4);
  out += '-';
  put(out, civil.month, 2);
  out += '-';
  put(out, civil.day, 2);
}

void put_clock(std::string& out, int minutes) {
  put(out, minutes / 60, 2);
  out += ':';
  put(out, minutes % 60, 2);
}

}  // namespace

bool is_valid(Civil civil) {
  return civil.year >= 1 && civil.year <= 9999 && civil.month >= 1 && civil.month <= 12 && civil.day >= 1 &&
         civil.day <= days_in_month(civil.year, civil.month);
}

// A year that begins in March has its leap day at the end, which makes the months a straight line.
Date to_date(Civil civil) {
  int year = civil.month <= 2 ? civil.year - 1 : civil.year;
  int era = (year >= 0 ? year : year - 399) / 400;
  int year_of_era = year - era * 400;
  int month_from_march = civil.month > 2 ? civil.month - 3 : civil.month + 9;
  int day_of_year = (153 * month_from_march + 2) / 5 + civil.day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return Date{era * days_per_era + day_of_era - 719'468};
}

Civil to_civil(Date date) {
  std::int64_t days = std::int64_t{date.days} + 719'468;
  std::int64_t era = (days >= 0 ? days : days - (days_per_era - 1)) / days_per_era;
  int day_of_era = static_cast<int>(days - era * days_per_era);
  int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month_from_march = (5 * day_of_year + 2) / 153;
  int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  int year = static_cast<int>(era) * 400 + year_of_era + (month <= 2 ? 1 : 0);
  return {year, month, day};
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  return date_prefix(text);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
  std::optional<Date> date = date_prefix(text);
  if (!date || (!has_at(text, 10, 'T') && !has_at(text, 10, ' '))) return std::nullopt;
  int minutes = minutes_at(text, 11);
  std::size_t place = 16;
  int seconds = minutes < 0 ? -1 : seconds_at(text, place);
  if (seconds < 0) return std::nullopt;
  std::optional<int> offset = offset_of(text.substr(place));
  if (!offset) return std::nullopt;
  std::int64_t local = date->days * seconds_per_day + std::int64_t{60} * minutes + seconds;
  return DateTime{local - std::int64_t{60} * *offset, static_cast<std::int16_t>(*offset)};
}

std::optional<Date> parse_day(std::string_view text) {
  if (text.size() == 10) return parse_date(text);
  if (!parse_date_time(text)) return std::nullopt;
  return date_prefix(text);
}

std::string print(Date date) {
  std::string out;
  if (date != no_date) put(out, date);
  return out;
}

std::string print(DateTime instant) {
  std::int64_t local = instant.seconds + std::int64_t{instant.offset_minutes} * 60;
  std::int64_t day = (local >= 0 ? local : local - (seconds_per_day - 1)) / seconds_per_day;
  int second_of_day = static_cast<int>(local - day * seconds_per_day);
  std::string out;
  put(out, Date{static_cast<std::int32_t>(day)});
  out += 'T';
  put_clock(out, second_of_day / 60);
  out += ':';
  put(out, second_of_day % 60, 2);
  if (instant.offset_minutes == 0) return out += 'Z';
  out += instant.offset_minutes < 0 ? '-' : '+';
  put_clock(out, instant.offset_minutes < 0 ? -instant.offset_minutes : instant.offset_minutes);
  return out;
}

Date add_months(Date date, int months) {
  Civil civil = to_civil(date);
  constexpr std::int64_t first = 12, last = std::int64_t{12} * 9999 + 11;
  std::int64_t wanted = std::int64_t{12} * civil.year + civil.month - 1 + months;
  if (wanted < first) return to_date({1, 1, 1});
  if (wanted > last) return to_date({9999, 12, 31});
  int year = static_cast<int>(wanted / 12);
  int month = static_cast<int>(wanted % 12) + 1;
  return to_date({year, month, std::min(civil.day, days_in_month(year, month))});
}

int weekday(Date date) {
  std::int64_t since_monday = (std::int64_t{date.days} + 3) % 7;  // 1970-01-01 was a Thursday
  return static_cast<int>(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

// A week belongs to the year that its Thursday lies in.
Week iso_week(Date date) {
  Date thursday{date.days - weekday(date) + 4};
  int year = to_civil(thursday).year;
  return {year, (thursday.days - to_date({year, 1, 1}).days) / 7 + 1};
}

int quarter(Date date) {
  return (to_civil(date).month - 1) / 3 + 1;
}

int month_number(Date date) {
  Civil civil = to_civil(date);
  return 12 * civil.year + civil.month - 1;
}

}  // namespace flatcrm::core
