// Customers as a person calls them, without a search of the book for each.
//
//   needs.tables.push_back(customers_request());
//   customer_reference(input, row)                 // Reference{"anna-kv3m9p", "Anna"}
#pragma once

#include "report/report.h"

namespace flatcrm::report {

/// Ids and names.
model::TableRequest customers_request();
/// Requires: customers_request() is among the report's needs.
Reference customer_reference(const Input& input, std::size_t row);

}  // namespace flatcrm::report
