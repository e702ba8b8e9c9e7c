#include "text/date_reading.h"

#include <charconv>
#include <cmath>

#include "core/text.h"

namespace flatcrm::text {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Walks over a value; every `take` moves only where it succeeds.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  std::string_view rest() const { return text_.substr(at_); }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
    if (rest().substr(0, 2) == "\u00a0") at_ += 2, skip_blanks();
    if (rest().substr(0, 3) == "\u202f") at_ += 3, skip_blanks();  // what CLDR puts before AM and PM
  }
  bool take(char c) {
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (rest().substr(0, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  /// A run of digits; `digits` 0 where there is none, or more than nine.
  int number(int& digits) {
    std::size_t end = at_;
    int value = 0;
    while (end < text_.size() && is_digit(text_[end]) && end - at_ < 9)
      value = value * 10 + (text_[end++] - '0');
    digits = static_cast<int>(end - at_);
    if (end < text_.size() && is_digit(text_[end])) digits = 0;
    if (digits > 0) at_ = end;
    return value;
  }
  std::string_view word() {
    std::size_t begin = at_;
    while (!at_end() && is_letter(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  std::size_t place() const { return at_; }
  void go_back(std::size_t place) { at_ = place; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

struct NamedZone {
  std::string_view name;
  int minutes;
};
// RFC 5322 section 4.3, and the zones of Europe.
constexpr NamedZone zones[] = {{"z", 0},      {"utc", 0},    {"gmt", 0},    {"est", -300}, {"edt", -240},
                               {"cst", -360}, {"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480},
                               {"pdt", -420}, {"cet", 60},   {"cest", 120}, {"wet", 0},    {"west", 60},
                               {"eet", 120},  {"eest", 180}};

/// "+01:00", "+0100", "+01" or "+1"; nothing where it is none of these.
std::optional<int> signed_offset(Cursor& cursor) {
  int sign = cursor.take('+') ? 1 : cursor.take('-') ? -1 : 0;
  if (sign == 0) return {};
  int digits = 0;
  int hours = cursor.number(digits);
  int minutes = 0;
  if (digits == 4) {
    minutes = hours % 100;
    hours /= 100;
  } else if (digits == 0 || digits > 2) {
    return {};
  } else if (cursor.take(':')) {
    minutes = cursor.number(digits);
    if (digits != 2) return {};
  }
  if (hours > 14 || minutes > 59) return {};
  return sign * (hours * 60 + minutes);
}

bool read_offset(Cursor& cursor, Clock& clock) {
  cursor.skip_blanks();
  if (cursor.at_end()) return true;
  bool in_brackets = cursor.take('(');
  std::string name = core::lower_ascii(cursor.word());
  if (!name.empty()) {
    for (const NamedZone& zone : zones) {
      if (name == zone.name) clock.offset_minutes = zone.minutes;
    }
    if (!clock.offset_minutes) return false;
  }
  if (cursor.peek() == '+' || cursor.peek() == '-') {
    if (clock.offset_minutes.value_or(0) != 0) return false;
    clock.offset_minutes = signed_offset(cursor);
    if (!clock.offset_minutes) return false;
  }
  return clock.offset_minutes && in_brackets == cursor.take(')');
}

enum class HalfDay { none, morning, afternoon };

HalfDay read_half_day(Cursor& cursor) {
  cursor.skip_blanks();
  std::string rest = core::lower_ascii(cursor.rest().substr(0, 5));
  for (std::string_view form : {"a.m.", "am", "a. m."}) {
    if (rest.substr(0, form.size()) == form)
      return cursor.take(cursor.rest().substr(0, form.size())), HalfDay::morning;
  }
  for (std::string_view form : {"p.m.", "pm", "p. m."}) {
    if (rest.substr(0, form.size()) == form)
      return cursor.take(cursor.rest().substr(0, form.size())), HalfDay::afternoon;
  }
  return HalfDay::none;
}

bool skip_fraction(Cursor& cursor) {
  if (!cursor.take('.') && !cursor.take(',')) return true;
  int digits = 0;
  cursor.number(digits);
  return digits > 0;
}

/// A clock time and an offset up to the end of the value.
bool read_clock(Cursor& cursor, Clock& clock) {
  int digits = 0;
  int hours = cursor.number(digits);
  if (digits < 1 || digits > 2 || hours > 23) return false;
  int minutes = 0;
  bool has_minutes = cursor.take(':');
  if (has_minutes) {
    minutes = cursor.number(digits);
    if (digits != 2 || minutes > 59) return false;
    if (cursor.take(':')) {
      clock.seconds = cursor.number(digits);
      if (digits != 2 || clock.seconds > 59 || !skip_fraction(cursor)) return false;
    }
  }
  HalfDay half = read_half_day(cursor);
  if (!has_minutes && half == HalfDay::none) return false;
  if (half != HalfDay::none) {
    if (hours < 1 || hours > 12) return false;
    hours = hours % 12 + (half == HalfDay::afternoon ? 12 : 0);
  }
  clock.given = true;
  clock.minutes = hours * 60 + minutes;
  return read_offset(cursor, clock) && cursor.at_end();
}

/// What may stand behind the date: nothing, or a clock.
bool read_tail(Cursor& cursor, Clock& clock) {
  if (cursor.at_end()) return true;
  bool divided = cursor.take('T') || cursor.take('t') || cursor.take(',') || cursor.take('.') ||
                 cursor.peek() == ' ' || static_cast<unsigned char>(cursor.peek()) >= 0x80;
  cursor.skip_blanks();
  if (cursor.take("at ") || cursor.take("um ") || cursor.take("- ")) cursor.skip_blanks();
  return divided && (cursor.at_end() || read_clock(cursor, clock));
}

DateReading fixed(core::Civil civil) {
  DateReading reading;
  if (core::is_valid(civil)) {
    reading.shape = DateShape::fixed;
    reading.civil = civil;
  }
  return reading;
}

/// 20261122
DateReading read_compact(int number) {
  return fixed({number / 10000, number / 100 % 100, number % 100});
}

/// One of '/', '.', '-' with blanks behind it, or blanks alone; 0 where there is none.
char read_separator(Cursor& cursor) {
  std::size_t before = cursor.place();
  cursor.skip_blanks();
  char separator = cursor.peek();
  if (separator == '/' || separator == '.' || separator == '-') {
    cursor.take(separator);
    cursor.skip_blanks();
    return separator;
  }
  if (is_digit(separator) && cursor.place() > before) return ' ';
  cursor.go_back(before);
  return 0;
}

/// 年, 月 and 日, or 년, 월 and 일.
bool read_unit(Cursor& cursor, std::string_view han, std::string_view hangul) {
  cursor.skip_blanks();
  bool found = cursor.take(han) || cursor.take(hangul);
  cursor.skip_blanks();
  return found;
}

DateReading read_ideographic(Cursor& cursor, int year) {
  int digits = 0;
  int month = cursor.number(digits);
  if (!read_unit(cursor, "月", "월")) return {};
  int day = cursor.number(digits);
  if (!read_unit(cursor, "日", "일") && !cursor.at_end()) return {};
  DateReading reading = fixed({year, month, day});
  if (!cursor.at_end() && !read_clock(cursor, reading.clock)) return {};
  return reading;
}

DateReading numeric(std::array<int, 3> numbers, std::array<int, 3> digits, char separator) {
  if (digits[1] > 2 || digits[1] == 0) return {};
  if (digits[0] == 4 && digits[2] <= 2 && digits[2] > 0) return fixed({numbers[0], numbers[1], numbers[2]});
  if (digits[0] > 2 || (digits[2] != 4 && digits[2] != 2)) return {};
  DateReading reading;
  reading.shape = DateShape::numeric;
  reading.numbers = numbers;
  reading.digits = digits;
  reading.separator = separator;
  return reading;
}

/// "22/11/2026" and nothing else: the commonest form, without the cursor.
DateReading read_plain_numeric(std::string_view value) {
  char separator = value[2];
  if (value[5] != separator || (separator != '/' && separator != '.' && separator != '-')) return {};
  for (std::size_t at : {0u, 1u, 3u, 4u, 6u, 7u, 8u, 9u}) {
    if (!is_digit(value[at])) return {};
  }
  auto two = [&](std::size_t at) { return (value[at] - '0') * 10 + value[at + 1] - '0'; };
  return numeric({two(0), two(3), two(6) * 100 + two(8)}, {2, 2, 4}, separator);
}

DateReading read_serial(std::string_view value) {
  DateReading reading;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), reading.serial);
  bool whole = error == std::errc{} && end == value.data() + value.size();
  // Five digits: 1927 to 2173. What is shorter is a number or a year.
  if (whole && reading.serial >= 10000 && reading.serial < 100000) reading.shape = DateShape::serial;
  // Seconds or thousandths since 1970, of 2001 to 2033: what begins with 20 could be a day and an hour.
  const double seconds = reading.serial >= 1e12 ? reading.serial / 1000 : reading.serial;
  if (whole && value.front() != '0' && seconds >= 1e9 && seconds < 2e9) {
    constexpr double first_day = 25569;  // 1970-01-01
    reading.shape = DateShape::serial;
    reading.serial = first_day + seconds / 86400;
    reading.clock.offset_minutes = 0;
  }
  return reading;
}

bool is_filler(std::string_view word) {
  for (std::string_view filler : {"de", "del", "of", "the", "den", "der", "le", "di", "st", "nd", "rd", "th",
                                  "er", "º", "r", "г", "года"}) {
    if (word == filler) return true;
  }
  return false;
}

bool is_weekday(std::string_view word) {
  std::string name = core::lower_ascii(word);
  for (std::string_view day :
       {"monday",   "tuesday",  "wednesday", "thursday",   "friday",  "saturday", "sunday",
        "montag",   "dienstag", "mittwoch",  "donnerstag", "freitag", "samstag",  "sonnabend",
        "sonntag",  "mo",       "di",        "mi",         "do",      "fr",       "sa",
        "so",       "lundi",    "mardi",     "mercredi",   "jeudi",   "vendredi", "samedi",
        "dimanche", "lunes",    "martes",    "jueves",     "viernes", "domingo"}) {
    if (name == day || (name.size() == 3 && day.substr(0, 3) == name && day.size() > 5)) return true;
  }
  return false;
}

/// The parts of a date whose month is a word, as they come.
class NamedDate {
 public:
  bool is_complete() const { return count_ == 2 && month_ != 0; }

  /// A day or a year; false where it can't be one.
  bool read_number(Cursor& cursor) {
    if (count_ == 2) return false;
    numbers_[count_] = cursor.number(digits_[count_]);
    return digits_[count_++] > 0;
  }
  /// The month, or a word that says nothing; false where it is another one.
  bool read_word(std::string_view word) {
    if (word.empty()) return false;
    if (is_filler(word)) return true;
    if (month_ != 0) return false;
    month_ = month_of(word);
    if (month_ == 0) return count_ == 0 && is_weekday(word);
    month_first_ = count_ == 0;
    return true;
  }
  /// Shape none where the numbers are no day and year. Requires: is_complete().
  DateReading reading() const {
    bool year_first = !month_first_ && digits_[0] == 4;
    std::size_t year = year_first ? 0 : 1;
    if (digits_[year] != 4 && (digits_[year] != 2 || year_first)) return {};
    if (digits_[1 - year] > 2) return {};
    return fixed({full_year(numbers_[year], digits_[year]), month_, numbers_[1 - year]});
  }

 private:
  int month_ = 0;
  bool month_first_ = false;
  std::size_t count_ = 0;  // of numbers
  std::array<int, 2> numbers_{}, digits_{};
};

/// 22 Nov 2026, Nov 22nd, 2026, 2026-Nov-22, Sunday, 22 de noviembre de 2026
DateReading read_named(std::string_view value) {
  Cursor cursor(value);
  NamedDate date;
  while (!cursor.at_end() && !date.is_complete()) {
    cursor.skip_blanks();
    if (cursor.take(',') || cursor.take('.') || cursor.take('-') || cursor.take('/')) continue;
    bool read = is_digit(cursor.peek()) ? date.read_number(cursor) : date.read_word(cursor.word());
    if (!read) return {};
  }
  if (!date.is_complete()) return {};
  DateReading reading = date.reading();
  if (reading.shape == DateShape::none) return {};
  std::size_t before = cursor.place();
  cursor.skip_blanks();
  if (!is_filler(cursor.word())) cursor.go_back(before);  // 2026 г.
  return read_tail(cursor, reading.clock) ? reading : DateReading{};
}

}  // namespace

int full_year(int number, int digits) {
  if (digits > 2) return number;
  return number <= 68 ? 2000 + number : 1900 + number;
}

DateReading read_date(std::string_view value) {
  if (value.size() < 5 || value.size() > 64) return {};
  if (!is_digit(value[0])) return read_named(value);
  if (value.size() == 10) {
    if (DateReading plain = read_plain_numeric(value); plain.shape != DateShape::none) return plain;
  }
  Cursor cursor(value);
  std::array<int, 3> numbers{}, digits{};
  numbers[0] = cursor.number(digits[0]);
  DateReading reading;
  if (digits[0] == 8) {
    reading = read_compact(numbers[0]);
  } else if (digits[0] == 5 || digits[0] == 0) {  // 0: more than nine
    return read_serial(value);
  } else {
    if (digits[0] == 4 && read_unit(cursor, "年", "년")) return read_ideographic(cursor, numbers[0]);
    char first = read_separator(cursor);
    numbers[1] = cursor.number(digits[1]);
    if (first == 0 || digits[1] == 0) return read_named(value);
    char second = read_separator(cursor);
    numbers[2] = cursor.number(digits[2]);
    if (second != first || digits[2] == 0) return {};
    reading = numeric(numbers, digits, first);
  }
  return read_tail(cursor, reading.clock) ? reading : DateReading{};
}

}  // namespace flatcrm::text
