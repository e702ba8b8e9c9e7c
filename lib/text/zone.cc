#include "text/zone.h"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <cstdio>

#include "core/date.h"
#include "core/error.h"

namespace flatcrm::text {

struct Zone::Data {
  std::unique_ptr<icu::BasicTimeZone> zone;  // null for UTC
};

Zone::Zone(const std::string& name) {
  auto data = std::make_unique<Data>();
  if (!name.empty() && name != "UTC") {
    std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
    if (basic == nullptr || *zone == icu::TimeZone::getUnknown())
      throw Error(Code::book, "no time zone '" + name + "'", {}, "use a name like Europe/Berlin, or UTC");
    static_cast<void>(zone.release());
    data->zone.reset(basic);
  }
  data_ = std::move(data);
}

Zone::~Zone() = default;

int Zone::offset_minutes(std::string_view local) const {
  auto instant = core::parse_date_time(std::string(local) + "Z");
  if (!data_->zone || !instant) return 0;
  std::int32_t raw = 0, saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  data_->zone->getOffsetFromLocal(static_cast<UDate>(instant->seconds) * 1000, UCAL_TZ_LOCAL_FORMER,
                                  UCAL_TZ_LOCAL_FORMER, raw, saving, status);
  return U_FAILURE(status) ? 0 : (raw + saving) / 60'000;
}

std::string_view Zone::with_offset(std::string_view local, core::Arena& arena) const {
  int minutes = offset_minutes(local);
  if (minutes == 0) return arena.keep(local, "Z");
  char offset[8];
  int size = std::snprintf(offset, sizeof offset, "%c%02d:%02d", minutes < 0 ? '-' : '+',
                           (minutes < 0 ? -minutes : minutes) / 60, (minutes < 0 ? -minutes : minutes) % 60);
  return arena.keep(local, {offset, static_cast<std::size_t>(size)});
}

}  // namespace flatcrm::text
