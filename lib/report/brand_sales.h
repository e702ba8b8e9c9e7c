// The sales of a period by brand: of each customer, and of all.
//
//   BrandSales sales = read_brand_sales(input);       // needs brand_sales_tables() and the column "amount" of sales
//   sales.brands.field == "brand"                     // else "category", else "product": what the book's products have
//   sales.brands.names[0]                             // the one with the most value
//   sales.at(row, 0)                                  // what the customer of that row spent on it, net of credits
//
// Shape   customers are told apart by the largest brands only, so that the table of both stays small; `now` and `earlier` have all.
// Units   values in mantissas at `scale`, in the report's currency.
// Errors  Code::limit where a sum does not fit.
#pragma once

#include <numeric>
#include <string>
#include <vector>

#include "report/amounts.h"
#include "report/customer_names.h"
#include "report/order_history.h"
#include "report/report.h"

namespace flatcrm::report {

inline constexpr std::size_t compared_brands = 40;

/// What products are put together by.
struct Brands {
  std::string field;                        // "brand", else "category", else "product"
  std::vector<std::string> names{};         // the one with the most value first
  std::vector<std::uint32_t> of_product{};  // by code in sales; no_row for a sale that names none
};

/// The sales of a period, by brand and customer.
struct BrandSales {
  const Input& input;
  Brands brands;
  int scale = 0;
  bool compares = false;
  std::vector<std::int64_t> values{};  // of each customer and brand, in the period
  std::vector<std::int64_t> beyond{};  // of each customer, on brands that are not told apart
  std::vector<core::Int128> now{}, earlier{};
  std::vector<std::int64_t> buyers{};
  std::int64_t without_brand = 0;
  OrderHistory counts{};

  std::size_t size() const { return brands.names.size(); }
  std::int64_t& at(std::size_t customer, std::size_t brand) { return values[customer * size() + brand]; }
  std::int64_t at(std::size_t customer, std::size_t brand) const { return values[customer * size() + brand]; }
  Cell money(core::Int128 sum) const { return money_cell(sum, scale, input.currency()); }
  core::Int128 total() const { return std::accumulate(now.begin(), now.end(), core::Int128{0}); }
  core::Int128 of_customer(std::size_t row) const {
    core::Int128 sum = beyond[row];
    for (std::size_t brand = 0; brand < size(); ++brand) sum += at(row, brand);
    return sum;
  }
  Reference customer(std::uint32_t row) const { return customer_reference(input, row); }
};

std::vector<model::TableRequest> brand_sales_tables();
/// Requires: those tables, and the column "amount" of sales, are among the report's needs.
BrandSales read_brand_sales(const Input& input);

}  // namespace flatcrm::report
