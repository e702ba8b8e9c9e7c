#include <algorithm>

#include <fmt/format.h>

#include "report/cash.h"
#include "report/groups.h"

namespace flatcrm::report {

Cell share_of_sum(const core::Sum& part, const core::Sum& whole) {
  core::Decimal all = whole.total();
  if (all.mantissa <= 0) return Missing{Kind::percent};
  core::Decimal of = part.total();
  core::Decimal rounded = of.scale > 4 ? core::round(of, 4) : of;
  return Percent{core::divide(core::multiply(rounded, {100, 0}), all, figure_percent_digits)};
}

core::Date cash_day(const std::optional<Period>& period, core::Date as_of) {
  return period.has_value() ? std::min(period->last, as_of) : as_of;
}

Table ages_table(const CashSource& source, const Balances& balances) {
  struct Band {
    const char* label;
    int most;
  };
  constexpr Band bands[] = {
      {"not due yet", 0}, {"1-30", 30}, {"31-60", 60}, {"61-90", 90}, {"over 90", 1 << 30}};
  std::vector<Pile> piles(std::size(bands) + 1);
  core::Sum all;
  std::int64_t count = 0;
  for (std::size_t row = 0; row < source.chain.size(); ++row) {
    std::int64_t open = balances.open[row];
    if (!source.selected(row) || open == core::no_number || open <= 0) continue;
    std::optional<int> days = overdue_days(source.chain, row, balances.day);
    std::size_t band = std::size(bands);
    if (days.has_value())
      band = static_cast<std::size_t>(
          std::find_if(std::begin(bands), std::end(bands), [&](const Band& b) { return *days <= b.most; }) -
          bands);
    piles[band].add(open, source.chain.scale());
    all.add(source.decimal(open));
    ++count;
  }
  Table table{.name = "ages", .title = "Open receivables by days overdue"};
  table.columns = {{"days", "Days overdue"},
                   {"invoices", "Invoices", Kind::integer},
                   {"open", "Open", Kind::money, source.input.currency(), true},
                   {"share_percent", "Share", Kind::percent}};
  for (std::size_t band = 0; band < piles.size(); ++band) {
    if (band == std::size(bands) && piles[band].count == 0) continue;
    Cell part = share_of_sum(piles[band].sum, all);
    if (const auto* exact = std::get_if<Percent>(&part))
      part = Percent{core::round(exact->value, table_digits)};
    table.rows.push_back({std::string(band < std::size(bands) ? bands[band].label : "(no due date)"),
                          piles[band].count, source.money(piles[band].sum), part});
  }
  Cell whole;
  if (count > 0) whole = Percent{{10000, 2}};
  table.total = {std::string("Total"), count, source.money(all), whole};
  return table;
}

namespace {

/// Documents with something open, the oldest first.
struct Listing {
  const char *name, *title, *document, *label, *days, *days_label, *amount, *amount_label;
};

template <typename OpenOf>
Table open_table(const CashSource& source, const Listing& listing, core::Date day, OpenOf open_of) {
  struct Open {
    std::int32_t days;
    std::int64_t amount;
    std::uint32_t row;
  };
  std::vector<Open> all;
  for (std::size_t row = 0; row < source.chain.size(); ++row) {
    if (!source.selected(row) || !source.chain.is_known(row, day)) continue;
    if (std::optional<std::pair<std::int32_t, std::int64_t>> open = open_of(row))
      all.push_back({open->first, open->second, static_cast<std::uint32_t>(row)});
  }
  std::size_t most = source.input.parameters.limit;
  std::size_t kept = most == 0 ? all.size() : std::min(most, all.size());
  auto end = all.begin() + static_cast<std::ptrdiff_t>(kept);
  std::partial_sort(all.begin(), end, all.end(), [&](const Open& left, const Open& right) {
    if (left.days != right.days) return left.days > right.days;
    if (left.amount != right.amount) return left.amount > right.amount;
    return source.id(left.row) < source.id(right.row);
  });
  Table table{.name = listing.name, .title = listing.title};
  table.columns = {{listing.document, listing.label, Kind::reference},
                   {"customer", "Customer", Kind::reference},
                   {"date", "Date", Kind::date},
                   {"due", "Due", Kind::date},
                   {listing.days, listing.days_label, Kind::integer},
                   {listing.amount, listing.amount_label, Kind::money, source.input.currency(), true}};
  for (std::size_t i = 0; i < kept; ++i) {
    std::uint32_t row = all[i].row;
    Cell due;
    if (source.chain.due(row) != core::no_date) due = source.chain.due(row);
    table.rows.push_back({Reference{std::string(source.id(row)), ""}, source.customer(row),
                          source.chain.day(row), due, std::int64_t{all[i].days},
                          source.money(all[i].amount)});
  }
  if (kept < all.size()) table.note = fmt::format("{} more; --limit 0 lists all.", all.size() - kept);
  return table;
}

using Found = std::optional<std::pair<std::int32_t, std::int64_t>>;

}  // namespace

std::vector<Table> open_tables(const CashSource& source, const Balances& balances) {
  const SalesChain& chain = source.chain;
  core::Date day = balances.day;
  auto age = [&](std::size_t row) { return day.days - chain.day(row).days; };
  std::vector<Table> tables;
  tables.push_back(open_table(source,
                              {"overdue_invoices", "Overdue invoices", "invoice", "Invoice", "days_overdue",
                               "Days overdue", "open", "Open"},
                              day, [&](std::size_t row) -> Found {
                                std::int64_t open = balances.open[row];
                                int days = overdue_days(chain, row, day).value_or(0);
                                bool is = chain.kind(row) == SaleKind::invoice && days > 0 &&
                                          (open > 0 || open == core::no_number);
                                return is ? Found({days, open}) : std::nullopt;
                              }));
  tables.push_back(open_table(source,
                              {"unbilled_orders", "Orders not invoiced in full", "order", "Order", "age_days",
                               "Days since", "unbilled", "To be invoiced"},
                              day, [&](std::size_t row) -> Found {
                                std::int64_t rest = balances.unbilled[row];
                                bool blank =
                                    rest == core::no_number && !balances.is_followed(row, SaleKind::invoice);
                                bool is = chain.kind(row) == SaleKind::order && (blank || rest > 0);
                                return is ? Found({age(row), rest}) : std::nullopt;
                              }));
  tables.push_back(open_table(source,
                              {"uninvoiced_deliveries", "Deliveries not invoiced", "delivery", "Delivery",
                               "age_days", "Days since", "amount", "Amount"},
                              day, [&](std::size_t row) -> Found {
                                bool is = chain.kind(row) == SaleKind::delivery &&
                                          is_uninvoiced(chain, balances, row);
                                return is ? Found({age(row), chain.value(row)}) : std::nullopt;
                              }));
  tables.push_back(open_table(source,
                              {"overpaid_invoices", "Invoices paid or credited beyond their amount",
                               "invoice", "Invoice", "age_days", "Days since", "too_much", "Too much"},
                              day, [&](std::size_t row) -> Found {
                                std::int64_t open = balances.open[row];
                                bool is = chain.kind(row) == SaleKind::invoice && chain.value(row) > 0 &&
                                          open < 0 && open != core::no_number;
                                return is ? Found({age(row), -open}) : std::nullopt;
                              }));
  return tables;
}

Table cash_by_table(const std::string& by, const CashSource& source, const CashTally& all) {
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  const std::optional<Period>& period = source.input.parameters.period;
  core::Date day = cash_day(period, source.input.parameters.as_of);
  std::vector<CashTally> tallies = cash_tallies(source, day, period, groups.of_row, groups.size());
  Table table{.name = "by_" + groups.key.name, .title = "By " + by, .columns = {groups.key}};
  const std::string& currency = source.input.currency();
  for (Column column :
       {Column{"ordered", "Ordered"}, Column{"billed", "Invoiced"}, Column{"paid", "Paid"},
        Column{"unbilled", "To be invoiced"}, Column{"receivable", "Open"}, Column{"overdue", "Overdue"}}) {
    column.kind = Kind::money;
    column.currency = currency;
    table.columns.push_back(std::move(column));
  }
  auto row_of = [&](Cell key, const CashTally& tally) {
    return Row{std::move(key),
               source.money(tally.ordered.sum),
               source.money(tally.billed.sum),
               source.money(tally.paid.sum),
               source.money(tally.unbilled.sum),
               source.money(tally.receivable.sum),
               source.money(tally.overdue.sum)};
  };
  for (std::uint32_t group : groups.order) {
    const CashTally& tally = tallies[group];
    std::int64_t documents = tally.quoted.count + tally.ordered.count + tally.billed.count +
                             tally.paid.count + tally.credited.count + tally.receivable.count +
                             tally.unbilled.count;
    if (documents > 0) table.rows.push_back(row_of(groups.labels[group], tally));
  }
  if (table.rows.size() > 1) table.total = row_of(std::string("Total"), all);
  return table;
}

}  // namespace flatcrm::report
