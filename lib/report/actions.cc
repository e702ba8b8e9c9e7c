#include "report/actions.h"

#include <algorithm>
#include <optional>

#include "report/measures.h"
#include "report/sales_chain.h"

namespace flatcrm::report {

namespace {

constexpr int answer_days = 2, reply_days = 1, solve_days = 14, deal_days = 14, payment_days = 30,
              birthday_days = 7;

core::Decimal ratio(std::int64_t days, int allowed) {
  return core::divide({days, 0}, {allowed, 0}, table_digits);
}

/// Gathers actions of all kinds; each function is one rule.
class Finder {
 public:
  Finder(const Input& input, const Neglect& neglect, const std::vector<Goal>& goals)
      : input_(input),
        data_(input.data),
        neglect_(neglect),
        goals_(goals),
        servers_(data_.values("actions.server")),
        below_(data_.values("neglect.below")),
        today_(input.parameters.as_of) {}

  std::vector<Action> run() {
    add_answers();
    add_calls();
    add_tickets();
    add_deals();
    add_payments();
    add_goals();
    add_birthdays();
    const std::string& staff = input_.parameters.staff;
    if (!staff.empty()) std::erase_if(list_, [&](const Action& action) { return action.staff != staff; });
    std::stable_sort(list_.begin(), list_.end(), [](const Action& left, const Action& right) {
      return core::compare(left.urgency, right.urgency) > 0;
    });
    return std::move(list_);
  }

 private:
  void add_answers();
  void add_calls();
  void add_tickets();
  void add_deals();
  void add_payments();
  void add_goals();
  void add_birthdays();

  /// Whoever serves the customer: "" where nobody does.
  std::string_view server(std::uint32_t customer) const {
    return customer == no_row ? std::string_view() : servers_.text(customer);
  }
  std::string_view staff_of(const model::Codes& column, std::size_t row, std::uint32_t customer) const {
    std::string_view staff = column.dictionary.text(column.codes[row]);
    return staff.empty() ? server(customer) : staff;
  }
  /// How often the time allowed has passed, by the customer's weight.
  core::Decimal weighed(core::Decimal times, std::uint32_t customer) const {
    if (customer == no_row) return times;
    core::Decimal below = below_.number(customer).value_or(core::Decimal{0, 0});
    core::Sum weight;
    weight.add(core::Decimal{1, 0});
    weight.add(core::divide(below, {100, 0}, 4));
    return core::round(core::multiply(times, weight.total()), table_digits);
  }
  const Input& input_;
  const Data& data_;
  const Neglect& neglect_;
  const std::vector<Goal>& goals_;
  const Values &servers_, &below_;
  core::Date today_;
  std::vector<Action> list_;
};

void Finder::add_answers() {
  const Values &waiting = data_.values("neglect.waiting"), &barred = data_.values("neglect.barred"),
               &complaints = data_.values("neglect.complaints");
  for (std::uint32_t row : data_.selected()) {
    core::Date since = waiting.day(row);
    if (since == core::no_date || barred.is_true(row)) continue;
    core::Decimal urgency = weighed(ratio(today_.days - since.days, answer_days), row);
    if (complaints.number(row).value_or(core::Decimal{}).mantissa > 0)
      urgency = core::multiply(urgency, {2, 0});
    list_.push_back({.kind = ActionKind::answer,
                     .row = row,
                     .customer = row,
                     .since = since,
                     .staff = server(row),
                     .urgency = urgency});
  }
}

void Finder::add_calls() {
  for (std::uint32_t i = 0; i < neglect_.list.size(); ++i) {
    const NeglectedOne& one = neglect_.list[i];
    if (one.waiting_since != core::no_date) continue;
    list_.push_back({.kind = ActionKind::call,
                     .row = one.row,
                     .customer = one.row,
                     .neglected = i,
                     .since = one.since,
                     .staff = server(one.row),
                     .urgency = one.urgency});
  }
}

void Finder::add_tickets() {
  const model::Table& table = data_.table("tickets");
  Join customers = data_.join("tickets", "customer", "customers");
  Owned owned = data_.owned("tickets");
  const Values &opened = data_.values("actions.ticket_opened"), &open = data_.values("actions.ticket_open"),
               &replied = data_.values("actions.ticket_replied");
  const model::Codes &priority = table.codes("priority"), &staff = table.codes("staff");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    core::Date day = opened.day(row);
    if (!owned(row) || !open.is_true(row) || day == core::no_date || day > today_) continue;
    std::int64_t days = today_.days - day.days;
    bool first = !replied.is_true(row);
    if (!first && days <= solve_days) continue;
    std::uint32_t customer = customers.row(row);
    core::Decimal urgency = weighed(ratio(days, first ? reply_days : solve_days), customer);
    std::string_view level = priority.dictionary.text(priority.codes[row]);
    if (level == "urgent" || level == "high") urgency = core::multiply(urgency, {2, 0});
    list_.push_back({.kind = first ? ActionKind::reply : ActionKind::solve,
                     .row = row,
                     .customer = customer,
                     .since = day,
                     .staff = staff_of(staff, row, customer),
                     .urgency = urgency});
  }
}

void Finder::add_deals() {
  const model::Table& table = data_.table("deals");
  Join customers = data_.join("deals", "customer", "customers");
  Owned owned = data_.owned("deals");
  const Values& open = data_.values("actions.deal_open");
  const model::Codes& owners = table.codes("owner");
  const std::vector<core::Date>& days = table.dates("expected").days;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    core::Date expected = days[row];
    if (!owned(row) || !open.is_true(row) || expected == core::no_date || expected >= today_) continue;
    std::uint32_t customer = customers.row(row);
    list_.push_back({.kind = ActionKind::deal,
                     .row = row,
                     .customer = customer,
                     .since = expected,
                     .staff = staff_of(owners, row, customer),
                     .urgency = weighed(ratio(today_.days - expected.days, deal_days), customer)});
  }
}

void Finder::add_payments() {
  SalesChain chain(data_.table("sales"), data_.rates());
  Balances on = chain.balances(today_);
  Join customers = data_.join("sales", "customer", "customers");
  Owned owned = data_.owned("sales");
  for (std::uint32_t row = 0; row < chain.size(); ++row) {
    core::Date due = chain.due(row);
    bool late = chain.kind(row) == SaleKind::invoice && owned(row) && due != core::no_date && due < today_;
    if (!late || on.open[row] == core::no_number || on.open[row] <= 0) continue;
    std::uint32_t customer = customers.row(row);
    core::Decimal open{on.open[row], static_cast<std::uint8_t>(chain.scale())};
    list_.push_back({.kind = ActionKind::payment,
                     .row = row,
                     .customer = customer,
                     .since = due,
                     .staff = server(customer),
                     .urgency = weighed(ratio(today_.days - due.days, payment_days), customer),
                     .amount = core::round(open, table_digits)});
  }
}

/// Those that end soon, or have just ended: what is on pace, or met without a promise, needs nobody.
void Finder::add_goals() {
  for (std::uint32_t i = 0; i < goals_.size(); ++i) {
    const Goal& goal = goals_[i];
    core::Date due = goal.aim.due;
    Outlook outlook = goal.pace.outlook;
    bool soon = due != core::no_date && due.days <= today_.days + goal_days;
    bool nothing_to_do = outlook == Outlook::on_pace || (outlook == Outlook::met && goal.if_met.empty());
    if (!soon || nothing_to_do) continue;
    list_.push_back({.kind = ActionKind::goal,
                     .row = i,
                     .since = due,
                     .staff = goal.owner,
                     .urgency = ratio(goal_days + (today_.days - due.days), goal_days)});
  }
}

/// The birthday within the days to come, of those born at least a year before; nothing where it is not.
std::optional<core::Date> birthday_ahead(core::Date born, core::Date today) {
  core::Civil civil = core::to_civil(born);
  for (int ahead = 0; ahead < birthday_days; ++ahead) {
    core::Date when{today.days + ahead};
    core::Civil day = core::to_civil(when);
    bool leap = civil.month == 2 && civil.day == 29 && !core::is_valid({day.year, 2, 29});
    bool same = day.month == civil.month && day.day == civil.day - (leap ? 1 : 0);
    if (same && day.year > civil.year) return when;
  }
  return std::nullopt;
}

/// What keeps a customer who buys nothing at the moment.
void Finder::add_birthdays() {
  const model::Dates& birthdays = data_.table("customers").dates("birthday");
  const Values& barred = data_.values("neglect.barred");
  for (std::uint32_t row : data_.selected()) {
    if (birthdays.days[row] == core::no_date || barred.is_true(row)) continue;
    std::optional<core::Date> when = birthday_ahead(birthdays.days[row], today_);
    if (!when) continue;
    list_.push_back({.kind = ActionKind::birthday,
                     .row = row,
                     .customer = row,
                     .since = *when,
                     .staff = server(row),
                     .urgency = ratio(birthday_days - (when->days - today_.days), birthday_days)});
  }
}

}  // namespace

void ask_actions(Needs& needs, const Parameters&) {
  using model::As;
  needs.rates = true;
  needs.tables.push_back({"customers", {{"id", As::texts}, {"name", As::texts}, {"birthday"}}});
  needs.tables.push_back({"tickets",
                          {{"id", As::texts},
                           {"customer", As::codes},
                           {"staff", As::codes},
                           {"category", As::texts},
                           {"priority", As::codes}}});
  needs.tables.push_back({"deals",
                          {{"id", As::texts},
                           {"name", As::texts},
                           {"customer", As::codes},
                           {"owner", As::codes},
                           {"stage", As::codes},
                           {"expected"}}});
  ask_goals(needs);
  needs.tables.push_back(SalesChain::request());
  needs.tables.push_back({"sales", {{"id", As::texts}, {"customer", As::codes}}});
  auto ask = [&](const char* name, const char* collection, const char* query) {
    needs.columns.push_back({name, collection, query});
  };
  ask("actions.server", "customers", "coalesce(owner, last(staff of interactions))");
  ask("actions.ticket_opened", "tickets", "opened");
  ask("actions.ticket_open", "tickets",
      "(opened is empty or opened <= today) and (closed is empty or closed > today)");
  ask("actions.ticket_replied", "tickets", "first_reply <= today");
  ask("actions.deal_open", "deals", "state = open");
}

std::vector<Action> find_actions(const Input& input, const Neglect& neglect, const std::vector<Goal>& goals) {
  return Finder(input, neglect, goals).run();
}

}  // namespace flatcrm::report
