#include "report/staff_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/ticket_times.h"

namespace flatcrm::report {

namespace {

constexpr int recent_days = 90;       // in which something is worth thanks
constexpr int anniversary_days = 30;  // before and after an anniversary

Period window_of(const Parameters& parameters) {
  if (parameters.period.has_value()) return so_far(*parameters.period, parameters.as_of);
  return {{core::add_months(parameters.as_of, -12).days + 1}, parameters.as_of};
}

}  // namespace

Needs staff_needs(const Parameters&) {
  using model::As;
  return {
      .tables =
          {{"staff",
            {{"id", As::texts},
             {"name", As::texts},
             {"role", As::texts},
             {"team", As::texts},
             {"joined"},
             {"left"},
             {"capacity"}}},
           {"customers", {{"id", As::texts}, {"owner", As::codes}, {"status", As::codes}}},
           deals_request(),
           {"deals", {{"name", As::texts}}},
           {"tickets",
            {{"staff", As::codes}, {"opened", As::texts}, {"first_reply", As::texts}, {"closed", As::texts}}},
           surveys_request(),
           {"interactions", {{"text", As::texts}}}},
      .rates = true};
}

std::optional<core::Decimal> Person::load() const {
  if (!capacity.has_value() || capacity->mantissa <= 0) return std::nullopt;
  return core::divide(core::multiply({customers, 0}, {100, 0}), *capacity, 2);
}

std::optional<core::Decimal> Person::tenure(core::Date day) const {
  core::Date end = has_left(day) ? left : day;
  if (joined == core::no_date || joined > end) return std::nullopt;
  return core::divide({end.days - joined.days, 0}, {36'525, 2}, 1);
}

StaffSource::StaffSource(const Input& given)
    : input(given),
      table(given.data.table("staff")),
      window(window_of(given.parameters)),
      people(table.rows()),
      continuity(given.data.table("interactions"), window) {
  read_people();
  read_customers();
  read_deals_of();
  read_tickets();
  read_answers();
  read_anniversaries();
  std::stable_sort(thanks.begin(), thanks.end(),
                   [](const Thanks& left, const Thanks& right) { return left.day > right.day; });
}

Reference StaffSource::reference(std::size_t person) const {
  return {std::string(id(person)), std::string(text("name", person))};
}

void StaffSource::read_people() {
  const model::Numbers& capacities = table.numbers("capacity");
  for (std::size_t i = 0; i < people.size(); ++i) {
    people[i].joined = table.dates("joined").days[i];
    people[i].left = table.dates("left").days[i];
    if (!capacities.missing(i)) people[i].capacity = capacities[i];
  }
}

void StaffSource::read_customers() {
  const model::Table& customers = input.data.table("customers");
  const model::Table& interactions = input.data.table("interactions");
  const model::Codes& owners = customers.codes("owner");
  const model::Codes& status = customers.codes("status");
  const model::Dictionary& met = interactions.codes("customer").dictionary;
  std::vector<std::uint32_t> staff_code;
  for (std::size_t person = 0; person < people.size(); ++person)
    staff_code.push_back(interactions.codes("staff").dictionary.find(id(person)));
  Join owner = input.data.join("customers", "owner", "staff");
  std::uint32_t former = status.dictionary.find("former");
  for (std::size_t row = 0; row < customers.rows(); ++row) {
    if (former != 0 && status.codes[row] == former) continue;
    std::uint32_t person = owner.row(row);
    if (person == no_row) {
      ++(owners.codes[row] == 0 ? without_owner : owner_unknown);
      continue;
    }
    Person& of = people[person];
    ++of.customers;
    std::uint32_t customer = met.find(input.data.ids("customers")[row]);
    std::int64_t with =
        customer == 0 || staff_code[person] == 0 ? 0 : continuity.contacts(customer, staff_code[person]);
    of.contacts += customer == 0 ? 0 : continuity.contacts(customer);
    of.with_owner += with;
    of.never_met += with == 0 ? 1 : 0;
  }
}

void StaffSource::read_deals_of() {
  const model::Table& deals_table = input.data.table("deals");
  core::Date as_of = input.parameters.as_of;
  Deals deals = read_deals(deals_table, input.config, input.data.rates(), as_of);
  Join owner = input.data.join("deals", "owner", "staff");
  for (std::size_t i = 0; i < deals.list.size(); ++i) {
    std::uint32_t person = owner.row(deals.rows[i]);
    const Deal& deal = deals.list[i];
    if (person == no_row) continue;
    people[person].open_deals += deal.outcome == Outcome::open ? 1 : 0;
    if (deal.outcome != Outcome::won || deal.closed > as_of) continue;
    if (window.holds(deal.closed)) {
      ++people[person].won;
      people[person].won_amounts.add(deal);
    }
    if (deal.closed == core::no_date || as_of.days - deal.closed.days >= recent_days) continue;
    std::string_view name = deals_table.texts("name").texts[deals.rows[i]];
    if (name.empty()) name = deals_table.texts("id").texts[deals.rows[i]];
    thanks.push_back({person, deal.closed, fmt::format("won {}", name), {}});
  }
}

void StaffSource::read_tickets() {
  const model::Table& tickets = input.data.table("tickets");
  std::vector<TicketTimes> times = read_ticket_times(tickets);
  Join staff = input.data.join("tickets", "staff", "staff");
  core::Date as_of = input.parameters.as_of;
  for (std::size_t row = 0; row < times.size(); ++row) {
    std::uint32_t person = staff.row(row);
    if (person == no_row) continue;
    people[person].open_tickets += times[row].is_open(as_of) ? 1 : 0;
    if (!times[row].is_closed(as_of) || !window.holds(times[row].closed)) continue;
    ++people[person].closed_tickets;
    if (times[row].solve_seconds.has_value()) people[person].solve.add(*times[row].solve_seconds);
  }
}

/// Promoter scores in the window, and kind words of late.
void StaffSource::read_answers() {
  Join staff = input.data.join("interactions", "staff", "staff");
  SurveySource surveys(input);
  const std::vector<std::string_view>& texts = surveys.table.texts("text").texts;
  for (const SurveyRow& row : surveys.rows) {
    std::uint32_t person = staff.row(row.row);
    if (person == no_row || row.sent || !row.valid) continue;
    if (row.scale == nps_scale && window.holds(row.day)) people[person].nps.add(row.score, surveys.side(row));
    bool recent = row.day != core::no_date && input.parameters.as_of.days - row.day.days < recent_days;
    if (!recent || surveys.side(row) <= 0 || texts[row.row].empty()) continue;
    thanks.push_back({person, row.day, fmt::format("\"{}\"", texts[row.row]),
                      input.reference("customers", surveys.text("customer", row.row))});
  }
}

void StaffSource::read_anniversaries() {
  core::Date today = input.parameters.as_of;
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    core::Date joined = people[i].joined;
    if (joined == core::no_date || people[i].has_left(today)) continue;
    int first = core::to_civil(today).year - core::to_civil(joined).year - 1;
    for (int years = std::max(1, first); years <= first + 2; ++years) {
      core::Date day = core::add_months(joined, 12 * years);
      if (std::abs(day.days - today.days) > anniversary_days) continue;
      thanks.push_back({i, day, fmt::format("{} year{} with us", years, years == 1 ? "" : "s"), {}});
    }
  }
}

}  // namespace flatcrm::report
