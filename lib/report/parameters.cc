#include "report/parameters.h"

#include <fmt/format.h>

namespace flatcrm::report {

std::string span_of(const Period& period) {
  return fmt::format("{}..{}", core::print(period.first), core::print(period.last));
}

std::string span_of(const Parameters& parameters) {
  return span_of(parameters.period.value_or(Period{first_of_all_days(), parameters.as_of}));
}

std::optional<Period> before(const Parameters& parameters) {
  return parameters.period.has_value() ? period_before(*parameters.period) : std::nullopt;
}

}  // namespace flatcrm::report
