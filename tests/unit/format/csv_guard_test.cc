#include "format/csv_guard.h"

#include <doctest/doctest.h>

#include <random>

using namespace flatcrm::format;

TEST_CASE("what a spreadsheet would run is guarded, numbers are not") {
  std::string room;
  for (const char* text : {"=1+2", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "'=1", "''@x", "=", "+",
                           "\uff1d1", "+1;=cmd", "-1e", "-e5", "+49 1; -x"})
    CHECK(guard_cell(text, room) == "'" + std::string(text));
  for (const char* text :
       {"-5", "+49 30 123-4", "-1.234,50", "a=1", "'tis", "", "'", "O'Neil", "-(5)", "-5%", "-1.5e-3",
        "+1E+20", "+4975315550112;ext=12", "+49 1; +49 22;ext=3; 030 1", "\u00e9=1"})
    CHECK(guard_cell(text, room) == text);
}

TEST_CASE("taking the guard off gives back any text") {
  std::mt19937 random(7);
  const std::string letters = "'=+-@\ta1 ";
  for (int i = 0; i < 100000; ++i) {
    std::string text;
    for (std::size_t size = random() % 6; size > 0; --size) text += letters[random() % letters.size()];
    std::string room;
    CHECK(unguard_cell(guard_cell(text, room)) == text);
    if (!guard_cell(text, room).empty()) CHECK_FALSE(runs_as_formula(guard_cell(text, room)));
  }
}
