#include "report/order_history.h"

#include <algorithm>

#include "core/error.h"
#include "io/threads.h"
#include "report/customer_names.h"

namespace flatcrm::report {

namespace {

using Entry = OrderHistory::Entry;

constexpr const char* amount_column = "order_amount";

bool is_before(const Entry& left, const Entry& right) {
  return left.day != right.day ? left.day < right.day : left.is_order && !right.is_order;
}

/// Sorts the entries of one customer and makes one of those of a day; returns how many are left.
std::size_t settle(std::span<Entry> entries) {
  std::sort(entries.begin(), entries.end(), is_before);
  std::size_t kept = 0;
  for (const Entry& entry : entries) {
    bool same =
        kept > 0 && entries[kept - 1].day == entry.day && entries[kept - 1].is_order == entry.is_order;
    if (!same) {
      entries[kept++] = entry;
    } else if (__builtin_add_overflow(entries[kept - 1].amount, entry.amount, &entries[kept - 1].amount)) {
      throw Error(Code::limit,
                  "the sales of a customer on " + core::print(entry.day) + " are too large a sum");
    }
  }
  return kept;
}

}  // namespace

core::Date OrderHistory::first_order(std::size_t customer) const {
  for (const Entry& entry : of(customer))
    if (entry.is_order) return entry.day;
  return core::no_date;
}

double OrderHistory::value_of(double amount) const {
  double unit = 1;
  for (int i = 0; i < scale; ++i) unit *= 10;
  return amount / unit;
}

OrderHistory order_history(const std::vector<Purchase>& purchases, std::size_t customers, int scale,
                           int threads) {
  std::vector<std::size_t> begins(customers + 1);
  for (const Purchase& purchase : purchases) ++begins[purchase.customer + 1];
  for (std::size_t i = 0; i < customers; ++i) begins[i + 1] += begins[i];
  std::vector<Entry> entries(purchases.size());
  std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
  for (const Purchase& purchase : purchases) entries[next[purchase.customer]++] = purchase.entry;

  std::vector<std::size_t> kept(customers);
  constexpr std::size_t piece_size = 8192;
  io::parallel_for((customers + piece_size - 1) / piece_size, threads, [&](std::size_t piece) {
    std::size_t end = std::min((piece + 1) * piece_size, customers);
    for (std::size_t i = piece * piece_size; i < end; ++i)
      kept[i] = settle({entries.data() + begins[i], begins[i + 1] - begins[i]});
  });

  OrderHistory history{.scale = scale};
  history.begins.resize(customers + 1);
  std::size_t size = 0;
  for (std::size_t i = 0; i < customers; ++i) {
    auto from = entries.begin() + static_cast<std::ptrdiff_t>(begins[i]);
    std::move(from, from + static_cast<std::ptrdiff_t>(kept[i]),
              entries.begin() + static_cast<std::ptrdiff_t>(size));
    size += kept[i];
    history.begins[i + 1] = size;
  }
  entries.resize(size);
  history.entries = std::move(entries);
  return history;
}

void ask_for_orders(Needs& needs) {
  needs.tables.push_back(customers_request());
  needs.tables.push_back({"sales", {{"kind", model::As::codes}, {"date"}, {"customer", model::As::codes}}});
  needs.columns.push_back({amount_column, "sales", "amount"});
}

OrderHistory order_history(const Data& data, core::Date as_of, int threads) {
  const model::Table& sales = data.table("sales");
  const model::Codes& kinds = sales.codes("kind");
  const std::vector<core::Date>& days = sales.dates("date").days;
  const Values& amounts = data.values(amount_column);
  Join customers = data.join("sales", "customer", "customers");
  std::uint32_t invoice = kinds.dictionary.find("invoice"), credit = kinds.dictionary.find("credit");
  OrderHistory counts;
  std::vector<Purchase> purchases;
  for (std::size_t row = 0; row < sales.rows(); ++row) {
    std::uint32_t kind = kinds.codes[row];
    if (kind == 0 || (kind != invoice && kind != credit)) continue;
    std::uint32_t customer = customers.row(row);
    bool dated = days[row] != core::no_date, known = customer != no_row;
    counts.without_day += dated ? 0 : 1;
    counts.without_customer += known ? 0 : 1;
    if (!dated || !known) continue;
    if (days[row] > as_of) {
      ++counts.later;
      continue;
    }
    std::int64_t amount = amounts.values.number(row);
    if (amount == core::no_number) {
      ++counts.without_amount;
      amount = 0;
    }
    bool is_order = kind == invoice;
    purchases.push_back({customer, {days[row], is_order, is_order ? amount : -std::abs(amount)}});
  }
  OrderHistory history = order_history(purchases, data.rows("customers"), amounts.values.scale, threads);
  history.without_day = counts.without_day;
  history.without_customer = counts.without_customer;
  history.without_amount = counts.without_amount;
  history.later = counts.later;
  return history;
}

}  // namespace flatcrm::report
