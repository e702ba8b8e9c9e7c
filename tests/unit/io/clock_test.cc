#include "io/clock.h"

#include <doctest/doctest.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <ctime>
#include <string>

#include "core/error.h"

using namespace flatcrm;
using namespace flatcrm::io;

namespace {

/// What date(1) says in the zone.
std::string said_by_date(const std::string& zone, const std::string& format) {
  std::string text;
  FILE* pipe = ::popen(("TZ='" + zone + "' date '+" + format + "'").c_str(), "r");
  if (pipe == nullptr) return text;
  for (int c; (c = ::fgetc(pipe)) != EOF && c != '\n';) text += static_cast<char>(c);
  ::pclose(pipe);
  return text;
}

}  // namespace

TEST_CASE("the clock agrees with date(1) in every kind of zone") {
  for (const char* zone :
       {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati", "Etc/GMT+12"}) {
    if (::access((std::string("/usr/share/zoneinfo/") + zone).c_str(), R_OK) != 0) continue;
    CAPTURE(zone);
    std::string before, after;
    Now now;
    do {  // until no second has ended in between
      before = said_by_date(zone, "%FT%T");
      now = read_clock(zone);
      after = said_by_date(zone, "%FT%T");
    } while (before != after);
    CHECK(core::print(now.instant).substr(0, 19) == before);
    CHECK(core::print(now.today) == before.substr(0, 10));
    std::string offset = said_by_date(zone, "%:z");
    CHECK(core::print(now.instant).substr(19) == (offset == "+00:00" ? "Z" : offset));
  }
}

TEST_CASE("UTC needs no name and no zone data") {
  auto seconds = std::time(nullptr);
  Now now = read_clock("");
  CHECK(now.instant.offset_minutes == 0);
  CHECK(now.instant.seconds - seconds <= 1);
  CHECK(read_clock("UTC").instant.offset_minutes == 0);
}

TEST_CASE("a zone that nobody knows is an error, not UTC") {
  for (const char* zone : {"Europe/Berlinn", "../zoneinfo/Europe/Berlin", "/usr/share/zoneinfo/Europe/Berlin",
                           "Europe", "zone.tab", "CET-1CEST", "Europe//Berlin", "Eu rope", ":UTC"}) {
    CAPTURE(zone);
    try {
      read_clock(zone);
      FAIL_CHECK("was accepted");
    } catch (const Error& error) {
      CHECK(error.code() == Code::book);
    }
  }
}

TEST_CASE("the process's own zone is what it was") {
  ::setenv("TZ", "Asia/Tokyo", 1);
  read_clock("Europe/Berlin");
  CHECK(std::string(::getenv("TZ")) == "Asia/Tokyo");
  ::unsetenv("TZ");
  read_clock("Europe/Berlin");
  CHECK(::getenv("TZ") == nullptr);
}
