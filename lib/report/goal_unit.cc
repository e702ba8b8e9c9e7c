#include "report/goal_unit.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "model/iso_codes.h"

namespace flatcrm::report {

namespace {

constexpr int unit_digits = 6, percent_digits = 2, money_digits = 2, days_digits = 2, plain_digits = 2,
              share_digits = 4;

constexpr std::array<std::pair<std::string_view, std::int64_t>, 16> spans{{{"days", 86'400},
                                                                           {"day", 86'400},
                                                                           {"d", 86'400},
                                                                           {"weeks", 604'800},
                                                                           {"week", 604'800},
                                                                           {"w", 604'800},
                                                                           {"hours", 3'600},
                                                                           {"hour", 3'600},
                                                                           {"h", 3'600},
                                                                           {"minutes", 60},
                                                                           {"minute", 60},
                                                                           {"min", 60},
                                                                           {"seconds", 1},
                                                                           {"second", 1},
                                                                           {"s", 1},
                                                                           {"", 86'400}}};

bool is_percent(std::string_view unit) {
  constexpr std::array<std::string_view, 5> names{"%", "percent", "per cent", "pct", "prozent"};
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return core::equal_ignoring_ascii_case(name, unit); });
}

GoalUnit of_duration(std::string_view unit) {
  for (const auto& [name, seconds] : spans)
    if (core::equal_ignoring_ascii_case(name, unit))
      return {.label = unit.empty() ? "days" : std::string(unit), .digits = days_digits, .divisor = seconds};
  return {.wrong = fmt::format("the metric is a duration, and the unit '{}' is none", core::visible(unit)),
          .hint = "write days, weeks, hours or minutes"};
}

GoalUnit of_money(std::string_view unit, const std::string& currency) {
  bool fits =
      unit.empty() || core::equal_ignoring_ascii_case(unit, "money") || !currency_of_unit(unit).empty();
  if (fits) return {.label = currency, .digits = money_digits, .is_money = true};
  return {.wrong = fmt::format("the metric is an amount of money, and the unit '{}' is no currency",
                               core::visible(unit)),
          .hint = "write its ISO 4217 code: EUR"};
}

}  // namespace

std::string currency_of_unit(std::string_view unit) {
  return model::is_currency_code(unit) ? std::string(unit) : std::string();
}

GoalUnit goal_unit(std::string_view unit, const query::Type& type, bool is_share,
                   const std::string& currency) {
  if (type.kind == query::Kind::duration) return of_duration(unit);
  if (type.kind == query::Kind::money) return of_money(unit, currency);
  if (is_percent(unit)) return {.label = "%", .digits = percent_digits, .factor = is_share ? 100 : 1};
  return {.label = std::string(unit), .digits = is_share ? share_digits : plain_digits};
}

core::Decimal GoalUnit::in_unit(core::Decimal value) const {
  core::Decimal scaled = factor == 1 ? value : core::multiply(value, {factor, 0});
  return divisor == 1 ? scaled : core::divide(scaled, {divisor, 0}, unit_digits);
}

core::Decimal GoalUnit::shown(core::Decimal value) const {
  core::Decimal rounded = value.scale > digits || is_money ? core::round(value, digits) : value;
  while (!is_money && rounded.scale > 0 && rounded.mantissa % 10 == 0) {
    rounded.mantissa /= 10;
    --rounded.scale;
  }
  return rounded;
}

}  // namespace flatcrm::report
