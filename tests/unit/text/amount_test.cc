#include "text/amount.h"

#include <doctest/doctest.h>

#include "core/decimal.h"

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

AmountColumn column_of(std::initializer_list<std::string_view> values) {
  AmountColumn column;
  for (std::string_view value : values) column.add(value);
  return column;
}

std::string parsed(std::string_view value, DecimalMark mark = DecimalMark::point,
                   std::string_view home = "") {
  core::Arena arena;
  AmountFormat format;
  format.mark = mark;
  format.set_home(home);
  Amount amount = format.parse(value, arena);
  if (!amount.ok) return "none";
  CHECK(core::parse_decimal(amount.number));
  return std::string(amount.number) + (amount.currency.empty() ? "" : " ") + std::string(amount.currency);
}

}  // namespace

TEST_CASE("amounts are read under the mark that the column has") {
  CHECK(parsed("1234.50") == "1234.50");
  CHECK(parsed("$1,234.50") == "1234.50 USD");
  CHECK(parsed("CHF 1'234.50") == "1234.50 CHF");
  CHECK(parsed("CHF 1’234.–") == "1234 CHF");
  CHECK(parsed("12,34,567.89") == "1234567.89");
  CHECK(parsed("₹ 12,34,567") == "1234567 INR");
  CHECK(parsed("1.234,56 €", DecimalMark::comma) == "1234.56 EUR");
  CHECK(parsed("1 234,56", DecimalMark::comma) == "1234.56");
  CHECK(parsed("1\u00a0234,56\u00a0zł", DecimalMark::comma) == "1234.56 PLN");
  CHECK(parsed("1\u202f234\u202f567,5 EUR", DecimalMark::comma) == "1234567.5 EUR");
  CHECK(parsed("12,5", DecimalMark::comma) == "12.5");
  CHECK(parsed("12,- €", DecimalMark::comma) == "12 EUR");
  CHECK(parsed(".5") == "0.5");
  CHECK(parsed("007") == "7");
  CHECK(parsed("1.234", DecimalMark::comma) == "1234");
  CHECK(parsed("1.234") == "1.234");
}

TEST_CASE("a minus may stand in front, behind, or be a pair of brackets") {
  CHECK(parsed("-5") == "-5");
  CHECK(parsed("5-") == "-5");
  CHECK(parsed("−5") == "-5");
  CHECK(parsed("(12.00)") == "-12.00");
  CHECK(parsed("($1,200.00)") == "-1200.00 USD");
  CHECK(parsed("-$5") == "-5 USD");
  CHECK(parsed("$-5") == "-5 USD");
  CHECK(parsed("€ -5") == "-5 EUR");
  CHECK(parsed("5.00 EUR-") == "-5.00 EUR");
  CHECK(parsed("+5") == "5");
  CHECK(parsed("-0.00") == "0.00");
  CHECK(parsed("-0") == "0");
  CHECK(parsed("(-5)") == "none");
  CHECK(parsed("--5") == "none");
}

TEST_CASE("digits of other scripts are digits") {
  CHECK(parsed("١٢٣٤٫٥٠") == "1234.50");
  CHECK(parsed("١٬٢٣٤٫٥٠") == "1234.50");
  CHECK(parsed("￥１，２３４") == "1234 JPY");
}

TEST_CASE("a sign of several currencies means the one of the book") {
  CHECK(parsed("$5", DecimalMark::point, "CAD") == "5 CAD");
  CHECK(parsed("$5", DecimalMark::point, "EUR") == "5 USD");
  CHECK(parsed("5 kr", DecimalMark::point, "DKK") == "5 DKK");
  CHECK(parsed("¥5", DecimalMark::point, "CNY") == "5 CNY");
  CHECK(currency_code("eur") == "EUR");
  CHECK(currency_code("Euro") == "EUR");
  CHECK(currency_code("XXY") == "");
}

TEST_CASE("a share is a number of hundredths") {
  CHECK(parsed("60%") == "60 %");
  CHECK(parsed("12,5 %", DecimalMark::comma) == "12.5 %");
  CHECK(parsed("-3%") == "-3 %");
  CHECK(parsed("60%%") == "none");
  CHECK(parsed("$60%") == "none");
}

TEST_CASE("what is no amount stays as it came") {
  for (const char* value :
       {"", "n/a", "12.34.56", "1,23.4", "1.2,3.4", "12 apples", "5 %o", "1e5", "1,2345.0", "01,234.0",
        "12,34", "€", "5 EUR USD", "EUR 5 EUR", "1234567890123456789", "1 2 3", "2026-11-22", "5."}) {
    CAPTURE(std::string(value));
    CHECK(parsed(value) == "none");
  }
}

TEST_CASE("a column's mark is decided from all of its values") {
  CHECK(column_of({"1.234 €", "12,50 €"}).decide().format.mark == DecimalMark::comma);
  CHECK(column_of({"1,234", "12.5"}).decide().format.mark == DecimalMark::point);
  CHECK(column_of({"1.234.567"}).decide().format.mark == DecimalMark::comma);
  CHECK(column_of({"0.125"}).decide().format.mark == DecimalMark::point);
  CHECK(column_of({"1234.567"}).decide().format.mark == DecimalMark::point);
  CHECK(column_of({"12", "7", ""}).decide().state == AmountState::decided);
  AmountDecision open = column_of({"1.234", "5", "2.500"}).decide();
  CHECK(open.state == AmountState::ambiguous);
  CHECK(open.examples == std::vector<std::string>{"1.234", "2.500"});
  CHECK(column_of({"1.234"}).decide(DecimalMark::comma).state == AmountState::decided);
  AmountDecision both = column_of({"12,5", "12.5"}).decide();
  CHECK(both.state == AmountState::contradictory);
  CHECK(both.examples == std::vector<std::string>{"12.5", "12,5"});
  CHECK(column_of({"12,5", "12.5", "x"}).decide(DecimalMark::point).unreadable == 2);
}

TEST_CASE("pieces of a column of amounts decide as the whole") {
  AmountColumn first = column_of({"1.234"});
  first.merge(column_of({"2.345"}));
  CHECK(first.decide().examples == std::vector<std::string>{"1.234", "2.345"});
  first.merge(column_of({"12,5"}));
  CHECK(first.decide().format.mark == DecimalMark::comma);
  CHECK(first.decide().values == 3);
}

TEST_CASE("currencies that are history are known from old exports") {
  core::Arena arena;
  CHECK(currency_code("DEM") == "DEM");
  CHECK(currency_code("frf") == "FRF");
  CHECK(AmountFormat{}.parse("12.50 DM", arena).currency == "DEM");
  CHECK(currency_code("XYZ") == "");
}
