#include <doctest/doctest.h>

#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

const char* const rows =
    "id,kind,date,due,customer,amount,currency,ref,staff\n"
    "q1,quote,2026-01-05,,c1,1000,,,anna\n"
    "q2,quote,2026-02-05,,c2,500,,,anna\n"
    "o1,order,2026-01-15,2026-02-28,c1,1000,,q1,anna\n"
    "o2,order,2026-03-01,,c2,200,CHF,,bob\n"  // 100 EUR
    "d1,delivery,2026-01-25,,c1,600,,o1,anna\n"
    "d2,delivery,2026-02-20,,c1,400,,o1,anna\n"
    "i1,invoice,2026-01-28,2026-02-11,c1,600,,d1,anna\n"
    "p1,payment,2026-02-09,,c1,600,,i1,anna\n"
    "i2,invoice,2026-02-01,2026-02-15,c3,90,,,bob\n"
    "p2,payment,2026-03-20,,c3,50,,i2,bob\n"
    "i3,invoice,2026-03-01,2026-05-01,c3,70,,,bob\n"
    "i4,invoice,2026-03-05,,c4,30,,,bob\n"
    "i5,invoice,2026-03-06,2026-03-10,c4,20,,gone,bob\n"
    "p3,payment,2026-03-07,,c4,25,,i5,bob\n"
    "p4,payment,2026-03-08,,c4,11,,,bob\n"
    "i6,invoice,2026-03-09,2026-03-10,c4,,,,bob\n"
    "p5,payment,2026-03-09,,c4,5,,o2,bob\n";

test::Files files() {
  return {{"sales/sales.csv", rows},
          {"rates/rates.csv", "id,date,currency,rate\nr1,2026-01-01,CHF,2\n"},
          {"staff/staff.csv", "id,name\nanna,Anna\nbob,Bob\n"},
          {"customers/customers.csv", "id,name\nc1,One\nc2,Two\nc3,Three\nc4,Four\n"}};
}

}  // namespace

TEST_CASE("from order to cash: what is open between the steps") {
  report::Document document = test::report_on(files(), "order-to-cash", test::on("2026-04-10"));
  auto figures = figures_of_document(document);
  CHECK(figures["quoted"] == "1500.00");
  CHECK(figures["quotes_ordered_percent"] == "50.0000");
  CHECK(figures["ordered"] == "1100.00");
  CHECK(figures["billed"] == "810.00");
  CHECK(figures["paid"] == "691.00");
  CHECK(figures["unbilled_count"] == "2");
  CHECK(figures["unbilled"] == "500.00");  // 400 of o1, all of o2
  CHECK(figures["undelivered_count"] == "1");
  CHECK(figures["uninvoiced_count"] == "1");
  CHECK(figures["open_count"] == "4");  // i2, i3, i4 and i6, whose amount nobody knows
  CHECK(figures["receivable"] == "140.00");
  CHECK(figures["overdue_count"] == "2");
  CHECK(figures["overdue"] == "40.00");
  CHECK(figures["paid_in_time_percent"] == "100.0000");
  // 140 open of 810 billed in 365 days.
  CHECK(figures["days_sales_outstanding"] == "63.1");

  CHECK(rows_of(document, "ages") ==
        "not due yet|1|70.00|50.00\n1-30|0|0.00|0.00\n31-60|1|40.00|28.57\n61-90|0|0.00|0.00\nover "
        "90|0|0.00|0.00\n"
        "(no due date)|1|30.00|21.43\n");
  CHECK(rows_of(document, "steps") ==
        "Quote to order|1|10.00|10.00\nOrder to delivery|1|10.00|10.00\nOrder to invoice|1|13.00|13.00\n"
        "Delivery to invoice|1|3.00|3.00\nInvoice to paid in full|2|6.50|10.90\n");
  CHECK(rows_of(document, "overdue_invoices") ==
        "i2|c3|2026-02-01|2026-02-15|54|40.00\ni6|c4|2026-03-09|2026-03-10|31|missing\n");
  CHECK(rows_of(document, "unbilled_orders") ==
        "o1|c1|2026-01-15|2026-02-28|85|400.00\no2|c2|2026-03-01|missing|40|100.00\n");
  CHECK(rows_of(document, "uninvoiced_deliveries") == "d2|c1|2026-02-20|missing|49|400.00\n");
  CHECK(rows_of(document, "overpaid_invoices") == "i5|c4|2026-03-06|2026-03-10|35|5.00\n");
}

TEST_CASE("breaks in the chain are found, with the documents behind them") {
  report::Document document = test::report_on(files(), "order-to-cash", test::on("2026-04-10"));
  report::Table findings = report::table_of(document, "findings");
  for (const auto& wanted :
       {std::pair("overdue", "2"), std::pair("unbilled-orders", "2"), std::pair("uninvoiced-deliveries", "1"),
        std::pair("ref-missing", "1"), std::pair("ref-kind", "1"), std::pair("overpaid", "1"),
        std::pair("payment-unallocated", "1"), std::pair("amount-missing", "1")})
    CHECK_MESSAGE(value_at(findings, wanted.first, "count") == wanted.second, wanted.first);
  CHECK(value_at(findings, "ref-customer", "count") == "no such row");
}

TEST_CASE("a period has its flows, and the balances of its last day, beside those of the period before") {
  report::Parameters parameters = test::on("2026-04-10");
  parameters.period = report::parse_period("2026-02", {});
  report::Document document = test::report_on(files(), "order-to-cash", parameters);
  std::map<std::string, std::pair<std::string, std::string>> figures;
  for (const report::Figure& figure : document.sections[0].figures)
    figures[figure.name] = {cell_text(figure.value), cell_text(figure.previous)};
  using Pair = std::pair<std::string, std::string>;
  CHECK(figures["billed"] == Pair("90.00", "600.00"));
  CHECK(figures["paid"] == Pair("600.00", "0.00"));
  CHECK(figures["receivable"] == Pair("90.00", "600.00"));
  CHECK(figures["overdue"] == Pair("90.00", "0.00"));
  CHECK(figures["unbilled"] == Pair("400.00", "400.00"));
  CHECK(figures["days_sales_outstanding"] == Pair("28.0", "31.0"));
}

TEST_CASE("breakdowns add up to the whole, and a condition restricts all") {
  report::Parameters parameters = test::on("2026-04-10");
  parameters.by = {"staff", "customer.name"};
  report::Document document = test::report_on(files(), "order-to-cash", parameters);
  CHECK(rows_of(document, "by_staff") ==
        "anna|1000.00|600.00|600.00|400.00|0.00|0.00\nbob|100.00|210.00|91.00|100.00|140.00|40.00\n");
  CHECK(rows_of(document, "by_customer_name") ==
        "Four|0.00|50.00|41.00|0.00|30.00|0.00\nOne|1000.00|600.00|600.00|400.00|0.00|0.00\n"
        "Three|0.00|160.00|50.00|0.00|110.00|40.00\nTwo|100.00|0.00|0.00|100.00|0.00|0.00\n");
  parameters = test::on("2026-04-10");
  parameters.where = "staff = anna";
  auto figures = figures_of_document(test::report_on(files(), "order-to-cash", parameters));
  CHECK(figures["ordered"] == "1000.00");
  CHECK(figures["receivable"] == "0.00");
  CHECK(figures["unbilled"] == "400.00");
}

TEST_CASE("without sales, and without payments, the report says what its figures mean") {
  report::Document empty = test::report_on({}, "order-to-cash", test::on("2026-04-10"));
  CHECK(empty.sections[0].notes.at(0).find("There are no sales") == 0);
  CHECK(figures_of_document(empty)["days_sales_outstanding"] == "missing");
  CHECK(figures_of_document(empty)["overdue_percent"] == "missing");
  report::Document invoices =
      test::report_on({{"sales/s.csv", "id,kind,date,customer,amount\ni1,invoice,2026-01-05,c,100\n"}},
                      "order-to-cash", test::on("2026-04-10"));
  CHECK(invoices.sections[0].notes.at(0).find("The book has no payments") == 0);
}
