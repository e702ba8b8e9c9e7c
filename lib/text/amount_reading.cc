#include "text/amount_reading.h"

#include <cstring>

#include "core/text.h"
#include "text/utf8.h"

namespace flatcrm::text {
namespace {

constexpr std::size_t most_digits = 18;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The digit that a character of another script stands for, or 0.
char plain_digit(char32_t code) {
  for (char32_t zero : {U'\u0660', U'\u06f0', U'\u0966', U'\uff10'}) {
    if (code >= zero && code <= zero + 9) return static_cast<char>('0' + (code - zero));
  }
  return 0;
}

/// What a character is inside of figures; 0 where it can't stand there.
char figure_of(char32_t code) {
  if (code < 0x80)
    return is_digit(static_cast<char>(code)) || code == '.' || code == ',' || code == '\''
               ? static_cast<char>(code)
           : code == ' ' || code == '_' ? '\''
                                        : '\0';
  switch (code) {
    case 0xA0:
    case 0x2009:
    case 0x202F:
    case 0x2007:
    case 0x2019:
    case 0x66C:
      return '\'';
    case 0x66B:
      return ';';
    case 0xFF0E:
      return '.';
    case 0xFF0C:
      return ',';
    default:
      return plain_digit(code);
  }
}

bool is_minus(char32_t code) {
  return code == '-' || code == 0x2212 || code == 0x2010 || code == 0x2013 || code == 0xFF0D;
}

std::string_view strip(std::string_view text) {
  text = core::trim(text);
  while (text.substr(0, 3) == "\u202f") text = core::trim(text.substr(3));
  while (text.size() >= 3 && text.substr(text.size() - 3) == "\u202f")
    text = core::trim(text.substr(0, text.size() - 3));
  return text;
}

/// Cuts a minus or plus off the front; true when one was there.
bool cut_sign_in_front(std::string_view& text, bool& negative) {
  if (text.empty()) return false;
  std::size_t end = 0;
  char32_t code = next_code_point(text, end);
  if (!is_minus(code) && code != '+') return false;
  negative = code != '+';
  text = strip(text.substr(end));
  return true;
}

/// Where the figures begin: the first digit, or a mark with a digit behind it.
std::size_t begin_of_figures(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t here = at;
    char figure = figure_of(next_code_point(text, at));
    if (is_digit(figure)) return here;
    if (figure != '.' && figure != ',') continue;
    std::size_t next = at;
    if (next < text.size() && is_digit(figure_of(next_code_point(text, next)))) return here;
  }
  return text.size();
}

/// Takes figures up to the first character that is none; false when there are too many.
bool take_figures(std::string_view& text, AmountReading& reading) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t here = at;
    char figure = figure_of(next_code_point(text, at));
    if (figure == 0) {
      at = here;
      break;
    }
    if (!reading.add(figure)) return false;
  }
  text = text.substr(at);
  while (!reading.figures().empty() && reading.figures().back() == '\'') reading.remove_last();
  return !reading.figures().empty();
}

/// "12.-", "12,--" and "12,–" are round sums; true when the text began so.
bool cut_round_dash(std::string_view& text, AmountReading& reading) {
  char last = reading.figures().back();
  if (last != '.' && last != ',') return false;
  std::size_t end = 0;
  bool negative = false;
  while (cut_sign_in_front(text, negative) && negative) ++end;
  if (end == 0 && text.substr(0, 3) == "—") text = strip(text.substr(3)), ++end;
  if (end > 0) reading.remove_last();
  return end > 0;
}

bool read_behind(std::string_view text, AmountReading& reading, std::string_view home, int& signs) {
  if (cut_round_dash(text, reading)) {
    text = strip(text);
  } else if (cut_sign_in_front(text, reading.negative)) {
    ++signs;
  }
  text = strip(text);
  if (text.empty()) return true;
  if (!reading.currency.empty()) return false;
  if (text == "%" || text == "\uff05") {
    reading.currency = "%";
    return true;
  }
  reading.currency = currency_of(text, home);
  if (!reading.currency.empty()) return true;
  // "5 EUR-"
  if (text.back() == '-') {
    ++signs;
    reading.negative = true;
    reading.currency = currency_of(strip(text.substr(0, text.size() - 1)), home);
  }
  return !reading.currency.empty();
}

/// Digits in groups: the first of one to three, the others of three, or of two before a last one of three as in India.
bool are_groups(std::string_view whole, char mark) {
  std::size_t first = whole.find(mark);
  if (first == 0 || first > 3 || whole[0] == '0') return false;
  std::size_t last = whole.rfind(mark);
  if (whole.size() - last - 1 != 3) return false;
  std::size_t step =
      whole.find(mark, first + 1) == std::string_view::npos ? 3 : whole.find(mark, first + 1) - first - 1;
  if (step != 3 && !(step == 2 && mark == ',' && first <= 2)) return false;
  for (std::size_t at = first; at < last; at += step + 1) {
    if (whole[at] != mark || (at != last && whole.find(mark, at + 1) != at + step + 1)) return false;
  }
  return true;
}

bool is_whole(std::string_view whole, char other) {
  std::size_t at = whole.find_first_not_of("0123456789");
  if (at == std::string_view::npos) return true;
  char mark = whole[at];
  if (mark != other && mark != '\'') return false;
  return whole.find_first_not_of(std::string{"0123456789"} + mark) == std::string_view::npos &&
         are_groups(whole, mark);
}

}  // namespace

AmountReading read_amount(std::string_view value, std::string_view home) {
  AmountReading reading;
  std::string_view text = strip(value);
  int signs = 0;
  bool in_brackets = text.size() > 2 && text.front() == '(' && text.back() == ')';
  if (in_brackets) {
    text = strip(text.substr(1, text.size() - 2));
    reading.negative = true;
    ++signs;
  }
  if (cut_sign_in_front(text, reading.negative)) ++signs;
  std::size_t begin = begin_of_figures(text);
  if (begin == text.size()) return reading;
  std::string_view front = strip(text.substr(0, begin));
  text = text.substr(begin);
  if (!front.empty() && (front.back() == '-' || front.back() == '+')) {
    reading.negative = front.back() == '-';
    ++signs;
    front = strip(front.substr(0, front.size() - 1));
  }
  if (!front.empty()) {
    reading.currency = currency_of(front, home);
    if (reading.currency.empty()) return reading;
  }
  if (!take_figures(text, reading)) return reading;
  reading.valid = read_behind(text, reading, home, signs) && signs <= 1;
  return reading;
}

std::size_t AmountReading::print(DecimalMark mark, char* out) const {
  if (!valid) return 0;
  char point = mark == DecimalMark::point ? '.' : ',';
  char other = mark == DecimalMark::point ? ',' : '.';
  std::string_view all = figures();
  std::size_t at = all.find_first_of(std::string{point, ';'});
  std::string_view whole = all.substr(0, at);
  std::string_view fraction = at == std::string_view::npos ? std::string_view{} : all.substr(at + 1);
  if (at != std::string_view::npos && fraction.empty()) return 0;
  if (fraction.find_first_not_of("0123456789") != std::string_view::npos || !is_whole(whole, other)) return 0;
  char* end = out;
  std::size_t digits = 0;
  bool is_zero = fraction.find_first_not_of('0') == std::string_view::npos;
  char* sign = end;
  if (negative) *end++ = '-';
  char* begin = end;
  for (char figure : whole) {
    if (!is_digit(figure) || (figure == '0' && end == begin)) continue;
    *end++ = figure;
    ++digits;
    is_zero = false;
  }
  if (end == begin) *end++ = '0';
  if (digits + fraction.size() > most_digits) return 0;
  if (!fraction.empty()) {
    *end++ = '.';
    std::memcpy(end, fraction.data(), fraction.size());
    end += fraction.size();
  }
  if (negative && is_zero) {  // there is no minus nothing
    std::memmove(sign, begin, static_cast<std::size_t>(end - begin));
    --end;
  }
  return static_cast<std::size_t>(end - out);
}

}  // namespace flatcrm::text
