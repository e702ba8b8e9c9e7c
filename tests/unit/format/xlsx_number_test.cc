#include "format/xlsx_number.h"

#include <doctest/doctest.h>

using namespace flatcrm::format;

namespace {

std::string print(const char* raw, const char* code, bool from_1904 = false) {
  return print_number(raw, classify_format(code), from_1904);
}

}  // namespace

// The serial numbers are those of ECMA-376 part 1, section 18.17.4, and of Excel's own help.
TEST_CASE("serial numbers are days since 1900, or since 1904") {
  CHECK(print("1", "yyyy-mm-dd") == "1900-01-01");
  CHECK(print("59", "yyyy-mm-dd") == "1900-02-28");
  CHECK(print("61", "yyyy-mm-dd") == "1900-03-01");
  CHECK(print("39448", "d.m.yy") == "2008-01-01");
  CHECK(print("2958465", "yyyy-mm-dd") == "9999-12-31");
  CHECK(print("2958466", "yyyy-mm-dd") == "2958466");
  CHECK(print("0", "yyyy-mm-dd", true) == "1904-01-01");
  CHECK(print("37986", "yyyy-mm-dd", true) == "2008-01-01");
  CHECK(print("-1", "yyyy-mm-dd") == "-1");
}

TEST_CASE("a fraction of a day is a time to the second") {
  CHECK(print("0.4375", "hh:mm") == "10:30:00");
  CHECK(print("16071.6230671296", "yyyy-mm-dd hh:mm:ss") == "1943-12-31T14:57:13");
  CHECK(print("39448.99999999", "yyyy-mm-dd hh:mm") == "2008-01-02T00:00:00");
  CHECK(print("39448", "yyyy-mm-dd hh:mm") == "2008-01-01T00:00:00");
  CHECK(print("39448.5", "yyyy-mm-dd") == "2008-01-01T12:00:00");
  CHECK(print("1.25", "[h]:mm") == "30:00:00");
}

TEST_CASE("a format is a date's by its letters, quoted and escaped ones aside") {
  CHECK(classify_format("General") == NumberForm{});
  CHECK(classify_format("0.00") == NumberForm{});
  CHECK(classify_format("#,##0\\ \"days\"") == NumberForm{});
  CHECK(classify_format("[Red]0.0") == NumberForm{});
  CHECK(classify_format("mmm-yy").date);
  CHECK(classify_format("mmmm").date);
  CHECK_FALSE(classify_format("mm:ss").date);
  CHECK(classify_format("mm:ss").time);
  CHECK(classify_format("[$-409]d. mmmm yyyy;@").date);
  CHECK(classify_format("yyyy\"年\"m\"月\"d\"日\"").date);
  CHECK(builtin_format(14).date);
  CHECK(builtin_format(22).time);
  CHECK(builtin_format(9) == NumberForm{});
}

TEST_CASE("numbers have the digits that a spreadsheet keeps, and no exponent") {
  CHECK(print("17850", "General") == "17850");
  CHECK(print("17850.0", "General") == "17850");
  CHECK(print("41800000.009999998", "General") == "41800000.01");
  CHECK(print("0.1000000000000000055", "0.0") == "0.1");
  CHECK(print("1E-7", "General") == "0.0000001");
  CHECK(print("1.5E+20", "General") == "150000000000000000000");
  CHECK(print("-2.5e3", "General") == "-2500");
  CHECK(print("12345678901234567890", "General") == "12345678901234600000");
  CHECK(print("1234", "00000") == "01234");
  CHECK(print("abc", "General") == "abc");
  CHECK(print("nan", "General") == "nan");
}
