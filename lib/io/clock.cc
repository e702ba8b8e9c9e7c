#include "io/clock.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <optional>

#include "core/error.h"
#include "io/bytes.h"
#include "io/inside.h"

namespace flatcrm::io {
namespace {

constexpr std::string_view zone_folder = "/usr/share/zoneinfo/";

bool is_zone_name(const std::string& zone) {
  return is_inside(zone) && std::all_of(zone.begin(), zone.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                  c == '_' || c == '-' || c == '+';
         });
}

/// The zone's data file, which must be one: the C library takes any other name for UTC without a word.
std::string zone_file(const std::string& zone) {
  std::string path = std::string(zone_folder) + zone;
  try {
    if (is_zone_name(zone) && read_file(path).view().starts_with("TZif")) return path;
  } catch (const Error&) {
    // falls through: it is unknown
  }
  throw Error(Code::book, "no time zone '" + zone + "'", {}, "use a name like Europe/Berlin, or UTC");
}

/// Sets $TZ for as long as it lives.
class ZoneGuard {
 public:
  explicit ZoneGuard(const std::string& file) {
    if (const char* old = std::getenv("TZ")) old_ = old;
    ::setenv("TZ", (":" + file).c_str(), 1);
    ::tzset();
  }
  ~ZoneGuard() {
    if (old_) {
      ::setenv("TZ", old_->c_str(), 1);
    } else {
      ::unsetenv("TZ");
    }
    ::tzset();
  }
  ZoneGuard(const ZoneGuard&) = delete;
  ZoneGuard& operator=(const ZoneGuard&) = delete;

 private:
  std::optional<std::string> old_;
};

std::int16_t offset_minutes(std::time_t seconds, const std::string& zone) {
  if (zone.empty() || zone == "UTC") return 0;
  ZoneGuard guard(zone_file(zone));
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return static_cast<std::int16_t>(local.tm_gmtoff / 60);
}

}  // namespace

Now read_clock(const std::string& zone) {
  std::time_t seconds = std::time(nullptr);
  core::DateTime instant{seconds, offset_minutes(seconds, zone)};
  return {*core::parse_day(core::print(instant)), instant};
}

}  // namespace flatcrm::io
