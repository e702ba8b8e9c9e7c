#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/text.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/staff_source.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

/// Selected people by name: an order that ranks nobody.
std::vector<std::uint32_t> people_by_name(const StaffSource& source) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t row : source.input.data.selected()) {
    const Person& person = source.people[row];
    bool is_there = person.is_here(source.input.parameters.as_of) ||
                    person.customers + person.open_deals > 0 || person.won + person.closed_tickets > 0;
    if (is_there) order.push_back(row);
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    auto key = [&](std::uint32_t row) {
      return std::pair(core::lower_ascii(source.text("name", row)), source.id(row));
    };
    return key(left) < key(right);
  });
  return order;
}

/// People added up.
struct Load {
  std::int64_t people = 0, customers = 0, open_deals = 0, open_tickets = 0, with_capacity = 0,
               their_customers = 0;
  core::Sum capacity;

  void add(const Person& person) {
    ++people;
    customers += person.customers;
    open_deals += person.open_deals;
    open_tickets += person.open_tickets;
    if (!person.capacity.has_value()) return;
    ++with_capacity;
    their_customers += person.customers;
    capacity.add(*person.capacity);
  }
  /// Of those whose capacity is known.
  Cell share() const {
    if (with_capacity == 0 || capacity.total().mantissa <= 0) return Missing{Kind::percent};
    return Percent{
        core::divide(core::multiply({their_customers, 0}, {100, 0}), capacity.total(), table_digits)};
  }
  Cell whole_capacity() const {
    if (with_capacity == 0) return Missing{Kind::decimal};
    return capacity.total();
  }
};

Table load_table(const StaffSource& source, const std::vector<std::uint32_t>& order) {
  Table table{.name = "load", .title = "Load"};
  table.columns = {{"staff", "Staff", Kind::reference},
                   {"role", "Role"},
                   {"team", "Team"},
                   {"tenure_years", "Years with us", Kind::decimal},
                   {"customers", "Customers", Kind::integer},
                   {"capacity", "Capacity", Kind::decimal},
                   {"load_percent", "Load", Kind::percent, "", true},
                   {"open_deals", "Open deals", Kind::integer},
                   {"open_tickets", "Open tickets", Kind::integer}};
  Load all;
  for (std::uint32_t row : order) {
    const Person& person = source.people[row];
    all.add(person);
    Cell capacity, tenure;
    if (person.capacity.has_value()) capacity = *person.capacity;
    if (std::optional<core::Decimal> years = person.tenure(source.input.parameters.as_of)) tenure = *years;
    table.rows.push_back({source.reference(row), std::string(source.text("role", row)),
                          std::string(source.text("team", row)), tenure, person.customers, capacity,
                          percent_cell(person.load()), person.open_deals, person.open_tickets});
  }
  if (table.rows.size() > 1)
    table.total = {std::string("Total"), Cell{},      Cell{},         Cell{},          all.customers,
                   all.whole_capacity(), all.share(), all.open_deals, all.open_tickets};
  table.note =
      "Load: customers looked after, of those whom the member can look after well. The total is of those "
      "whose capacity is known.";
  return table;
}

Table continuity_table(const StaffSource& source, const std::vector<std::uint32_t>& order) {
  Table table{.name = "continuity", .title = "Do customers meet the one who looks after them?"};
  table.columns = {{"staff", "Staff", Kind::reference},
                   {"customers", "Customers", Kind::integer},
                   {"not_met", "Not met in person", Kind::integer},
                   {"contacts", "Their contacts", Kind::integer},
                   {"same_person_percent", "With this person", Kind::percent}};
  for (std::uint32_t row : order) {
    const Person& person = source.people[row];
    if (person.customers == 0) continue;
    table.rows.push_back({source.reference(row), person.customers, person.never_met, person.contacts,
                          percent(person.with_owner, person.contacts, table_digits)});
  }
  return table;
}

/// Customers who meet many people and no one of them often.
Table scattered_table(const StaffSource& source) {
  const model::Table& interactions = source.input.data.table("interactions");
  const model::Codes &customers = interactions.codes("customer"), &staff = interactions.codes("staff");
  std::vector<const CustomerContacts*> list;
  for (const CustomerContacts& of : source.continuity.customers)
    if (of.contacts >= 3 && of.people >= 2) list.push_back(&of);
  std::size_t most = source.input.parameters.limit;
  std::size_t kept = most == 0 ? list.size() : std::min(most, list.size());
  std::partial_sort(
      list.begin(), list.begin() + static_cast<std::ptrdiff_t>(kept), list.end(),
      [&](const CustomerContacts* left, const CustomerContacts* right) {
        // left->with_main / left->contacts < right->with_main / right->contacts, without division
        std::int64_t one = left->with_main * right->contacts, other = right->with_main * left->contacts;
        if (one != other) return one < other;
        if (left->contacts != right->contacts) return left->contacts > right->contacts;
        return customers.dictionary.text(left->customer) < customers.dictionary.text(right->customer);
      });
  Table table{.name = "scattered", .title = "Customers who meet many of us"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"contacts", "Contacts", Kind::integer},
                   {"people", "People", Kind::integer},
                   {"most_often", "Most often", Kind::reference},
                   {"same_person_percent", "With that person", Kind::percent}};
  for (std::size_t i = 0; i < kept; ++i) {
    const CustomerContacts& of = *list[i];
    table.rows.push_back(
        {source.input.reference("customers", customers.dictionary.text(of.customer)), of.contacts, of.people,
         source.input.reference("staff", staff.dictionary.text(of.main_staff)), Percent{of.share()}});
  }
  if (kept < list.size()) table.note = fmt::format("{} more; --limit 0 lists all.", list.size() - kept);
  return table;
}

Table results_table(const StaffSource& source, const std::vector<std::uint32_t>& order) {
  Table table{.name = "results", .title = "Results of the window"};
  const std::string& currency = source.input.currency();
  table.columns = {{"staff", "Staff", Kind::reference},
                   {"won", "Deals won", Kind::integer},
                   {"won_value", "Won value", Kind::money, currency},
                   {"closed_tickets", "Tickets closed", Kind::integer},
                   {"resolution_median_days", "Resolution, median", Kind::days},
                   {"nps_answers", "NPS answers", Kind::integer},
                   {"nps", "NPS", Kind::decimal},
                   {"nps_low", "Low", Kind::decimal},
                   {"nps_high", "High", Kind::decimal}};
  auto number = [](const std::optional<core::Decimal>& value) -> Cell {
    if (!value.has_value()) return {};
    return *value;
  };
  for (std::uint32_t row : order) {
    const Person& person = source.people[row];
    std::optional<Interval> interval = interval_of(person.nps, nps_scale);
    std::optional<core::Decimal> low, high;
    if (interval.has_value()) {
      low = interval->low;
      high = interval->high;
    }
    table.rows.push_back({source.reference(row), person.won, person.won_amounts.total(currency, table_digits),
                          person.closed_tickets, person.solve.median(), person.nps.answers,
                          number(score_of(person.nps, nps_scale)), number(low), number(high)});
  }
  table.note = "By name, so that nobody is ranked. Scores whose intervals overlap may well be the same.";
  return table;
}

Table recognition_table(const StaffSource& source) {
  Owned selected = source.input.data.owned("staff");
  Table table{.name = "recognition", .title = "Thanks that are due"};
  table.columns = {{"staff", "Staff", Kind::reference},
                   {"date", "Date", Kind::date},
                   {"what", "What for"},
                   {"customer", "Customer", Kind::reference}};
  std::size_t most = source.input.parameters.limit, more = 0;
  for (const Thanks& thanks : source.thanks) {
    if (!selected(thanks.person)) continue;
    if (most != 0 && table.rows.size() >= most) {
      ++more;
      continue;
    }
    table.rows.push_back({source.reference(thanks.person), thanks.day, thanks.what, thanks.customer});
  }
  table.note =
      "Kind words of promoters and satisfied customers, and deals won, of the last 90 days; anniversaries "
      "within 30 days.";
  if (more > 0) table.note += fmt::format(" {} more; --limit 0 lists all.", more);
  return table;
}

Table group_table(const std::string& by, const StaffSource& source, const std::vector<std::uint32_t>& order) {
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<Load> loads(groups.size());
  for (std::uint32_t row : order) loads[groups.of_row[row]].add(source.people[row]);
  Table table{.name = "by_" + groups.key.name, .title = "By " + by, .columns = {groups.key}};
  for (Column column :
       {Column{"people", "People", Kind::integer}, Column{"customers", "Customers", Kind::integer},
        Column{"capacity", "Capacity", Kind::decimal}, Column{"load_percent", "Load", Kind::percent},
        Column{"open_deals", "Open deals", Kind::integer},
        Column{"open_tickets", "Open tickets", Kind::integer}})
    table.columns.push_back(std::move(column));
  for (std::uint32_t group : groups.order) {
    const Load& load = loads[group];
    if (load.people == 0) continue;
    table.rows.push_back({groups.labels[group], load.people, load.customers, load.whole_capacity(),
                          load.share(), load.open_deals, load.open_tickets});
  }
  return table;
}

std::vector<Figure> figures(const StaffSource& source, const std::vector<std::uint32_t>& order) {
  Load load;
  std::int64_t contacts = 0, with_owner = 0, overloaded = 0;
  core::Date as_of = source.input.parameters.as_of;
  core::Sum tenure;
  std::int64_t tenures = 0, here = 0;
  for (std::uint32_t row : order) {
    const Person& person = source.people[row];
    load.add(person);
    contacts += person.contacts;
    with_owner += person.with_owner;
    overloaded += core::compare(person.load().value_or(core::Decimal{}), {100, 0}) > 0 ? 1 : 0;
    if (!person.is_here(as_of)) continue;
    ++here;
    if (std::optional<core::Decimal> years = person.tenure(as_of)) {
      tenure.add(*years);
      ++tenures;
    }
  }
  Cell mean_tenure = Missing{Kind::decimal};
  if (std::optional<core::Decimal> years = mean(tenure.total(), tenures, 1)) mean_tenure = *years;
  // What is in the window is compared with the window before it.
  std::optional<Period> earlier = before(source.input.parameters);
  Cell earlier_provider, earlier_care;
  if (earlier.has_value()) {
    Continuity then(source.input.data.table("interactions"), *earlier);
    earlier_provider = percent_cell(then.usual_provider());
    earlier_care = percent_cell(then.continuity_of_care());
  }
  std::vector<Figure> list;
  list.push_back({"people", "People", here, "people"});
  list.push_back({"tenure_years", "Years with us, mean", mean_tenure, "years"});
  list.push_back({"customers", "Customers looked after", load.customers, "customers"});
  list.push_back({"load_percent", "Of the capacity that is known", load.share()});
  list.push_back({"overloaded", "Over their capacity", overloaded, "people"});
  list.push_back(
      {"customers_without_owner", "Customers whom nobody looks after", source.without_owner, "customers"});
  list.push_back({"usual_provider_percent", "Contacts with the usual person",
                  percent_cell(source.continuity.usual_provider()), "", earlier_provider});
  list.push_back({"continuity_of_care_percent", "Continuity of care",
                  percent_cell(source.continuity.continuity_of_care()), "", earlier_care});
  list.push_back({"with_owner_percent", "Contacts with the one who looks after",
                  percent(with_owner, contacts, figure_percent_digits)});
  return list;
}

void add_finding(std::vector<Finding>& list, const StaffSource& source,
                 const std::vector<std::uint32_t>& people, const char* code, const std::string& text,
                 std::string command) {
  if (people.empty()) return;
  Finding found{code,
                counted(static_cast<std::int64_t>(people.size()), text),
                static_cast<std::int64_t>(people.size()),
                {},
                std::move(command)};
  for (std::size_t i = 0; i < std::min<std::size_t>(5, people.size()); ++i)
    found.records.push_back(source.reference(people[i]));
  list.push_back(std::move(found));
}

std::vector<Finding> findings(const StaffSource& source, const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> over, gone, unknown;
  core::Date as_of = source.input.parameters.as_of;
  for (std::uint32_t row : order) {
    const Person& person = source.people[row];
    if (core::compare(person.load().value_or(core::Decimal{}), {100, 0}) > 0) over.push_back(row);
    if (person.has_left(as_of) && person.customers + person.open_deals + person.open_tickets > 0)
      gone.push_back(row);
    if (!person.capacity.has_value() && person.customers > 0 && person.is_here(as_of)) unknown.push_back(row);
  }
  std::vector<Finding> list;
  add_finding(list, source, over, "over-capacity",
              "of the staff [looks|look] after more customers than they can well",
              "flatcrm report staff --table load");
  add_finding(list, source, gone, "left-with-customers",
              "who [has|have] left still [has|have] customers, open deals or tickets to hand over",
              "flatcrm segment 'owner.left < today'");
  add_finding(list, source, unknown, "capacity-missing",
              "who [looks|look] after customers [has|have] no capacity, so that their load is not known",
              "flatcrm segment --of staff 'capacity is empty'");
  auto customers = [&](const char* code, std::int64_t count, const char* text, const char* command) {
    if (count > 0) list.push_back({code, counted(count, text), count, {}, command});
  };
  customers("owner-missing", source.without_owner,
            "[customer has|customers have] no owner: nobody looks after them",
            "flatcrm segment 'owner is empty'");
  customers("owner-unknown", source.owner_unknown,
            "[customer has|customers have] an owner who is not in staff", "flatcrm check");
  return list;
}

Document make(const Input& input) {
  StaffSource source(input);
  Document document = begin(input, "Staff");
  if (document.subtitle.empty()) document.subtitle = print(source.window);
  std::vector<std::uint32_t> order = people_by_name(source);
  Section& overview = document.add("Overview");
  overview.figures = figures(source, order);
  overview.findings = findings(source, order);
  if (source.people.empty())
    overview.notes.emplace_back("There is nobody in staff: nobody is known to look after anybody.");
  if (!source.people.empty() && !source.continuity.usual_provider().has_value())
    overview.notes.emplace_back(
        "No customer had two contacts with a member of staff in the window, so that continuity is not "
        "known.");
  overview.notes.emplace_back(
      "For the members of staff themselves, by name: --where 'name = \"...\"' makes a page for one of them.");
  document.add("Load").tables = {load_table(source, order)};
  document.add("Continuity").tables = {continuity_table(source, order), scattered_table(source)};
  document.add("Results").tables = {results_table(source, order), recognition_table(source)};
  if (!input.parameters.by.empty()) {
    Section& breakdown = document.add("Breakdown");
    for (const std::string& by : input.parameters.by)
      breakdown.tables.push_back(group_table(by, source, order));
  }
  return document;
}

}  // namespace

Report report_staff() {
  return {
      .name = "staff",
      .summary =
          "load against capacity, whether customers meet the same person, tenure, results, and thanks that "
          "are due",
      .subject = "staff",
      .about =
          "For the members of staff first: in the order of names, without a ranking and without counts of "
          "calls or keystrokes. Without a period the window is the "
          "twelve months up to the as-of day.",
      .formulas = {{"load_percent", "customers looked after (owner, not former) / capacity"},
                   {"usual_provider_percent",
                    "mean over customers with at least two contacts of the share of their contacts with the "
                    "one whom they met most often; surveys are no contacts"},
                   {"continuity_of_care_percent",
                    "mean over the same customers of (Σ nᵢ² - n) / (n (n - 1)), nᵢ being contacts with one "
                    "person and n all of them"},
                   {"with_owner_percent",
                    "contacts with the owner / all contacts, of customers who have one"},
                   {"tenure_years", "days since joined / 365.25"},
                   {"nps", "as in the report satisfaction, of answers that name the member of staff"}},
      .sources = {"T. W. Breslau and K. G. Reeb, Continuity of care in a university-based practice (1975)",
                  "T. W. Bice and S. B. Boxerman, A quantitative measure of continuity of care (1977)",
                  "B. Rocks, Interval estimation for the Net Promoter Score (2016)"},
      .needs = staff_needs,
      .make = make};
}

}  // namespace flatcrm::report
