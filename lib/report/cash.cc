#include "report/cash.h"

#include <algorithm>

namespace flatcrm::report {

Needs cash_needs(const Parameters&) {
  return {.tables = {SalesChain::request()}, .rates = true};
}

CashSource::CashSource(const Input& given)
    : input(given),
      table(given.data.table("sales")),
      chain(table, given.data.rates()),
      selected(given.data.owned("sales")),
      digits(std::max<int>(table_digits, table.numbers("amount").scale)) {}

Cell CashSource::money(std::int64_t mantissa) const {
  if (mantissa == core::no_number) return Missing{Kind::money};
  return Money{core::round(decimal(mantissa), digits), input.currency()};
}

Cell CashSource::money(const core::Sum& sum) const {
  return Money{core::round(sum.total(), digits), input.currency()};
}

Reference CashSource::customer(std::size_t row) const {
  const model::Codes& customers = table.codes("customer");
  return input.reference("customers", customers.dictionary.text(customers.codes[row]));
}

void Pile::add(std::int64_t value, int scale) {
  ++count;
  if (value == core::no_number)
    ++blank;
  else
    sum.add({value, static_cast<std::uint8_t>(scale)});
}

std::optional<int> overdue_days(const SalesChain& chain, std::size_t row, core::Date day) {
  if (chain.due(row) == core::no_date) return std::nullopt;
  return day.days - chain.due(row).days;
}

namespace {

/// Goes over the documents once and adds each where it belongs.
class Counting {
 public:
  Counting(const CashSource& source, core::Date day, const std::optional<Period>& period)
      : chain_(source.chain),
        day_(day),
        period_(period),
        balances_(chain_.balances(day)),
        settled_(chain_.settled_days(day)),
        first_delivery_(chain_.size(), core::no_date),
        first_invoice_(chain_.size(), core::no_date),
        first_order_(chain_.size(), core::no_date) {
    for (std::size_t row = 0; row < chain_.size(); ++row) see_child(row);
  }

  void add(CashTally& tally, std::size_t row) const {
    if (!chain_.is_known(row, day_)) return;
    bool within = in_period(chain_.day(row));
    switch (chain_.kind(row)) {
      case SaleKind::quote:
        if (within) add_flow(tally.quoted, row);
        if (within && balances_.is_followed(row, SaleKind::order)) ++tally.quotes_ordered;
        add_step(tally, quote_to_order, row, first_order_[row]);
        break;
      case SaleKind::order:
        if (within) add_flow(tally.ordered, row);
        add_order(tally, row);
        break;
      case SaleKind::delivery:
        if (within) add_flow(tally.delivered, row);
        add_delivery(tally, row);
        break;
      case SaleKind::invoice:
        if (within) add_flow(tally.billed, row);
        add_invoice(tally, row);
        break;
      case SaleKind::payment:
        if (within) add_flow(tally.paid, row);
        break;
      case SaleKind::credit:
        if (within) tally.credited.add(size_of(row), chain_.scale());
        break;
      case SaleKind::other:
        break;
    }
  }

 private:
  bool in_period(core::Date day) const {
    return day != core::no_date && day <= day_ && (!period_.has_value() || period_->holds(day));
  }
  void add_flow(Pile& pile, std::size_t row) const { pile.add(chain_.value(row), chain_.scale()); }
  std::int64_t size_of(std::size_t row) const {
    std::int64_t value = chain_.value(row);
    return value == core::no_number || value >= 0 ? value : -value;
  }

  static void keep_first(core::Date& first, core::Date day) {
    if (first == core::no_date || day < first) first = day;
  }

  /// Tells the document that this one follows on what day it was followed.
  void see_child(std::size_t row) {
    std::uint32_t parent = chain_.parent(row);
    if (!chain_.is_known(row, day_) || parent == no_sale) return;
    core::Date day = chain_.day(row);
    if (chain_.kind(row) == SaleKind::order) keep_first(first_order_[parent], day);
    if (chain_.kind(row) == SaleKind::delivery) keep_first(first_delivery_[parent], day);
    if (chain_.kind(row) != SaleKind::invoice) return;
    keep_first(first_invoice_[parent], day);
    std::uint32_t order = chain_.order_of(row);
    if (order != no_sale && order != parent) keep_first(first_invoice_[order], day);
  }

  void add_step(CashTally& tally, Step step, std::size_t row, core::Date end) const {
    if (in_period(end) && end >= chain_.day(row)) tally.steps[step].add(end.days - chain_.day(row).days);
  }

  void add_order(CashTally& tally, std::size_t row) const {
    std::int64_t rest = balances_.unbilled[row];
    bool billed = balances_.is_followed(row, SaleKind::invoice);
    bool open =
        rest == core::no_number ? !billed : rest > 0;  // without amounts whether there is an invoice at all
    if (open) tally.unbilled.add(rest, chain_.scale());
    if (!balances_.is_followed(row, SaleKind::delivery)) add_flow(tally.undelivered, row);
    add_step(tally, order_to_delivery, row, first_delivery_[row]);
    add_step(tally, order_to_invoice, row, first_invoice_[row]);
  }

  void add_delivery(CashTally& tally, std::size_t row) const {
    if (is_uninvoiced(chain_, balances_, row)) add_flow(tally.uninvoiced, row);
    add_step(tally, delivery_to_invoice, row, first_invoice_[row]);
  }

  void add_invoice(CashTally& tally, std::size_t row) const {
    std::int64_t open = balances_.open[row];
    if (open == core::no_number || open > 0) {
      tally.receivable.add(open, chain_.scale());
      if (overdue_days(chain_, row, day_).value_or(0) > 0) tally.overdue.add(open, chain_.scale());
    } else if (open < 0 && chain_.value(row) > 0) {
      tally.overpaid.add(-open, chain_.scale());
    }
    add_step(tally, invoice_to_paid, row, settled_[row]);
    if (!in_period(settled_[row]) || chain_.due(row) == core::no_date) return;
    ++tally.settled;
    tally.settled_in_time += settled_[row] <= chain_.due(row) ? 1 : 0;
  }

  const SalesChain& chain_;
  core::Date day_;
  const std::optional<Period>& period_;
  Balances balances_;
  std::vector<core::Date> settled_, first_delivery_, first_invoice_, first_order_;
};

}  // namespace

bool is_uninvoiced(const SalesChain& chain, const Balances& balances, std::size_t delivery) {
  if (balances.is_followed(delivery, SaleKind::invoice)) return false;
  std::uint32_t order = chain.order_of(delivery);
  return order == no_sale || !balances.is_billed_itself(order);
}

std::vector<CashTally> cash_tallies(const CashSource& source, core::Date day,
                                    const std::optional<Period>& period,
                                    const std::vector<std::uint32_t>& group_of, std::size_t groups) {
  Counting counting(source, day, period);
  std::vector<CashTally> tallies(groups);
  for (std::size_t row = 0; row < source.chain.size(); ++row) {
    if (source.selected(row)) counting.add(tallies[group_of.empty() ? 0 : group_of[row]], row);
  }
  return tallies;
}

}  // namespace flatcrm::report
