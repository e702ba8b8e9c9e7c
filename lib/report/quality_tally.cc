#include "report/quality_tally.h"

#include <bit>

#include "report/measures.h"

namespace flatcrm::report {

namespace {

constexpr std::uint16_t essential = (1U << name_field) | (1U << email_field) | (1U << phone_field) |
                                    (1U << city_field) | (1U << country_field) | (1U << owner_field) |
                                    (1U << status_field);
constexpr std::uint16_t ways_to_reach = (1U << email_field) | (1U << phone_field) | (1U << street_field);
constexpr int fresh_days = 365;

int bits_of(std::uint16_t fields) {
  return std::popcount(static_cast<unsigned>(fields));
}

}  // namespace

void QualityTally::add(const QualityRecord& record, core::Date day) {
  ++records;
  essential_given += bits_of(record.given & essential);
  given += bits_of(record.given);
  invalid += bits_of(record.invalid);
  with_invalid += record.invalid != 0 ? 1 : 0;
  suspicious += record.suspicious != 0 ? 1 : 0;
  undated += record.fresh == core::no_date ? 1 : 0;
  fresh += record.fresh != core::no_date && day.days - record.fresh.days <= fresh_days ? 1 : 0;
  unreachable += (record.given & ~record.invalid & ways_to_reach) == 0 ? 1 : 0;
}

Cell QualityTally::complete() const {
  return percent(essential_given, records * bits_of(essential), table_digits);
}

Cell QualityTally::valid() const {
  return percent(given - invalid, given, table_digits);
}

}  // namespace flatcrm::report
