// The documents of sales, each with the one that it follows, and what is still open between them on a day.
//
//   SalesChain chain(table, rates);
//   Balances on = chain.balances(day);              // documents after that day are not there yet
//   on.open[7]      of invoice 7: what is neither paid nor credited; below 0 where more came than was asked for
//   on.unbilled[3]  of order 3: what was not invoiced
//
// Shape   all is dense by the rows of the table. A payment or credit settles the invoice that its `ref` names, a credit whatever its sign;
//         a negative invoice that follows an invoice is a credit. An invoice bills the order that it follows, or the order of the
//         delivery that it follows. What follows nothing settles and bills nothing.
// Units   mantissas at scale(), in the currency of the rates at the rate of the document that they are of: an invoice in another
//         currency that was paid in that currency leaves nothing open, whatever its rate did. core::no_number where an amount is blank or
//         has no rate.
// Errors  Code::limit where an amount does not fit.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/table.h"
#include "query/rates.h"

namespace flatcrm::report {

enum class SaleKind : std::uint8_t { other, quote, order, delivery, invoice, payment, credit };

/// What is wrong with the way in which a document follows another.
enum class SaleFault : std::uint8_t {
  none,
  no_such_document,
  wrong_kind,
  other_customer,
  other_currency,
  before_it
};

inline constexpr std::uint32_t no_sale = ~std::uint32_t{0};

struct Balances {
  core::Date day;
  std::vector<std::int64_t> open, unbilled;
  std::vector<std::uint8_t>
      followed;  // bits of the kinds that follow it; of an order also what follows its deliveries
  /// Does an invoice follow the order, and not one of its deliveries?
  std::vector<std::uint8_t> billed_itself;
  bool is_billed_itself(std::size_t row) const { return billed_itself[row] != 0; }
  bool is_followed(std::size_t row, SaleKind by) const { return (followed[row] & bit(by)) != 0; }
  static std::uint8_t bit(SaleKind kind) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
  }
};

class SalesChain {
 public:
  /// `table` and `rates` must outlive it.
  SalesChain(const model::Table& table, const query::Rates& rates);

  std::size_t size() const { return kinds_.size(); }
  int scale() const { return scale_; }
  SaleKind kind(std::size_t row) const { return kinds_[row]; }
  core::Date day(std::size_t row) const { return days_.days[row]; }
  core::Date due(std::size_t row) const { return dues_.days[row]; }
  /// What it follows, or no_sale.
  std::uint32_t parent(std::size_t row) const { return parents_[row]; }
  /// The order that an invoice or delivery belongs to, or no_sale.
  std::uint32_t order_of(std::size_t row) const;
  /// The amount; core::no_number where it is blank or has no rate.
  std::int64_t value(std::size_t row) const { return values_[row]; }
  bool is_blank(std::size_t row) const { return amounts_.missing(row); }
  bool is_known(std::size_t row, core::Date on) const { return day(row) != core::no_date && day(row) <= on; }
  SaleFault fault(std::size_t row) const;

  Balances balances(core::Date on) const;
  /// The day on which each invoice was settled in full, of those that were by then; else no_date.
  std::vector<core::Date> settled_days(core::Date on) const;

  static model::TableRequest request();

 private:
  struct Parts;  // of an amount: what is in the same currency as another one, and what is not
  bool settles(std::size_t row) const;
  bool same_currency(std::size_t row, std::size_t other) const;
  void settle(Parts& parts, std::size_t row) const;
  bool bill(Parts& parts, std::size_t invoice, std::uint32_t order) const;
  std::int64_t rest(std::size_t row, const Parts& parts) const;
  std::int64_t converted(std::size_t row, std::int64_t mantissa) const;

  const query::Rates& rates_;
  const model::Dates &days_, &dues_;
  const model::Numbers& amounts_;
  const model::Codes &currencies_, &customers_, &refs_;
  std::vector<SaleKind> kinds_;
  std::vector<std::uint32_t> parents_;
  std::vector<std::uint8_t> in_target_;  // by code of the currency
  int scale_ = 0;
  std::vector<std::int64_t> values_;
};

}  // namespace flatcrm::report
