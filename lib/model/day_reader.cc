#include "model/day_reader.h"

#include <string>

namespace flatcrm::model {

DayReader::Month DayReader::read_month(std::string_view text) {
  Month month;
  month.text = quick_hash_detail::load_8(text.data());
  std::string first(text.substr(0, 8));
  std::optional<core::Date> day = core::parse_date(first + "01");
  if (!day) return month;
  month.before = {day->days - 1};
  month.days = 28;
  while (month.days < 31 && core::parse_date(first + std::to_string(month.days + 1))) ++month.days;
  return month;
}

core::Date DayReader::read_other(std::string_view text, bool instants) {
  std::optional<core::Date> day = instants ? core::parse_day(text) : std::nullopt;
  return day ? *day : core::no_date;
}

}  // namespace flatcrm::model
