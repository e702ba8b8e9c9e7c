#include "report/sales_chain.h"

#include <doctest/doctest.h>

#include "support/tables.h"

using namespace flatcrm;
using report::SaleFault;
using report::SaleKind;

namespace {

core::Date day(const char* text) {
  return *core::parse_date(text);
}

struct Book {
  explicit Book(const std::string& rows)
      : table(table_from(report::SalesChain::request(),
                         "id,kind,date,due,customer,amount,currency,ref\n" + rows)) {
    rates.add(day("2026-01-01"), "CHF", {2, 0});
    rates.add(day("2026-03-01"), "CHF", {4, 0});
  }
  model::Table table;
  query::Rates rates{"EUR"};
};

}  // namespace

TEST_CASE("payments and credits settle the invoice that they follow, a credit whatever its sign") {
  Book book(
      "i1,invoice,2026-01-05,2026-01-20,c,100.00,,\n"
      "p1,payment,2026-01-10,,c,60,EUR,i1\n"
      "g1,credit,2026-01-11,,c,-10,,i1\n"
      "g2,credit,2026-02-11,,c,5,,i1\n"
      "p2,payment,2026-02-12,,c,30,,i1\n"
      "i2,invoice,2026-01-06,,c,,,\n");
  report::SalesChain chain(book.table, book.rates);
  report::Balances january = chain.balances(day("2026-01-31")), later = chain.balances(day("2026-12-31"));
  CHECK(chain.scale() == 2);
  CHECK(january.open[0] == 3000);
  CHECK(later.open[0] == -500);
  CHECK(later.open[5] == core::no_number);
  CHECK(chain.settled_days(day("2026-12-31"))[0] == day("2026-02-12"));
  CHECK(chain.settled_days(day("2026-01-31"))[0] == core::no_date);
  CHECK(chain.balances(day("2026-01-04")).open[0] == 0);
}

TEST_CASE("an invoice that was paid in its own currency leaves nothing open, whatever the rates did") {
  Book book(
      "i1,invoice,2026-01-05,,c,100,CHF,\n"
      "p1,payment,2026-03-10,,c,100,CHF,i1\n"
      "i2,invoice,2026-01-05,,c,100,CHF,\n"
      "p2,payment,2026-03-10,,c,25,EUR,i2\n"
      "i3,invoice,2026-01-05,,c,100,JPY,\n");
  report::SalesChain chain(book.table, book.rates);
  report::Balances balances = chain.balances(day("2026-12-31"));
  CHECK(chain.value(0) == 50'000'000);
  CHECK(chain.value(1) == 25'000'000);
  CHECK(balances.open[0] == 0);
  CHECK(balances.open[2] == 25'000'000);
  CHECK(balances.open[4] == core::no_number);
  CHECK(chain.fault(1) == SaleFault::none);
  CHECK(chain.fault(3) == SaleFault::other_currency);
}

TEST_CASE("an order is billed by the invoices that follow it or its deliveries") {
  Book book(
      "o1,order,2026-01-01,,c,100,,\n"
      "d1,delivery,2026-01-02,,c,,,o1\n"
      "i1,invoice,2026-01-03,,c,40,,d1\n"
      "i2,invoice,2026-01-04,,c,50,,o1\n"
      "o2,order,2026-01-01,,c,70,,\n"
      "i3,invoice,2026-01-04,,c,,,o2\n");
  report::SalesChain chain(book.table, book.rates);
  report::Balances balances = chain.balances(day("2026-12-31"));
  CHECK(balances.unbilled[0] == 10);
  CHECK(balances.unbilled[4] == 0);  // an invoice without an amount: nobody knows what is left
  CHECK(balances.is_followed(0, SaleKind::delivery));
  CHECK(balances.is_billed_itself(0));
  CHECK(chain.order_of(2) == 0);
  CHECK(chain.balances(day("2026-01-03")).unbilled[0] == 60);
  CHECK_FALSE(chain.balances(day("2026-01-03")).is_billed_itself(0));
}

TEST_CASE("each break of the chain has its name") {
  Book book(
      "o1,order,2026-01-05,,c,100,,\n"
      "i1,invoice,2026-01-06,,c,100,,nowhere\n"
      "p1,payment,2026-01-07,,c,10,,o1\n"
      "i2,invoice,2026-01-06,,d,100,,o1\n"
      "i3,invoice,2026-01-04,,c,100,,o1\n"
      "i4,invoice,2026-01-07,,c,-100,,i3\n"
      "p2,payment,2026-01-07,,c,10,,p2\n"
      "q1,quote,2026-01-07,,c,10,,\n");
  report::SalesChain chain(book.table, book.rates);
  SaleFault expected[] = {SaleFault::none,
                          SaleFault::no_such_document,
                          SaleFault::wrong_kind,
                          SaleFault::other_customer,
                          SaleFault::before_it,
                          SaleFault::none,
                          SaleFault::no_such_document,
                          SaleFault::none};
  for (std::size_t row = 0; row < chain.size(); ++row) CHECK_MESSAGE(chain.fault(row) == expected[row], row);
  CHECK(chain.balances(day("2026-12-31")).open[4] == 0);  // the negative invoice is a credit of it
}

TEST_CASE("no sales at all") {
  Book book("");
  report::SalesChain chain(book.table, book.rates);
  CHECK(chain.size() == 0);
  CHECK(chain.balances(day("2026-12-31")).open.empty());
  CHECK(chain.settled_days(day("2026-12-31")).empty());
}
