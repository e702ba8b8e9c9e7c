// Customers as a person calls them, without a search of the book for each.
//
//   needs.tables.push_back(customers_request());
//   customer_reference(input, row)                 // Reference{"anna-kv3m9p", "Anna"}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "report/report.h"

namespace flatcrm::report {

/// Ids and names.
model::TableRequest customers_request();
/// Requires: customers_request() is among the report's needs.
Reference customer_reference(const Input& input, std::size_t row);

/// The names of customers by their ids, out of a table that was read anyway: a few are looked for, more are learned.
class NamesOfCustomers {
 public:
  /// `data` must outlive it.
  explicit NamesOfCustomers(const Data& data) : data_(data) {}
  /// "" for one without a name and for no customer.
  std::string_view of(std::string_view id);

 private:
  const Data& data_;
  std::size_t asked_ = 0;
  std::unordered_map<std::string_view, std::uint32_t> rows_;
};

}  // namespace flatcrm::report
