// Who brought what: customers, products and members of staff with the value of their sales.
//
//   Brought brought = read_brought(input);              // Requires: brought_needs() is among the report's needs
//   brought.customers.now[7]                            // of customer 7 in the period, net of credits
//   brought.products.who[3].id                          // products that only sales name stand behind those of the book
//
// Shape   a sale is of its member of staff, else of the owner of its customer. Sales without a day, without an amount or after the as-of day
//         are counted and left out.
// Units   mantissas at `scale`, in the report's currency.
// Errors  Code::limit where a sum does not fit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/order_history.h"
#include "report/report.h"

namespace flatcrm::report {

/// What brought something: a customer, a product, a member of staff.
struct Bringers {
  std::string name, title, noun;  // "customers", "Customers", "customer"
  std::vector<Reference> who{};   // empty label: looked up when shown
  std::string collection{};
  std::vector<std::int64_t> now{}, earlier{};
  std::int64_t without = 0;    // sales of the period that name none
  std::size_t considered = 0;  // of those in the collection
};

struct Brought {
  const Input& input;
  int scale = 0;
  bool compares = false;
  Bringers customers, products, staff;
  OrderHistory counts{};  // of sales that can't be used
};

Needs brought_needs();
Brought read_brought(const Input& input);

}  // namespace flatcrm::report
