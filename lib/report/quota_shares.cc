#include "report/quota_shares.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace flatcrm::report {

namespace {

/// A quota of whole months.
struct Quota {
  std::uint32_t row = 0;
  std::pair<std::uint32_t, std::uint32_t> holder;
  int first = 0, months = 0;  // by core::month_number
  core::Decimal amount;
  bool covers(int month) const { return month >= first && month < first + months; }
};

/// Parts of months: whole ones are counted, the rest is a share of one.
struct Weight {
  std::int64_t whole = 0;
  core::Sum rest;
  bool is_none() const { return whole == 0 && rest.total().mantissa == 0; }
};

core::Date first_of(int month) {
  return core::to_date({month / 12, month % 12 + 1, 1});
}

void add_month(Weight& weight, int month, const Period& span) {
  core::Date first = first_of(month), last{first_of(month + 1).days - 1};
  std::int64_t days = last.days - first.days + 1;
  std::int64_t within = std::min(last, span.last).days - std::max(first, span.first).days + 1;
  if (within == days)
    ++weight.whole;
  else
    weight.rest.add(core::divide({within, 0}, {days, 0}, query::Rates::digits));
}

core::Decimal part_of(const Quota& quota, const Weight& weight) {
  core::Sum months = weight.rest;
  months.add({weight.whole, 0});
  if (core::compare(months.total(), {quota.months, 0}) == 0) return quota.amount;
  core::Decimal amount = quota.amount.scale > 4 ? core::round(quota.amount, 4) : quota.amount;
  return core::divide(core::multiply(amount, months.total()), {quota.months, 0}, query::Rates::digits);
}

std::optional<Quota> read_quota(const model::Table& table, std::uint32_t row, const query::Rates& rates,
                                const query::Calendar& calendar) {
  const model::Codes &staff = table.codes("staff"), &subsidiary = table.codes("subsidiary");
  const model::Codes& currency = table.codes("currency");
  const model::Numbers& amounts = table.numbers("amount");
  std::optional<query::Days> days = query::parse_period(table.texts("period").texts[row], calendar);
  if (!days.has_value() || amounts.missing(row)) return std::nullopt;
  Quota quota;
  quota.row = row;
  quota.holder = {staff.codes[row], subsidiary.codes[row]};
  quota.first = core::month_number(days->first);
  quota.months = core::month_number(days->last) - quota.first + 1;
  core::Date end{first_of(quota.first + quota.months).days - 1};
  if (days->first != first_of(quota.first) || days->last != end) return std::nullopt;
  std::optional<core::Decimal> amount = rates.convert(
      amounts[row], currency.dictionary.text(currency.codes[row]), std::min(days->last, calendar.today));
  if (!amount.has_value()) return std::nullopt;
  quota.amount = *amount;
  return quota;
}

/// Length of the shortest period among the quotas that cover a month; 0 where none does.
int shortest_covering(const std::vector<Quota>& quotas, int month) {
  int shortest = 0;
  for (const Quota& quota : quotas)
    if (quota.covers(month) && (shortest == 0 || quota.months < shortest)) shortest = quota.months;
  return shortest;
}

/// Of one holder: how much of each quota counts in the span.
std::vector<Weight> weigh(const std::vector<Quota>& quotas, const Period& span) {
  std::vector<Weight> weights(quotas.size());
  for (int month = core::month_number(span.first); month <= core::month_number(span.last); ++month) {
    int shortest = shortest_covering(quotas, month);
    for (std::size_t i = 0; i < quotas.size(); ++i)
      if (quotas[i].covers(month) && quotas[i].months == shortest) add_month(weights[i], month, span);
  }
  return weights;
}

}  // namespace

model::TableRequest quotas_request() {
  using model::As;
  return {"quotas",
          {{"id", As::texts},
           {"period", As::texts},
           {"staff", As::codes},
           {"subsidiary", As::codes},
           {"amount"},
           {"currency", As::codes}}};
}

QuotaShares quota_shares(const model::Table& table, const query::Rates& rates, const Period& span,
                         const query::Calendar& calendar) {
  QuotaShares made;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Quota>> by_holder;
  std::set<std::tuple<std::pair<std::uint32_t, std::uint32_t>, int, int>> seen;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    std::optional<Quota> quota = read_quota(table, row, rates, calendar);
    if (!quota.has_value()) {
      made.unusable.push_back(row);
      continue;
    }
    if (!seen.emplace(quota->holder, quota->first, quota->months).second) made.repeated.push_back(row);
    by_holder[quota->holder].push_back(*quota);
  }
  for (const auto& [holder, quotas] : by_holder) {
    std::vector<Weight> weights = weigh(quotas, span);
    for (std::size_t i = 0; i < quotas.size(); ++i)
      if (!weights[i].is_none()) made.shares.push_back({quotas[i].row, part_of(quotas[i], weights[i])});
  }
  std::sort(made.shares.begin(), made.shares.end(),
            [](const QuotaShare& left, const QuotaShare& right) { return left.row < right.row; });
  return made;
}

}  // namespace flatcrm::report
