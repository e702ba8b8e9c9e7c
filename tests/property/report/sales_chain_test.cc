// What is open of invoices and orders, against sums over maps of ids that know nothing of rows.
#include "report/sales_chain.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/tables.h"

using namespace flatcrm;

namespace {

struct Sale {
  std::string id, kind, ref;
  int day, amount;
};

std::vector<Sale> random_sales(std::mt19937_64& random) {
  std::vector<Sale> sales(random() % 60);
  std::array kinds{"order", "delivery", "invoice", "invoice", "payment", "credit"};
  for (std::size_t i = 0; i < sales.size(); ++i) {
    sales[i] = {fmt::format("s{}", i), kinds[random() % kinds.size()], "",
                20000 + static_cast<int>(random() % 90), static_cast<int>(random() % 500)};
    if (random() % 5 != 0) sales[i].ref = fmt::format("s{}", random() % (sales.size() + 2));
  }
  return sales;
}

std::map<std::string, std::int64_t> open_of(const std::vector<Sale>& sales, int until) {
  std::map<std::string, const Sale*> by_id;
  for (const Sale& sale : sales) by_id[sale.id] = &sale;
  std::map<std::string, std::int64_t> open;
  for (const Sale& sale : sales)
    if (sale.day <= until && (sale.kind == "invoice" || sale.kind == "order")) open[sale.id] += sale.amount;
  for (const Sale& sale : sales) {
    auto parent = by_id.find(sale.ref);
    if (sale.day > until || parent == by_id.end() || parent->second == &sale) continue;
    const Sale* target = parent->second;
    bool settles = (sale.kind == "payment" || sale.kind == "credit") && target->kind == "invoice";
    if (sale.kind == "invoice") {
      if (target->kind == "delivery" && by_id.count(target->ref) != 0 && target->ref != target->id)
        target = by_id[target->ref];
      settles = target->kind == "order";
    }
    if (settles && target->day <= until) open[target->id] -= sale.amount;
  }
  return open;
}

}  // namespace

TEST_CASE("balances are those of a plain computation on any day") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    std::vector<Sale> sales = random_sales(random);
    std::string text = "id,kind,date,due,customer,amount,currency,ref\n";
    for (const Sale& sale : sales)
      text += fmt::format("{},{},{},,c,{},,{}\n", sale.id, sale.kind, core::print(core::Date{sale.day}),
                          sale.amount, sale.ref);
    model::Table table = table_from(report::SalesChain::request(), text);
    query::Rates rates("EUR");
    report::SalesChain chain(table, rates);
    int until = 20000 + static_cast<int>(random() % 100);
    report::Balances balances = chain.balances({until});
    std::vector<core::Date> settled = chain.settled_days({until});
    std::map<std::string, std::int64_t> expected = open_of(sales, until);
    for (std::size_t row = 0; row < sales.size(); ++row) {
      std::int64_t left = sales[row].kind == "order" ? balances.unbilled[row] : balances.open[row];
      auto found = expected.find(sales[row].id);
      CHECK(left == (found == expected.end() ? 0 : found->second));
      if (sales[row].kind != "invoice" || sales[row].amount == 0 || sales[row].day > until) continue;
      // Settled on the first day on which nothing was open any more.
      int first = 0;
      for (int day = sales[row].day - 90; day <= until && first == 0; ++day) {
        std::int64_t paid = 0;
        for (const Sale& sale : sales)
          if ((sale.kind == "payment" || sale.kind == "credit") && sale.ref == sales[row].id &&
              sale.day <= day)
            paid += sale.amount;
        if (paid >= sales[row].amount) first = day;
      }
      CHECK(settled[row].days == (first == 0 ? core::no_date.days : first));
    }
  }
}
