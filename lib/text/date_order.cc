#include "text/date_order.h"

#include <cmath>

#include <fmt/format.h>

#include "core/date.h"
#include "core/text.h"
#include "text/date_reading.h"

namespace flatcrm::text {
namespace {

constexpr std::size_t by_other = 0, by_dots = 1, by_hyphens = 2;

unsigned bit(DateOrder order) {
  return 1u << static_cast<unsigned>(order);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int two_digits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + text[at + 1] - '0';
}

/// Ten bytes of a valid ISO date: what most columns hold, decided without a second look.
bool is_iso_date(std::string_view text) {
  for (std::size_t at : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u}) {
    if (!is_digit(text[at])) return false;
  }
  if (text[4] != '-' || text[7] != '-') return false;
  int month = two_digits(text, 5);
  int day = two_digits(text, 8);
  if (month >= 1 && month <= 12 && day >= 1 && day <= 28) return text.substr(0, 4) != "0000";
  return core::is_valid({two_digits(text, 0) * 100 + two_digits(text, 2), month, day});
}

bool is_clock(std::string_view text, int hours) {
  if (!is_digit(text[0]) || !is_digit(text[1]) || text[2] != ':' || !is_digit(text[3]) || !is_digit(text[4]))
    return false;
  return two_digits(text, 0) < hours && two_digits(text, 3) < 60;
}

/// A date-time exactly as it is written out: YYYY-MM-DDTHH:MM:SS, with Z or ±HH:MM or without.
DateKind iso_time_kind(std::string_view text) {
  if (text.size() < 19 || text.size() > 25 || text[10] != 'T' || text[16] != ':') return DateKind::none;
  bool valid = is_iso_date(text.substr(0, 10)) && is_clock(text.substr(11), 24) && is_digit(text[17]) &&
               is_digit(text[18]) && text[17] < '6';
  if (!valid) return DateKind::none;
  std::string_view zone = text.substr(19);
  if (zone.empty()) return DateKind::local_time;
  if (zone == "Z") return DateKind::instant;
  bool signed_zone = zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && is_clock(zone.substr(1), 14);
  return signed_zone && zone.substr(1) != "00:00" ? DateKind::instant : DateKind::none;
}

bool is_iso(std::string_view text) {
  return text.size() == 10 ? is_iso_date(text) : iso_time_kind(text) != DateKind::none;
}

/// The day that three numbers mean in an order; invalid where they mean none.
core::Civil civil_of(const DateReading& reading, DateOrder order) {
  const auto& [first, second, third] = reading.numbers;
  core::Civil none{0, 0, 0};
  if (order == DateOrder::ymd) {
    if (reading.digits[0] != 2 || reading.digits[2] > 2) return none;
    return {full_year(first, 2), second, third};
  }
  int year = full_year(third, reading.digits[2]);
  return order == DateOrder::dmy ? core::Civil{year, second, first} : core::Civil{year, first, second};
}

unsigned fitting_orders(const DateReading& reading) {
  unsigned mask = 0;
  for (DateOrder order : {DateOrder::dmy, DateOrder::mdy, DateOrder::ymd}) {
    if (core::is_valid(civil_of(reading, order))) mask |= bit(order);
  }
  return mask;
}

std::size_t group_of(const DateReading& reading) {
  if (reading.separator == '.') return by_dots;
  return reading.separator == '-' && reading.digits[2] == 2 ? by_hyphens : by_other;
}

char* put_digits(char* at, int number, int width) {
  for (int i = width - 1; i >= 0; --i, number /= 10) at[i] = static_cast<char>('0' + number % 10);
  return at + width;
}

char* put_minutes(char* at, int minutes) {
  at = put_digits(at, minutes / 60, 2);
  *at++ = ':';
  return put_digits(at, minutes % 60, 2);
}

char* put_date(char* at, core::Civil civil) {
  at = put_digits(at, civil.year, 4);
  *at++ = '-';
  at = put_digits(at, civil.month, 2);
  *at++ = '-';
  return put_digits(at, civil.day, 2);
}

DateText print_into(core::Arena& arena, std::string_view value, core::Civil civil, const Clock& clock,
                    std::string_view offset) {
  char text[32];
  char* end = put_date(text, civil);
  DateKind kind = DateKind::date;
  if (clock.given) {
    *end++ = 'T';
    end = put_minutes(end, clock.minutes);
    *end++ = ':';
    end = put_digits(end, clock.seconds, 2);
    kind = clock.offset_minutes || !offset.empty() ? DateKind::instant : DateKind::local_time;
  }
  if (clock.given && clock.offset_minutes) {
    int minutes = *clock.offset_minutes;
    if (minutes == 0) {
      *end++ = 'Z';
    } else {
      *end++ = minutes < 0 ? '-' : '+';
      end = put_minutes(end, std::abs(minutes));
    }
    offset = {};
  } else if (!clock.given) {
    offset = {};
  }
  std::string_view written(text, static_cast<std::size_t>(end - text));
  if (offset.empty() && written == value) return {value, kind};
  return {arena.keep(written, offset), kind};
}

/// Of a serial day with its fraction as the clock, to the second.
core::Civil read_serial_day(double serial, Clock& clock) {
  double day = std::floor(serial);
  auto seconds = static_cast<int>(std::lround((serial - day) * 86400));
  if (seconds == 86400) {
    seconds = 0;
    day += 1;
  }
  if (serial != std::floor(serial)) {
    clock.given = true;
    clock.minutes = seconds / 60;
    clock.seconds = seconds % 60;
  }
  const core::Date epoch = core::to_date({1899, 12, 30});
  return core::to_civil({epoch.days + static_cast<std::int32_t>(day)});
}

std::string_view words(DateOrder order) {
  switch (order) {
    case DateOrder::dmy:
      return "day first";
    case DateOrder::mdy:
      return "month first";
    case DateOrder::ymd:
      break;
  }
  return "year first";
}

std::optional<DateOrder> only_order(unsigned mask) {
  for (DateOrder order : {DateOrder::dmy, DateOrder::mdy, DateOrder::ymd}) {
    if (mask == bit(order)) return order;
  }
  return {};
}

}  // namespace

/// What is known of one group of values, or of two together.
struct DateDecider {
  using Masks = std::array<DateColumn::Seen, DateColumn::masks>;

  Masks seen;
  unsigned fitting = 7;  // the orders that fit every value
  bool any = false;

  void add(const Masks& masks) {
    for (std::size_t mask = 1; mask < masks.size(); ++mask) {
      if (masks[mask].count == 0) continue;
      seen[mask].merge(masks[mask]);
      fitting &= static_cast<unsigned>(mask);
      any = true;
    }
  }

  /// Values under which an order is ruled out, one for each side of a contradiction.
  std::vector<std::string> contradicting() const {
    std::vector<std::string> examples;
    for (unsigned order = 1; order < 8 && examples.size() < 2; order <<= 1) {
      for (unsigned mask = 1; mask < 8; ++mask) {
        if (seen[mask].count > 0 && only_order(mask) && (mask & order) != 0)
          examples.push_back(seen[mask].first);
      }
    }
    for (unsigned mask = 1; mask < 8 && examples.size() < 2; ++mask) {
      if (seen[mask].count > 0 && !only_order(mask)) examples.push_back(seen[mask].first);
    }
    return examples;
  }

  std::vector<std::string> open_examples() const {
    std::vector<std::string> examples;
    for (const DateColumn::Seen& values : seen) {
      for (const std::string& value : {values.first, values.second}) {
        if (values.count > 0 && !value.empty() && examples.size() < 2) examples.push_back(value);
      }
    }
    return examples;
  }

  std::string_view proof(DateOrder order) const {
    for (unsigned mask :
         {bit(order), 7u & ~bit(DateOrder::dmy), 7u & ~bit(DateOrder::mdy), 7u & ~bit(DateOrder::ymd)}) {
      if (seen[mask].count > 0 && (mask & bit(order)) != 0) return seen[mask].first;
    }
    return {};
  }

  void settle(DateDecision& decision, std::optional<DateOrder>& into, unsigned usual) {
    if (!any) return;
    // What is usual is preferred, where a value does not forbid it.
    if ((fitting & usual) != 0) fitting &= usual;
    into = only_order(fitting);
    if (into) {
      if (decision.why.empty()) decision.why = fmt::format("{}, as '{}' shows", words(*into), proof(*into));
    } else if (decision.state == DateState::decided) {
      decision.state = fitting == 0 ? DateState::contradictory : DateState::ambiguous;
      decision.examples = fitting == 0 ? contradicting() : open_examples();
      decision.why = fitting == 0 ? "no order of day and month fits every value"
                                  : "more than one order fits every value";
    }
  }
};

void DateColumn::Seen::add(std::string_view value) {
  if (count++ == 0) {
    first = value;
  } else if (second.empty() && first != value) {
    second = value;
  }
}

void DateColumn::Seen::merge(const Seen& later) {
  if (later.count == 0) return;
  if (count == 0) {
    *this = later;
    return;
  }
  count += later.count;
  for (const std::string& value : {later.first, later.second}) {
    if (second.empty() && value != first) second = value;
  }
}

std::optional<DateOrder> parse_date_order(std::string_view name) {
  for (DateOrder order : {DateOrder::dmy, DateOrder::mdy, DateOrder::ymd}) {
    if (core::equal_ignoring_ascii_case(name, print(order))) return order;
  }
  return {};
}

std::string_view print(DateOrder order) {
  switch (order) {
    case DateOrder::dmy:
      return "dmy";
    case DateOrder::mdy:
      return "mdy";
    case DateOrder::ymd:
      break;
  }
  return "ymd";
}

void DateColumn::add(std::string_view value) {
  if (is_iso(value)) {
    ++values_;
    ++plain_;
    return;
  }
  value = core::trim(value);
  if (value.empty()) return;
  ++values_;
  DateReading reading = read_date(value);
  if (reading.shape == DateShape::fixed) ++plain_;
  if (reading.shape == DateShape::serial) ++serial_;
  if (reading.shape == DateShape::numeric) numeric_[group_of(reading)][fitting_orders(reading)].add(value);
}

void DateColumn::merge(const DateColumn& later) {
  values_ += later.values_;
  plain_ += later.plain_;
  serial_ += later.serial_;
  for (std::size_t group = 0; group < groups; ++group) {
    for (std::size_t mask = 0; mask < masks; ++mask) numeric_[group][mask].merge(later.numeric_[group][mask]);
  }
}

DateDecision DateColumn::decide(std::optional<DateOrder> given) const {
  DateDecision decision;
  decision.values = values_;
  std::size_t readable = plain_;
  // Numbers are days only where they are most of what can be read: else they are numbers in the wrong column.
  std::size_t dates = plain_;
  for (const auto& group : numeric_) {
    for (std::size_t mask = 1; mask < masks; ++mask) dates += group[mask].count;
  }
  decision.format.serials = serial_ >= dates && serial_ * 2 >= values_ && serial_ > 0;
  if (decision.format.serials) readable += serial_;
  if (given) {
    decision.format.order = decision.format.dotted_order = given;
    decision.why = fmt::format("{}, as given", words(*given));
    for (const auto& group : numeric_) {
      for (unsigned mask = 1; mask < masks; ++mask)
        readable += (mask & bit(*given)) != 0 ? group[mask].count : 0;
    }
  } else {
    constexpr unsigned year_last = 3;
    DateDecider other, dotted;
    other.add(numeric_[by_other]);
    other.add(numeric_[by_hyphens]);
    dotted.add(numeric_[by_dots]);
    bool hyphens = false;
    for (std::size_t mask = 1; mask < masks; ++mask)
      hyphens = hyphens || numeric_[by_hyphens][mask].count > 0;
    other.settle(decision, decision.format.order, hyphens ? 7 : year_last);
    dotted.settle(decision, decision.format.dotted_order, bit(DateOrder::dmy));
    readable = decision.format.serials ? dates + serial_ : dates;
  }
  decision.unreadable = values_ - readable;
  return decision;
}

DateText DateFormat::parse(std::string_view value, core::Arena& arena, std::string_view offset) const {
  if (value.size() == 10 && is_iso_date(value)) return {value, DateKind::date};
  if (DateKind kind = iso_time_kind(value); kind != DateKind::none) {
    if (kind == DateKind::instant || offset.empty()) return {value, kind};
    return {arena.keep(value, offset), DateKind::instant};
  }
  std::string_view trimmed = core::trim(value);
  DateReading reading = read_date(trimmed);
  switch (reading.shape) {
    case DateShape::fixed:
      return print_into(arena, trimmed, reading.civil, reading.clock, offset);
    case DateShape::serial: {
      if (!serials) break;
      core::Civil civil = read_serial_day(reading.serial, reading.clock);
      return print_into(arena, trimmed, civil, reading.clock, offset);
    }
    case DateShape::numeric: {
      std::optional<DateOrder> by = reading.separator == '.' ? dotted_order : order;
      if (!by) break;
      core::Civil civil = civil_of(reading, *by);
      if (core::is_valid(civil)) return print_into(arena, trimmed, civil, reading.clock, offset);
      break;
    }
    case DateShape::none:
      break;
  }
  return {value, DateKind::none};
}

}  // namespace flatcrm::text
