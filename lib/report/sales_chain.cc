#include "report/sales_chain.h"

#include <algorithm>
#include <tuple>

#include "core/error.h"

namespace flatcrm::report {

namespace {

constexpr std::string_view kind_names[] = {"", "quote", "order", "delivery", "invoice", "payment", "credit"};

std::int64_t sum_of(std::int64_t left, std::int64_t right) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) throw Error(Code::limit, "an amount of sales does not fit");
  return sum;
}

std::int64_t difference_of(std::int64_t left, std::int64_t right) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(left, right, &difference))
    throw Error(Code::limit, "an amount of sales does not fit");
  return difference;
}

std::vector<SaleKind> kinds_of(const model::Codes& column) {
  std::vector<SaleKind> meaning(column.dictionary.size(), SaleKind::other);
  for (std::size_t kind = 1; kind < std::size(kind_names); ++kind) {
    if (std::uint32_t code = column.dictionary.find(kind_names[kind]))
      meaning[code] = static_cast<SaleKind>(kind);
  }
  std::vector<SaleKind> kinds(column.codes.size());
  for (std::size_t row = 0; row < kinds.size(); ++row) kinds[row] = meaning[column.codes[row]];
  return kinds;
}

std::vector<std::uint32_t> parents_of(const model::Texts& ids, const model::Codes& refs) {
  std::vector<std::uint32_t> parents(refs.codes.size(), no_sale);
  if (refs.dictionary.size() <= 1) return parents;
  std::vector<std::uint32_t> row_of_code(refs.dictionary.size(), no_sale);
  for (std::size_t row = 0; row < ids.texts.size(); ++row) {
    if (std::uint32_t code = refs.dictionary.find(ids.texts[row]))
      row_of_code[code] = static_cast<std::uint32_t>(row);
  }
  row_of_code[0] = no_sale;
  for (std::size_t row = 0; row < parents.size(); ++row) {
    std::uint32_t parent = row_of_code[refs.codes[row]];
    parents[row] = parent == row ? no_sale : parent;
  }
  return parents;
}

bool may_follow(SaleKind kind, SaleKind parent) {
  switch (kind) {
    case SaleKind::order:
      return parent == SaleKind::quote;
    case SaleKind::delivery:
      return parent == SaleKind::order;
    case SaleKind::invoice:
      return parent == SaleKind::quote || parent == SaleKind::order || parent == SaleKind::delivery;
    case SaleKind::payment:
      return parent == SaleKind::invoice || parent == SaleKind::credit;
    case SaleKind::credit:
      return parent == SaleKind::invoice;
    default:
      return false;
  }
}

}  // namespace

struct SalesChain::Parts {
  std::int64_t same = 0;   // at the scale of the column
  std::int64_t other = 0;  // in the currency of the rates, at scale()
};

model::TableRequest SalesChain::request() {
  using model::As;
  return {"sales",
          {{"id", As::texts},
           {"kind", As::codes},
           {"date"},
           {"due"},
           {"customer", As::codes},
           {"amount"},
           {"currency", As::codes},
           {"ref", As::codes}}};
}

SalesChain::SalesChain(const model::Table& table, const query::Rates& rates)
    : rates_(rates),
      days_(table.dates("date")),
      dues_(table.dates("due")),
      amounts_(table.numbers("amount")),
      currencies_(table.codes("currency")),
      customers_(table.codes("customer")),
      refs_(table.codes("ref")),
      kinds_(kinds_of(table.codes("kind"))),
      parents_(parents_of(table.texts("id"), refs_)) {
  bool all = true;
  for (std::uint32_t code = 0; code < currencies_.dictionary.size(); ++code) {
    in_target_.push_back(rates.is_target(currencies_.dictionary.text(code)) ? 1 : 0);
  }
  for (std::uint32_t code : currencies_.codes) all = all && in_target_[code] != 0;
  scale_ = all ? amounts_.scale : std::max<int>(amounts_.scale, query::Rates::digits);
  values_.reserve(size());
  for (std::size_t row = 0; row < size(); ++row) values_.push_back(converted(row, amounts_.values[row]));
}

std::int64_t SalesChain::converted(std::size_t row, std::int64_t mantissa) const {
  if (mantissa == core::no_number) return core::no_number;
  core::Decimal amount{mantissa, amounts_.scale};
  std::uint32_t currency = currencies_.codes[row];
  if (in_target_[currency] == 0) {
    std::optional<core::Decimal> value =
        rates_.convert(amount, currencies_.dictionary.text(currency), day(row));
    if (!value.has_value()) return core::no_number;
    amount = *value;
  }
  return amount.scale == scale_ ? amount.mantissa : core::rescale(amount, scale_).mantissa;
}

std::uint32_t SalesChain::order_of(std::size_t row) const {
  std::uint32_t parent = parents_[row];
  if (parent != no_sale && kind(parent) == SaleKind::delivery) parent = parents_[parent];
  return parent != no_sale && kind(parent) == SaleKind::order ? parent : no_sale;
}

bool SalesChain::settles(std::size_t row) const {
  std::uint32_t parent = parents_[row];
  if (parent == no_sale || kind(parent) != SaleKind::invoice) return false;
  bool negative = !amounts_.missing(row) && amounts_.values[row] < 0;
  return kind(row) == SaleKind::payment || kind(row) == SaleKind::credit ||
         (kind(row) == SaleKind::invoice && negative);
}

bool SalesChain::same_currency(std::size_t row, std::size_t other) const {
  std::uint32_t one = currencies_.codes[row], two = currencies_.codes[other];
  return one == two || (in_target_[one] != 0 && in_target_[two] != 0);
}

SaleFault SalesChain::fault(std::size_t row) const {
  if (refs_.codes[row] == 0) return SaleFault::none;
  std::uint32_t parent = parents_[row];
  if (parent == no_sale) return SaleFault::no_such_document;
  bool known = kind(row) != SaleKind::other && kind(parent) != SaleKind::other;
  if (known && !may_follow(kind(row), kind(parent)) && !settles(row)) return SaleFault::wrong_kind;
  std::uint32_t one = customers_.codes[row], other = customers_.codes[parent];
  if (one != other && one != 0 && other != 0) return SaleFault::other_customer;
  bool amounts = !amounts_.missing(row) && !amounts_.missing(parent);
  if (amounts && !same_currency(row, parent)) return SaleFault::other_currency;
  if (day(row) != core::no_date && day(parent) != core::no_date && day(row) < day(parent))
    return SaleFault::before_it;
  return SaleFault::none;
}

/// Adds the amount of a row to what is compared with that of the row that it follows.
void SalesChain::settle(Parts& parts, std::size_t row) const {
  if (amounts_.missing(row)) return;
  bool credit = kind(row) != SaleKind::payment;
  auto signed_of = [&](std::int64_t amount) { return credit && amount < 0 ? -amount : amount; };
  if (same_currency(row, parents_[row]))
    parts.same = sum_of(parts.same, signed_of(amounts_.values[row]));
  else if (values_[row] != core::no_number)
    parts.other = sum_of(parts.other, signed_of(values_[row]));
}

/// The amount of a row less the parts that settle it, in the currency of the rates.
std::int64_t SalesChain::rest(std::size_t row, const Parts& parts) const {
  if (values_[row] == core::no_number) return core::no_number;
  std::int64_t left = converted(row, difference_of(amounts_.values[row], parts.same));
  return left == core::no_number ? left : difference_of(left, parts.other);
}

/// Adds an invoice to what was billed of its order; false where its amount is unknown.
bool SalesChain::bill(Parts& parts, std::size_t invoice, std::uint32_t order) const {
  if (amounts_.missing(invoice)) return false;
  if (same_currency(invoice, order))
    parts.same = sum_of(parts.same, amounts_.values[invoice]);
  else if (values_[invoice] != core::no_number)
    parts.other = sum_of(parts.other, values_[invoice]);
  return true;
}

Balances SalesChain::balances(core::Date on) const {
  Balances made;
  made.day = on;
  made.open.assign(size(), 0);
  made.unbilled.assign(size(), 0);
  made.followed.assign(size(), 0);
  made.billed_itself.assign(size(), 0);
  std::vector<Parts> parts(size());
  std::vector<std::uint8_t> unknown(size(), 0);  // orders that an invoice without an amount bills
  for (std::size_t row = 0; row < size(); ++row) {
    if (!is_known(row, on) || parents_[row] == no_sale) continue;
    made.followed[parents_[row]] |= Balances::bit(kind(row));
    if (settles(row)) {
      settle(parts[parents_[row]], row);
      continue;
    }
    std::uint32_t order = kind(row) == SaleKind::invoice ? order_of(row) : no_sale;
    if (order == no_sale) continue;
    made.followed[order] |= Balances::bit(SaleKind::invoice);
    if (order == parents_[row]) made.billed_itself[order] = 1;
    if (!bill(parts[order], row, order)) unknown[order] = 1;
  }
  for (std::size_t row = 0; row < size(); ++row) {
    if (!is_known(row, on)) continue;
    if (kind(row) == SaleKind::invoice && !settles(row)) made.open[row] = rest(row, parts[row]);
    if (kind(row) == SaleKind::order) made.unbilled[row] = unknown[row] != 0 ? 0 : rest(row, parts[row]);
  }
  return made;
}

std::vector<core::Date> SalesChain::settled_days(core::Date on) const {
  std::vector<std::tuple<std::uint32_t, core::Date, std::uint32_t>> settlements;  // invoice, day, row
  for (std::size_t row = 0; row < size(); ++row) {
    if (is_known(row, on) && settles(row))
      settlements.emplace_back(parents_[row], day(row), static_cast<std::uint32_t>(row));
  }
  std::sort(settlements.begin(), settlements.end());
  std::vector<core::Date> days(size(), core::no_date);
  Parts parts;
  for (std::size_t i = 0; i < settlements.size(); ++i) {
    const auto& [invoice, paid, row] = settlements[i];
    if (i == 0 || std::get<0>(settlements[i - 1]) != invoice) parts = {};
    settle(parts, row);
    std::int64_t left = rest(invoice, parts);
    bool settled = left != core::no_number && left <= 0 && is_known(invoice, on);
    if (settled && days[invoice] == core::no_date) days[invoice] = paid;
    if (!settled) days[invoice] = core::no_date;  // a payment that was taken back
  }
  return days;
}

}  // namespace flatcrm::report
