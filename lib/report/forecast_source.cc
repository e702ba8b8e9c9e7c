#include "report/forecast_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/measures.h"

namespace flatcrm::report {

namespace {

constexpr SharedBreakdown all_shared[] = {
    {"staff", "staff", "By member of staff", "Staff", "owner", "staff", "staff", Kind::reference, "staff"},
    {"team", "teams", "By team", "Team", "owner.team", "staff.team", "staff.team", Kind::text, ""},
    {"subsidiary", "subsidiaries", "By subsidiary", "Subsidiary", "coalesce(subsidiary, owner.subsidiary)",
     "coalesce(subsidiary, staff.subsidiary)", "coalesce(subsidiary, staff.subsidiary)", Kind::text, ""},
    {"product", "products", "By product", "Product", "product", "", "product", Kind::reference, "products"}};

std::string ask_name(const char* of, std::string_view breakdown) {
  return fmt::format("{}_{}", of, breakdown);
}

/// Days that the forecast is about: those asked for, else the year of the as-of day.
Period span_of(const Input& input) {
  if (input.parameters.period.has_value()) return *input.parameters.period;
  core::Civil civil = core::to_civil(input.parameters.as_of);
  int month = input.config.fiscal_month;
  core::Date first = core::to_date({civil.month < month ? civil.year - 1 : civil.year, month, 1});
  return {first, {core::add_months(first, 12).days - 1}};
}

}  // namespace

const SharedBreakdown* shared_breakdown(std::string_view name) {
  for (const SharedBreakdown& shared : all_shared)
    if (shared.name == name) return &shared;
  return nullptr;
}

const std::vector<std::string_view>& shared_breakdown_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const SharedBreakdown& shared : all_shared) list.push_back(shared.name);
    return list;
  }();
  return names;
}

std::vector<std::string> forecast_breakdowns(const Parameters& parameters) {
  if (!parameters.by.empty()) return parameters.by;
  std::vector<std::string> names;
  for (const SharedBreakdown& shared : all_shared) names.emplace_back(shared.name);
  return names;
}

Needs forecast_needs(const Parameters& parameters) {
  model::TableRequest deals = deals_request();
  deals.columns.push_back({"expected"});
  add_history_columns(deals);
  Needs needs{
      .tables = {std::move(deals), StaffDirectory::request(), quotas_request(), SalesChain::request()},
      .rates = true};
  std::vector<std::string> names = forecast_breakdowns(parameters);
  // What is asked of a subsidiary is a part of the whole, whether it is shown or not.
  if (std::find(names.begin(), names.end(), "subsidiary") == names.end()) names.emplace_back("subsidiary");
  for (const std::string& name : names) {
    const SharedBreakdown* shared = shared_breakdown(name);
    if (shared == nullptr) continue;
    needs.columns.push_back({ask_name("deals", name), "deals", shared->deals});
    if (*shared->quotas != '\0')
      needs.columns.push_back({ask_name("quotas", name), "quotas", shared->quotas});
    needs.columns.push_back({ask_name("sales", name), "sales", shared->sales});
  }
  return needs;
}

const Values& shared_values(const Input& input, const char* of, std::string_view breakdown) {
  return input.data.values(ask_name(of, breakdown));
}

ForecastSource::ForecastSource(const Input& given)
    : input(given),
      deals_table(given.data.table("deals")),
      quotas_table(given.data.table("quotas")),
      staff(given.data.table("staff")),
      deals(deals_in_past_stages(given)),
      history(deals_table, deals, given.parameters.as_of),
      rates(win_rates(deals, history, given.parameters.as_of)),
      chain(given.data.table("sales"), given.data.rates()),
      span(span_of(given)),
      digits(std::max(deals.value_digits, table_digits)) {}

void add_deals(ForecastTallies& tallies, const GroupOf& group_of, const ForecastSource& source,
               const Period& span) {
  for (std::size_t i = 0; i < source.deals.list.size(); ++i)
    tallies[group_of[source.deals.rows[i]]].add(source.deals.list[i], source.place(i, span), source.rates);
}

void add_sales(ForecastTallies& tallies, const GroupOf& group_of, const ForecastSource& source,
               const Period& span) {
  const SalesChain& chain = source.chain;
  core::Date end = std::min(span.last, source.input.parameters.as_of);
  Balances balances = chain.balances(end);
  auto scale = static_cast<std::uint8_t>(chain.scale());
  for (std::size_t row = 0; row < chain.size(); ++row) {
    if (!chain.is_known(row, end)) continue;
    ForecastTally& tally = tallies[group_of[row]];
    std::int64_t value = chain.value(row), rest = balances.unbilled[row];
    bool bills = chain.kind(row) == SaleKind::invoice || chain.kind(row) == SaleKind::credit;
    if (chain.kind(row) == SaleKind::credit && value != core::no_number) value = value < 0 ? value : -value;
    if (bills && span.holds(chain.day(row)) && value != core::no_number) tally.billed.add({value, scale});
    if (chain.kind(row) == SaleKind::order && rest != core::no_number && rest > 0)
      tally.unbilled.add({rest, scale});
  }
}

void add_quotas(ForecastTallies& tallies, const GroupOf& group_of, const QuotaShares& quotas,
                const ForecastSource& source, bool of_subsidiaries) {
  const model::Codes& staff = source.quotas_table.codes("staff");
  std::vector<Known> own(tallies.size()), of_staff(tallies.size());
  for (const QuotaShare& share : quotas.shares) {
    bool personal = staff.codes[share.row] != 0;
    if (personal)
      of_staff[group_of[share.row]].add(share.amount);
    else if (of_subsidiaries && group_of[share.row] != 0)
      own[group_of[share.row]].add(share.amount);
  }
  for (std::size_t i = 0; i < tallies.size(); ++i) tallies[i].quota = own[i].is_known ? own[i] : of_staff[i];
}

QuotaShares quotas_of(const ForecastSource& source, const Period& span) {
  return quota_shares(source.quotas_table, source.input.data.rates(), span, source.calendar());
}

namespace {

/// What is asked of the firm: quotas of nobody in particular, else those of its parts.
Known quota_of_all(const ForecastSource& source, const QuotaShares& quotas) {
  const model::Codes& staff = source.quotas_table.codes("staff");
  const model::Codes& subsidiary = source.quotas_table.codes("subsidiary");
  Known whole;
  for (const QuotaShare& share : quotas.shares)
    if (staff.codes[share.row] == 0 && subsidiary.codes[share.row] == 0) whole.add(share.amount);
  if (whole.is_known) return whole;
  SharedGroups groups;
  std::vector<std::uint32_t> of_quota = groups.assign(shared_values(source.input, "quotas", "subsidiary"));
  std::vector<ForecastTally> parts(groups.size());
  add_quotas(parts, of_quota, quotas, source, true);
  for (const ForecastTally& part : parts)
    if (part.quota.is_known) whole.add(part.quota.sum.total());
  return whole;
}

}  // namespace

ForecastTally total_of(const ForecastSource& source, const Period& span) {
  std::vector<ForecastTally> all(1);
  add_deals(all, std::vector<std::uint32_t>(source.deals_table.rows(), 0), source, span);
  if (!source.has_others()) return all[0];
  add_sales(all, std::vector<std::uint32_t>(source.chain.size(), 0), source, span);
  all[0].quota = quota_of_all(source, quotas_of(source, span));
  return all[0];
}

}  // namespace flatcrm::report
