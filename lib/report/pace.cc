#include "report/pace.h"

#include <array>
#include <limits>

#include <fmt/format.h>

#include "report/concentration.h"

namespace flatcrm::report {

namespace {

using core::Decimal;
using core::Int128;

constexpr int common_digits = 6;  // of figures beside each other: as many as a quotient has
constexpr int percent_digits = 2;

Int128 power_of_ten(int digits) {
  Int128 power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

Int128 mantissa_of(Decimal value) {
  if (value.scale <= common_digits) return Int128{value.mantissa} * power_of_ten(common_digits - value.scale);
  return core::round(value, common_digits).mantissa;
}

/// part / whole, or nothing where that has no room.
std::optional<Decimal> quotient(Int128 part, Int128 whole, int digits) {
  if (whole == 0) return std::nullopt;
  if (whole < 0) {
    part = -part;
    whole = -whole;
  }
  constexpr Int128 most = std::numeric_limits<std::int64_t>::max();
  Int128 size = part / whole * power_of_ten(digits + 1);
  if (size > most || size < -most) return std::nullopt;
  return ratio(part, whole, digits);
}

Decimal without_zeros(Decimal value) {
  while (value.scale > 0 && value.mantissa % 10 == 0) {
    value.mantissa /= 10;
    --value.scale;
  }
  return value;
}

/// An aim with all that a line needs, and where it stands.
class Line {
 public:
  Line(const Aim& aim, core::Date day)
      : baseline_(mantissa_of(*aim.baseline)),
        target_(mantissa_of(*aim.target)),
        known_(aim.start != core::no_date && aim.due != core::no_date) {
    if (!known_) return;
    all_ = aim.due.days - aim.start.days;
    gone_ = aim.is_past(day) ? all_ : day.days - aim.start.days;
    if (all_ == 0) all_ = gone_ = 1;  // due on its first day
  }

  bool is_known() const { return known_; }
  bool is_reached(Int128 value) const { return target_ > baseline_ ? value >= target_ : value <= target_; }
  /// Is the progress no smaller than the share of the days that have gone?
  bool is_on_pace(Int128 value) const {
    Int128 progress = (value - baseline_) * all_, wanted = (target_ - baseline_) * gone_;
    return target_ > baseline_ ? progress >= wanted : progress <= wanted;
  }
  std::optional<Decimal> progress(Int128 value) const {
    return quotient((value - baseline_) * 100, target_ - baseline_, percent_digits);
  }
  std::optional<Decimal> expected_progress() const {
    return quotient(Int128{gone_} * 100, all_, percent_digits);
  }
  std::optional<Decimal> expected(int digits) const {
    return figure(baseline_ * all_ + (target_ - baseline_) * gone_, all_, digits);
  }
  std::optional<Decimal> forecast(Int128 value, int digits) const {
    if (gone_ == 0) return std::nullopt;  // the first day tells nothing of those to come
    return figure(baseline_ * gone_ + (value - baseline_) * all_, gone_, digits);
  }

 private:
  static std::optional<Decimal> figure(Int128 sum, Int128 days, int digits) {
    std::optional<Decimal> value = quotient(sum, days * power_of_ten(common_digits), digits);
    return value ? std::optional(without_zeros(*value)) : std::nullopt;
  }

  Int128 baseline_, target_;
  std::int64_t all_ = 0, gone_ = 0;
  bool known_;
};

Pace unmeasured(std::string why) {
  Pace pace;
  pace.why = std::move(why);
  return pace;
}

/// Without a direction all that can be said is whether it is there.
Pace undirected(const Aim& aim, Decimal value) {
  if (value == *aim.target) return {.outlook = Outlook::met};
  if (!aim.baseline) return unmeasured("it has no baseline, so that nothing says which way is better");
  return unmeasured("its target is its baseline, so that nothing says which way is better");
}

}  // namespace

std::string_view name_of(Outlook outlook) {
  constexpr std::array<std::string_view, outlooks> names{"missed", "at risk", "not measurable yet", "on pace",
                                                         "met"};
  return names[static_cast<std::size_t>(outlook)];
}

Pace pace_of(const Aim& aim, std::optional<Decimal> now, std::optional<Decimal> at_due, core::Date day,
             int digits) {
  bool dated = aim.start != core::no_date && aim.due != core::no_date;
  if (dated && aim.due < aim.start)
    return unmeasured(
        fmt::format("it is due on {}, before it starts on {}", core::print(aim.due), core::print(aim.start)));
  if (aim.start != core::no_date && aim.start > day)
    return unmeasured(fmt::format("it starts on {}", core::print(aim.start)));
  if (!aim.target) return unmeasured("it has no target");
  bool past = aim.is_past(day);
  std::optional<Decimal> counts = past ? at_due : now;
  if (!counts) return unmeasured(past ? "its figure had no value on its due day" : "its figure has no value");
  if (!aim.baseline || *aim.baseline == *aim.target) {
    Pace pace = undirected(aim, *counts);
    bool missed = past && aim.baseline.has_value() && pace.outlook != Outlook::met;
    if (missed) return {.outlook = Outlook::missed};
    return pace;
  }
  Line line(aim, day);
  Int128 value = mantissa_of(*counts);
  Pace pace;
  pace.progress = line.progress(value);
  if (line.is_known()) {
    pace.expected_progress = line.expected_progress();
    pace.expected = line.expected(digits);
    pace.forecast = line.forecast(value, digits);
  }
  if (past)
    pace.outlook = line.is_reached(value) ? Outlook::met : Outlook::missed;
  else if (line.is_reached(value))
    pace.outlook = Outlook::met;
  else if (line.is_known())
    pace.outlook = line.is_on_pace(value) ? Outlook::on_pace : Outlook::at_risk;
  else if (aim.due == core::no_date)
    pace.why = "it has no due day";
  else
    pace.why = "it has no start day, so that its pace is not known";
  return pace;
}

}  // namespace flatcrm::report
