#include "report/audit_queries.h"

#include <fmt/format.h>

#include "report/customer_names.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

struct AuditQuery {
  std::string_view mistake, name, label, one, many, collection;
  std::string whole;  // "": every record
  std::string found;
  AuditBounds bounds{};
  std::int64_t least = 5;
};

constexpr std::string_view customers = "customers", interactions = "interactions", sales = "sales",
                           deals = "deals", staff = "staff", tickets = "tickets";
constexpr std::string_view kept = "(status is empty or status != former)";
constexpr std::string_view no_dialable = "not any(phones ~ \"^[+][1-9][0-9]{4,}\")";

std::vector<AuditQuery> phone_queries() {
  std::string dialable(no_dialable), who(kept);
  return {{"phone",
           "no_number",
           "No number to dial",
           "customer",
           "customers",
           customers,
           who,
           dialable,
           {20, 50}},
          {"phone",
           "undialable",
           "No number in E.164",
           "customer with a number",
           "customers with a number",
           customers,
           "phones is not empty",
           dialable,
           {5, 20}},
          {"phone",
           "no_way",
           "Neither number nor e-mail",
           "customer",
           "customers",
           customers,
           who,
           dialable + " and not any(emails ~ \"^[^@ ]+@[^@ ]+[.][^@ ]+$\")",
           {5, 20}}};
}

std::vector<AuditQuery> ownership_queries() {
  return {{"ownership",
           "only_keys",
           "Only a foreign key",
           "customer",
           "customers",
           customers,
           "",
           "name is empty and sources.1.key is not empty",
           {1, 10}},
          {"ownership",
           "only_links",
           "A link for a text",
           "interaction with a text",
           "interactions with a text",
           interactions,
           "text is not empty",
           "text ~ \"^[a-z]+://[^ ]+$\"",
           {1, 10}},
          {"ownership",
           "owner_elsewhere",
           "Owner not in the book",
           "customer with an owner",
           "customers with an owner",
           customers,
           "owner is not empty",
           "owner.id is empty",
           {1, 10}},
          {"ownership",
           "product_elsewhere",
           "Product not in the book",
           "sale of a product",
           "sales of a product",
           sales,
           "product is not empty",
           "product.id is empty",
           {1, 10}}};
}

std::vector<AuditQuery> adoption_queries(const Parameters& parameters) {
  std::string span = parameters.period ? span_of(parameters) : "90d";
  std::string here = "(left is empty or left >= today) and (joined is empty or joined <= today)";
  std::string wrote_nothing = fmt::format(
      "count(interactions where date in {0}) = 0 and count(tickets where opened in {0}) = 0", span);
  return {{"adoption",
           "silent_staff",
           "Wrote nothing",
           "member of staff",
           "members of staff",
           staff,
           here,
           wrote_nothing,
           {20, 50},
           2},
          {"adoption",
           "silent_managers",
           "Managers, wrote nothing",
           "manager",
           "managers",
           staff,
           here + " and count(staff) > 0",
           wrote_nothing,
           {50, 100},
           1}};
}

std::vector<AuditQuery> island_queries() {
  constexpr AuditBounds bounds{5, 20};
  std::string unknown = "customer.id is empty";
  return {{"islands", "sales_alone", "Sales of no customer", "sale", "sales", sales, "", unknown, bounds},
          {"islands", "interactions_alone", "Interactions of nobody", "interaction", "interactions",
           interactions, "", unknown, bounds},
          {"islands", "tickets_alone", "Tickets of no customer", "ticket", "tickets", tickets, "", unknown,
           bounds},
          {"islands", "deals_alone", "Deals of no customer", "deal", "deals", deals, "", unknown, bounds},
          {"islands", "buyers_unheard", "Bought, never talked to", "buyer", "buyers", customers,
           "count(sales where kind in (order, invoice) and date in 12m) > 0", "contacts = 0", bounds},
          {"islands", "won_unbilled", "Won, not invoiced", "deal won over 30 days ago",
           "deals won over 30 days ago", deals, "state = won and closed < today - 30d",
           "customer.last_order is empty or customer.last_order < closed - 30d", bounds},
          {"islands", "chain_broken", "Follow no document", "delivery, payment or credit",
           "deliveries, payments or credits", sales, "kind in (delivery, payment, credit)", "ref.id is empty",
           bounds}};
}

std::vector<AuditQuery> other_queries() {
  constexpr AuditBounds subsidiary{5, 20}, connected{50, 80};
  std::string both = "subsidiary is not empty and customer.subsidiary is not empty";
  std::string differ = "subsidiary != customer.subsidiary";
  return {{"one_sided", "sales_of_others", "Sales, other subsidiary", "sale with both subsidiaries",
           "sales with both subsidiaries", sales, both, differ, subsidiary},
          {"one_sided", "deals_of_others", "Deals, other subsidiary", "deal with both subsidiaries",
           "deals with both subsidiaries", deals, both, differ, subsidiary},
          {"social", "unconnected", "No handle, site or link", "customer", "customers", customers,
           std::string(kept), "social is empty and url is empty and not linked()", connected},
          {"social", "nobody_there", "Nobody known there", "organization", "organizations", customers,
           fmt::format("kind = organization and {}", kept), "not linked()", connected}};
}

std::vector<AuditQuery> all_queries(const Parameters& parameters) {
  std::vector<AuditQuery> all;
  for (auto& some : {phone_queries(), ownership_queries(), adoption_queries(parameters), island_queries(),
                     other_queries()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

std::string column_of(const AuditQuery& query, std::string_view which) {
  return fmt::format("audit.{}.{}", query.name, which);
}

std::string both_of(const AuditQuery& query) {
  if (query.whole.empty()) return query.found;
  bool loose = query.found.find(" or ") != std::string::npos;
  return loose ? fmt::format("{} and ({})", query.whole, query.found)
               : fmt::format("{} and {}", query.whole, query.found);
}

AuditPart part_of(const AuditQuery& query, const Input& input) {
  AuditPart part{.name = std::string(query.name),
                 .label = std::string(query.label),
                 .one = std::string(query.one),
                 .many = std::string(query.many),
                 .bounds = query.bounds,
                 .least = query.least};
  std::string collection(query.collection);
  const Values& found = input.data.values(column_of(query, "found"));
  const Values* whole = query.whole.empty() ? nullptr : &input.data.values(column_of(query, "whole"));
  Owned owned = collection == staff ? Owned() : input.data.owned(collection);
  const std::vector<std::string_view>& ids = input.data.ids(collection);
  for (std::size_t row = 0; row < ids.size(); ++row) {
    if (!owned(row) || (whole != nullptr && !whole->is_true(row))) continue;
    ++part.whole;
    if (found.is_true(row))
      part.add(audit_records(input.parameters), [&] { return Reference{std::string(ids[row]), ""}; });
  }
  part.command = segment_command(collection, both_of(query), input);
  return part;
}

}  // namespace

std::size_t audit_records(const Parameters& parameters) {
  constexpr std::size_t usual = 5;
  return parameters.limit_given ? parameters.limit : usual;
}

Period audit_window(const Parameters& parameters, int months) {
  if (parameters.period.has_value()) return *parameters.period;
  return {{core::add_months(parameters.as_of, -months).days + 1}, parameters.as_of};
}

std::string segment_command(std::string_view collection, const std::string& query, const Input& input) {
  const std::string& where = input.parameters.where;
  bool restricted = collection == customers && !where.empty();
  return fmt::format("flatcrm segment{} {}",
                     collection == customers ? std::string() : fmt::format(" --of {}", collection),
                     shell_quoted(restricted ? fmt::format("({}) and {}", where, query) : query));
}

void ask_audit_queries(Needs& needs, const Parameters& parameters) {
  for (const AuditQuery& query : all_queries(parameters)) {
    std::string collection(query.collection);
    needs.columns.push_back({column_of(query, "found"), collection, query.found});
    if (!query.whole.empty()) needs.columns.push_back({column_of(query, "whole"), collection, query.whole});
  }
  for (std::string_view collection : {customers, interactions, sales, deals, staff, tickets}) {
    model::TableRequest request{std::string(collection), {{"id", model::As::texts}}};
    if (collection != customers && collection != staff)
      request.columns.push_back({"customer", model::As::codes});
    needs.tables.push_back(std::move(request));
  }
}

std::vector<AuditPart> audit_query_parts(std::string_view mistake, const Input& input) {
  std::vector<AuditPart> parts;
  for (const AuditQuery& query : all_queries(input.parameters))
    if (query.mistake == mistake) parts.push_back(part_of(query, input));
  return parts;
}

}  // namespace flatcrm::report
