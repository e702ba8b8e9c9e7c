// What the audit measures of customers over all sources, and of amounts over all currencies.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/iso_codes.h"
#include "model/list_text.h"
#include "report/audit_measures.h"
#include "report/audit_queries.h"
#include "report/customer_names.h"
#include "report/deals.h"
#include "report/measures.h"
#include "report/open_twins.h"
#include "report/shared_contacts.h"

namespace flatcrm::report {

namespace {

constexpr int sources_of_customer = 4;

/// Pairs of whom somebody said that they are two, or that they are linked.
Pairs known_pairs(const Input& input) {
  Pairs pairs;
  Join from = input.data.join("links", "from", "customers"), to = input.data.join("links", "to", "customers");
  for (std::size_t link = 0; link < input.data.rows("links"); ++link)
    if (from.row(link) != no_row && to.row(link) != no_row) pairs.emplace_back(from.row(link), to.row(link));
  std::vector<std::pair<std::string, std::string>> distinct = input.around.decisions().distinct();
  if (distinct.empty()) return pairs;
  std::map<std::string_view, std::uint32_t> rows;
  const std::vector<std::string_view>& ids = input.data.ids("customers");
  for (const auto& [one, other] : distinct) {
    rows.emplace(one, no_row);
    rows.emplace(other, no_row);
  }
  for (std::uint32_t row = 0; row < ids.size(); ++row)
    if (auto found = rows.find(ids[row]); found != rows.end()) found->second = row;
  for (const auto& [one, other] : distinct)
    if (rows[one] != no_row && rows[other] != no_row) pairs.emplace_back(rows[one], rows[other]);
  return pairs;
}

std::vector<Contact> contacts_of(const model::Table& customers) {
  std::vector<Contact> contacts;
  for (const char* column : {"emails", "phones"}) {
    const std::vector<std::string_view>& lists = customers.texts(column).texts;
    for (std::uint32_t row = 0; row < lists.size(); ++row) {
      std::string_view list = lists[row];
      while (!list.empty()) {
        std::size_t end = std::min(list.find("; "), list.size());
        contacts.push_back({list.substr(0, end), row});
        list.remove_prefix(std::min(end + 2, list.size()));
      }
    }
  }
  return contacts;
}

/// Amounts without a rate at their day, by the currencies that they are in.
struct Unconverted {
  AuditPart part;
  std::map<std::string, std::int64_t> currencies{};

  void finish(std::string_view collection, const Input& input) {
    if (currencies.empty()) return;
    auto most =
        std::max_element(currencies.begin(), currencies.end(),
                         [](const auto& one, const auto& other) { return one.second < other.second; });
    part.command = model::is_currency_code(most->first)
                       ? segment_command(collection, fmt::format("currency = {}", most->first), input)
                       : "flatcrm check";
    std::vector<std::string> names;
    for (const auto& [currency, count] : currencies) names.push_back(currency);
    part.aside = fmt::format("Without a rate: {}.", fmt::join(names, ", "));
  }
};

AuditPart sales_without_rate(const Input& input) {
  Unconverted found{{.name = "sales_no_rate",
                     .label = "Sales without a rate",
                     .one = "sale with an amount",
                     .many = "sales with an amount",
                     .bounds = {1, 5},
                     .least = 1}};
  const model::Table& table = input.data.table("sales");
  const model::Numbers& amounts = table.numbers("amount");
  const model::Codes& currencies = table.codes("currency");
  Owned owned = input.data.owned("sales");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (amounts.missing(row) || !owned(row)) continue;
    ++found.part.whole;
    std::string_view currency = currencies.dictionary.text(currencies.codes[row]);
    if (input.data.rates().is_target(currency) ||
        input.data.rates().convert(amounts[row], currency, table.dates("date").days[row]))
      continue;
    ++found.currencies[std::string(currency)];
    found.part.add(audit_records(input.parameters), [&] {
      return Reference{std::string(input.data.ids("sales")[row]), ""};
    });
  }
  found.finish("sales", input);
  return found.part;
}

AuditPart deals_without_rate(const Input& input) {
  Unconverted found{{.name = "deals_no_rate",
                     .label = "Deals without a rate",
                     .one = "deal with an amount",
                     .many = "deals with an amount",
                     .bounds = {1, 5},
                     .least = 1}};
  const model::Table& table = input.data.table("deals");
  const model::Codes& currencies = table.codes("currency");
  Deals deals =
      read_deals(table, input.config, input.data.rates(), input.parameters.as_of, input.data.owned("deals"));
  for (std::size_t i = 0; i < deals.list.size(); ++i) {
    if (deals.list[i].amount == Amount::blank) continue;
    ++found.part.whole;
    if (deals.list[i].amount == Amount::given) continue;
    std::uint32_t row = deals.rows[i];
    ++found.currencies[std::string(currencies.dictionary.text(currencies.codes[row]))];
    found.part.add(audit_records(input.parameters), [&] {
      return Reference{std::string(input.data.ids("deals")[row]), ""};
    });
  }
  found.finish("deals", input);
  return found.part;
}

/// Amounts that don't say in what, where others say different things.
AuditPart without_currency(const Input& input) {
  AuditPart part{.name = "no_currency",
                 .label = "Without a currency",
                 .one = "sale in a book of several currencies",
                 .many = "sales in a book of several currencies",
                 .bounds = {1, 5},
                 .command = segment_command("sales", "amount is not empty and currency is empty", input)};
  const model::Table& table = input.data.table("sales");
  const model::Numbers& amounts = table.numbers("amount");
  const model::Codes& currencies = table.codes("currency");
  Owned owned = input.data.owned("sales");
  std::set<std::uint32_t> used;
  std::vector<std::uint32_t> blank;
  std::int64_t whole = 0;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    if (amounts.missing(row) || !owned(row)) continue;
    ++whole;
    if (currencies.codes[row] == 0)
      blank.push_back(row);
    else
      used.insert(currencies.codes[row]);
  }
  if (used.size() < 2) return part;
  part.whole = whole;
  for (std::uint32_t row : blank)
    part.add(audit_records(input.parameters), [&] {
      return Reference{std::string(input.data.ids("sales")[row]), ""};
    });
  return part;
}

/// A run of dedupe takes as long as all the rest where there are many.
AuditPart open_twins_part(const Input& input) {
  constexpr std::size_t most_customers = 20'000;
  AuditPart part{.name = "open_twins",
                 .label = "Probably another record",
                 .one = "customer",
                 .many = "customers",
                 .bounds = {2, 10},
                 .command = "flatcrm dedupe --list clusters"};
  if (input.data.rows("customers") > most_customers) {
    part.doubt = fmt::format("there are more than {}; 'flatcrm dedupe --summary' tells", most_customers);
    return part;
  }
  part.whole = static_cast<std::int64_t>(input.data.selected().size());
  if (part.whole < part.least) return part;
  std::vector<std::string> twins =
      open_twins(input.around.book(), input.around.decisions(), input.parameters.threads);
  const std::vector<std::string_view>& ids = input.data.ids("customers");
  for (std::uint32_t row : input.data.selected())
    if (std::binary_search(twins.begin(), twins.end(), ids[row]))
      part.add(audit_records(input.parameters), [&] { return Reference{std::string(ids[row]), ""}; });
  return part;
}

}  // namespace

std::vector<AuditPart> scattered_parts(const Input& input) {
  AuditPart part{.name = "shared_contacts",
                 .label = "Shared number or e-mail",
                 .one = "customer",
                 .many = "customers",
                 .whole = static_cast<std::int64_t>(input.data.selected().size()),
                 .bounds = {2, 10},
                 .command = "flatcrm dedupe",
                 .aside =
                     "Those who are linked, or were called distinct by 'flatcrm dedupe', may share "
                     "what they like."};
  Owned owned = input.data.owned("customers");
  for (std::uint32_t row :
       SharedContacts(contacts_of(input.data.table("customers")), known_pairs(input)).rows)
    if (owned(row))
      part.add(audit_records(input.parameters), [&] {
        return Reference{std::string(input.data.ids("customers")[row]), ""};
      });
  return {part, open_twins_part(input)};
}

std::vector<Figure> source_figures(const Input& input) {
  const model::Table& table = input.data.table("customers");
  std::vector<const model::Codes*> columns;
  for (int number = 1; number <= sources_of_customer; ++number)
    columns.push_back(&table.codes(fmt::format("sources.{}.source", number)));
  std::set<std::string_view> names;
  std::int64_t several = 0;
  std::vector<std::string_view> own;
  for (std::uint32_t row : input.data.selected()) {
    own.clear();
    for (const model::Codes* sources : columns) {
      if (sources->codes[row] == 0) continue;
      std::string_view source = sources->dictionary.text(sources->codes[row]);
      if (std::find(own.begin(), own.end(), source) == own.end()) own.push_back(source);
    }
    several += own.size() > 1 ? 1 : 0;
    names.insert(own.begin(), own.end());
  }
  auto customers = static_cast<std::int64_t>(input.data.selected().size());
  return {{"sources", "Sources of customers", static_cast<std::int64_t>(names.size()), "sources"},
          {"joined_percent", "Customers joined from several", percent(several, customers, table_digits)}};
}

std::vector<AuditPart> currency_parts(const Input& input) {
  return {sales_without_rate(input), deals_without_rate(input), without_currency(input)};
}

}  // namespace flatcrm::report
