#include "text/amount.h"

#include <algorithm>

#include "core/text.h"
#include "text/amount_reading.h"

namespace flatcrm::text {
namespace {

constexpr std::size_t fits_point = 1, fits_comma = 2, fits_either = 3;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

enum class Plain { no, whole, point };

/// [-]digits[.digits] in canonical form: what most columns hold. `point` where the digits behind it are not three.
Plain plainness(std::string_view value) {
  std::size_t at = !value.empty() && value[0] == '-' ? 1 : 0;
  std::size_t begin = at;
  while (at < value.size() && is_digit(value[at])) ++at;
  std::size_t whole = at - begin;
  if (whole == 0 || whole > 9 || (value[begin] == '0' && (whole > 1 || begin == 1))) return Plain::no;
  if (at == value.size()) return Plain::whole;
  if (value[at] != '.') return Plain::no;
  std::size_t point = at++;
  while (at < value.size() && is_digit(value[at])) ++at;
  std::size_t digits = at - point - 1;
  return at == value.size() && digits > 0 && digits < 10 && digits != 3 ? Plain::point : Plain::no;
}

}  // namespace

std::optional<DecimalMark> parse_decimal_mark(std::string_view name) {
  if (name == "point" || name == ".") return DecimalMark::point;
  if (name == "comma" || name == ",") return DecimalMark::comma;
  return {};
}

void AmountFormat::set_home(std::string_view currency) {
  home.fill('\0');
  if (currency.size() == home.size()) std::copy(currency.begin(), currency.end(), home.begin());
}

Amount AmountFormat::parse(std::string_view value, core::Arena& arena) const {
  Plain plain = plainness(value);
  if (plain == Plain::whole || (plain == Plain::point && mark == DecimalMark::point))
    return {value, {}, true};
  AmountReading reading =
      read_amount(value, home[0] == '\0' ? std::string_view{} : std::string_view{home.data(), 3});
  char text[AmountReading::longest];
  std::size_t size = reading.print(mark, text);
  if (size == 0) return {value, {}, false};
  return {arena.keep({text, size}), reading.currency, true};
}

void AmountColumn::add(std::string_view value) {
  Plain plain = plainness(value);
  if (plain == Plain::whole) {
    ++values_;
    ++plain_;
    return;
  }
  if (plain == Plain::no && core::trim(value).empty()) return;
  ++values_;
  std::size_t marks = fits_point;
  if (plain == Plain::no) {
    AmountReading reading = read_amount(value, {});
    char point[AmountReading::longest], comma[AmountReading::longest];
    std::size_t point_size = reading.print(DecimalMark::point, point);
    std::size_t comma_size = reading.print(DecimalMark::comma, comma);
    if (point_size > 0 && std::string_view(point, point_size) == std::string_view(comma, comma_size)) {
      ++plain_;
      return;
    }
    marks = (point_size > 0 ? fits_point : 0) | (comma_size > 0 ? fits_comma : 0);
  }
  Seen& seen = marks_[marks];
  if (seen.count++ == 0) {
    seen.first = value;
  } else if (marks == fits_either && second_either_.empty() && seen.first != value) {
    second_either_ = value;
  }
}

void AmountColumn::merge(const AmountColumn& later) {
  values_ += later.values_;
  plain_ += later.plain_;
  for (const std::string& value : {later.marks_[fits_either].first, later.second_either_}) {
    const Seen& either = marks_[fits_either];
    if (either.count > 0 && second_either_.empty() && !value.empty() && value != either.first)
      second_either_ = value;
  }
  if (marks_[fits_either].count == 0) second_either_ = later.second_either_;
  for (std::size_t i = 0; i < marks_.size(); ++i) {
    if (marks_[i].count == 0) marks_[i].first = later.marks_[i].first;
    marks_[i].count += later.marks_[i].count;
  }
}

AmountDecision AmountColumn::decide(std::optional<DecimalMark> given) const {
  AmountDecision decision;
  decision.values = values_;
  decision.unreadable = marks_[0].count;
  std::size_t point = marks_[fits_point].count;
  std::size_t comma = marks_[fits_comma].count;
  if (given) {
    decision.format.mark = *given;
    decision.unreadable += *given == DecimalMark::point ? comma : point;
  } else if (point > 0 && comma > 0) {
    decision.state = AmountState::contradictory;
    decision.examples = {marks_[fits_point].first, marks_[fits_comma].first};
  } else if (point + comma == 0 && marks_[fits_either].count > 0) {
    decision.state = AmountState::ambiguous;
    decision.examples = {marks_[fits_either].first};
    if (!second_either_.empty()) decision.examples.push_back(second_either_);
  } else {
    decision.format.mark = comma > 0 ? DecimalMark::comma : DecimalMark::point;
  }
  return decision;
}

}  // namespace flatcrm::text
