#include <algorithm>

#include <fmt/format.h>

#include "report/forecast_source.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

template <typename Is>
void add_finding(std::vector<Finding>& list, const ForecastSource& source, std::string code,
                 std::string_view text, std::string command, Is is) {
  constexpr std::size_t shown = 5;
  Finding found{.code = std::move(code), .command = std::move(command)};
  const model::Texts& ids = source.deals_table.texts("id");
  for (std::size_t i = 0; i < source.deals.list.size(); ++i) {
    if (!is(i, source.deals.list[i])) continue;
    ++found.count;
    if (found.records.size() < shown)
      found.records.push_back({std::string(ids.texts[source.deals.rows[i]]), ""});
  }
  found.text = counted(found.count, text);
  if (found.count > 0) list.push_back(std::move(found));
}

void add_quota_findings(std::vector<Finding>& list, const ForecastSource& source) {
  QuotaShares quotas = quotas_of(source, source.span);
  const model::Codes& holders = source.quotas_table.codes("staff");
  std::set<std::string_view> asked;
  for (const QuotaShare& share : quotas.shares)
    asked.insert(holders.dictionary.text(holders.codes[share.row]));
  asked.erase("");
  const model::Codes& owners = source.deals_table.codes("owner");
  std::set<std::string_view> without;
  for (std::size_t i = 0; i < source.deals.list.size(); ++i) {
    std::string_view owner = owners.dictionary.text(owners.codes[source.deals.rows[i]]);
    if (source.place(i, source.span) != Place::outside && !owner.empty() && !asked.contains(owner))
      without.insert(owner);
  }
  if (!asked.empty() && !without.empty()) {
    Finding found{"quota-missing",
                  counted(static_cast<std::int64_t>(without.size()),
                          "who [owns|own] deals of the period [has|have] no quota in it"),
                  static_cast<std::int64_t>(without.size()),
                  {},
                  "flatcrm segment --of quotas"};
    for (std::string_view id : without)
      if (found.records.size() < 5) found.records.push_back(source.input.reference("staff", id));
    list.push_back(std::move(found));
  }
  auto add = [&](const char* code, const std::vector<std::uint32_t>& rows, const char* text) {
    if (rows.empty()) return;
    Finding found{code,
                  counted(static_cast<std::int64_t>(rows.size()), text),
                  static_cast<std::int64_t>(rows.size()),
                  {},
                  "flatcrm check"};
    for (std::size_t i = 0; i < std::min<std::size_t>(5, rows.size()); ++i)
      found.records.push_back({std::string(source.quotas_table.texts("id").texts[rows[i]]), ""});
    list.push_back(std::move(found));
  };
  add("quota-unusable", quotas.unusable,
      "[quota has|quotas have] no amount, no rate or no period of whole months, and [counts|count] nowhere");
  add("quota-repeated", quotas.repeated,
      "[quota is|quotas are] of the holder and period of another one, and [is|are] added to it");
}

}  // namespace

std::vector<Finding> forecast_findings(const ForecastSource& source) {
  std::vector<Finding> list;
  auto is_counted = [&](std::size_t i) { return is_counted_open(source.place(i, source.span)); };
  add_finding(list, source, "expected-passed",
              "open [deal|deals] should have been decided before the as-of day",
              "flatcrm segment --of deals 'state = open and expected < today'",
              [&](std::size_t i, const Deal&) { return source.place(i, source.span) == Place::overdue; });
  add_finding(list, source, "expected-missing",
              "open [deal has|deals have] no expected day and [is|are] not in the forecast",
              "flatcrm segment --of deals 'state = open and expected is empty'",
              [&](std::size_t i, const Deal&) { return source.place(i, source.span) == Place::undated; });
  add_finding(list, source, "amount-missing",
              "open [deal|deals] of the period [has|have] no amount, which is not 0",
              "flatcrm segment --of deals 'state = open and amount is empty'",
              [&](std::size_t i, const Deal& deal) { return is_counted(i) && deal.amount == Amount::blank; });
  add_finding(list, source, "probability-missing",
              "open [deal|deals] of the period [has|have] neither a probability nor a stage that gives one",
              "flatcrm segment --of deals 'state = open and chance is empty'",
              [&](std::size_t i, const Deal& deal) { return is_counted(i) && !deal.has_probability; });
  add_finding(
      list, source, "rate-missing",
      fmt::format(
          "[deal|deals] of the period [has|have] an amount without a rate to {} and [is|are] in no sum",
          source.input.currency()),
      "", [&](std::size_t i, const Deal& deal) {
        return source.place(i, source.span) != Place::outside && deal.amount == Amount::no_rate;
      });
  if (std::optional<Finding> found = unopened(source.deals, source.deals_table))
    list.push_back(std::move(*found));
  add_finding(list, source, "closing-date-missing",
              "won [deal has|deals have] no closing date and [is|are] in no period",
              "flatcrm segment --of deals 'state = won and closed is empty'",
              [](std::size_t, const Deal& deal) {
                return deal.outcome == Outcome::won && deal.closed == core::no_date;
              });
  if (source.has_others()) add_quota_findings(list, source);
  return list;
}

}  // namespace flatcrm::report
