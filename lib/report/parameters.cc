#include "report/parameters.h"

#include <fmt/format.h>

#include <algorithm>

namespace flatcrm::report {

std::string span_of(const Period& period) {
  return fmt::format("{}..{}", core::print(period.first), core::print(period.last));
}

Period so_far(const Period& period, core::Date as_of) {
  return {period.first, std::max(period.first, std::min(period.last, as_of))};
}

std::string span_of(const Parameters& parameters) {
  return span_of(
      so_far(parameters.period.value_or(Period{first_of_all_days(), parameters.as_of}), parameters.as_of));
}

std::optional<Period> before(const Parameters& parameters) {
  return parameters.period.has_value() ? period_before(*parameters.period) : std::nullopt;
}

}  // namespace flatcrm::report
