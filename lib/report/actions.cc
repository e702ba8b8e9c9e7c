#include "report/actions.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "report/measures.h"
#include "report/sales_chain.h"

namespace flatcrm::report {

namespace {

constexpr int answer_days = 2, reply_days = 1, solve_days = 14, deal_days = 14, payment_days = 30,
              birthday_days = 7;

core::Decimal ratio(std::int64_t days, int allowed) {
  return core::divide({days, 0}, {allowed, 0}, table_digits);
}

std::string counted(std::int64_t count, std::string_view unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

/// Gathers actions of all kinds; each function is one rule.
class Finder {
 public:
  Finder(const Input& input, const Neglect& neglect, const std::vector<Goal>& goals)
      : input_(input), data_(input.data), neglect_(neglect), goals_(goals), today_(input.parameters.as_of) {}

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

  std::string name(std::uint32_t customer) const {
    std::string_view name = data_.table("customers").texts("name").texts[customer];
    return std::string(name.empty() ? data_.ids("customers")[customer] : name);
  }
  Reference reference(std::uint32_t customer) const {
    return {std::string(data_.ids("customers")[customer]), name(customer)};
  }
  /// Whoever serves the customer: "" where nobody does.
  std::string server(std::uint32_t customer) const {
    return customer == no_row ? std::string() : std::string(data_.values("actions.server").text(customer));
  }
  std::string staff_of(const std::string& collection, const char* path, std::size_t row,
                       std::uint32_t customer) const {
    const model::Codes& column = data_.table(collection).codes(path);
    std::string_view staff = column.dictionary.text(column.codes[row]);
    return staff.empty() ? server(customer) : std::string(staff);
  }
  /// How often the time allowed has passed, by the customer's weight.
  core::Decimal weighed(core::Decimal times, std::uint32_t customer) const {
    if (customer == no_row) return times;
    core::Decimal below = data_.values("neglect.below").number(customer).value_or(core::Decimal{0, 0});
    core::Sum weight;
    weight.add(core::Decimal{1, 0});
    weight.add(core::divide(below, {100, 0}, 4));
    return core::round(core::multiply(times, weight.total()), table_digits);
  }
  bool complains(std::uint32_t customer) const {
    return data_.values("neglect.complaints").number(customer).value_or(core::Decimal{}).mantissa > 0;
  }

  const Input& input_;
  const Data& data_;
  const Neglect& neglect_;
  const std::vector<Goal>& goals_;
  core::Date today_;
  std::vector<Action> list_;
};

void Finder::add_answers() {
  for (std::uint32_t row : data_.selected()) {
    core::Date since = data_.values("neglect.waiting").day(row);
    if (since == core::no_date || data_.values("neglect.barred").is_true(row)) continue;
    std::int64_t days = today_.days - since.days;
    bool complaint = complains(row);
    core::Decimal urgency = weighed(ratio(days, answer_days), row);
    if (complaint) urgency = core::multiply(urgency, {2, 0});
    list_.push_back({"answer", fmt::format("Answer {}", name(row)),
                     fmt::format("{} on {}; {} without an answer", complaint ? "complained" : "asked",
                                 core::print(since), counted(days, "day")),
                     server(row), reference(row), since, urgency});
  }
}

void Finder::add_calls() {
  const PolicyTiers& tiers = data_.tiers();
  for (const NeglectedOne& one : neglect_.list) {
    if (one.waiting_since != core::no_date) continue;
    std::string heard = one.heard == core::no_date
                            ? fmt::format("never heard from us in {}", counted(one.days, "day"))
                            : fmt::format("{} since we called", counted(one.days, "day"));
    list_.push_back(
        {"call", fmt::format("Call {}", name(one.row)),
         fmt::format("{}; tier {} allows {}", heard, tiers.tiers[one.tier].name, tiers.tiers[one.tier].days),
         server(one.row), reference(one.row), one.since, one.urgency});
  }
}

void Finder::add_tickets() {
  const model::Table& table = data_.table("tickets");
  Join customers = data_.join("tickets", "customer", "customers");
  Owned owned = data_.owned("tickets");
  const Values &opened = data_.values("actions.ticket_opened"), &open = data_.values("actions.ticket_open"),
               &replied = data_.values("actions.ticket_replied");
  const model::Codes& priority = table.codes("priority");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    core::Date day = opened.day(row);
    if (!owned(row) || !open.is_true(row) || day == core::no_date || day > today_) continue;
    std::int64_t days = today_.days - day.days;
    bool first = !replied.is_true(row);
    if (!first && days <= solve_days) continue;
    std::uint32_t customer = customers.row(row);
    core::Decimal urgency = weighed(ratio(days, first ? reply_days : solve_days), customer);
    std::string_view level = priority.dictionary.text(priority.codes[row]);
    if (level == "urgent" || level == "high") urgency = core::multiply(urgency, {2, 0});
    std::string_view about = table.texts("category").texts[row];
    std::string id(data_.ids("tickets")[row]);
    std::string whose = customer == no_row ? "" : " of " + name(customer);
    list_.push_back({first ? "reply" : "solve",
                     fmt::format("{} the ticket{}{}", first ? "Reply to" : "Solve", whose,
                                 about.empty() ? "" : fmt::format(" ({})", about)),
                     fmt::format("open since {}; {} {}", core::print(day), counted(days, "day"),
                                 first ? "without a reply" : "without an end"),
                     staff_of("tickets", "staff", row, customer),
                     {id, ""},
                     day,
                     urgency});
  }
}

void Finder::add_deals() {
  const model::Table& table = data_.table("deals");
  Join customers = data_.join("deals", "customer", "customers");
  Owned owned = data_.owned("deals");
  const Values& open = data_.values("actions.deal_open");
  const model::Codes& stages = table.codes("stage");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    core::Date expected = table.dates("expected").days[row];
    if (!owned(row) || !open.is_true(row) || expected == core::no_date || expected >= today_) continue;
    std::int64_t days = today_.days - expected.days;
    std::uint32_t customer = customers.row(row);
    std::string id(data_.ids("deals")[row]);
    std::string_view called = table.texts("name").texts[row];
    std::string_view stage = stages.dictionary.text(stages.codes[row]);
    list_.push_back({"deal",
                     fmt::format("Close or move the deal {}", called.empty() ? id : called),
                     fmt::format("expected on {}, {} ago{}", core::print(expected), counted(days, "day"),
                                 stage.empty() ? "" : fmt::format("; still in {}", stage)),
                     staff_of("deals", "owner", row, customer),
                     {id, std::string(called)},
                     expected,
                     weighed(ratio(days, deal_days), customer)});
  }
}

void Finder::add_payments() {
  const model::Table& table = data_.table("sales");
  SalesChain chain(table, data_.rates());
  Balances on = chain.balances(today_);
  Join customers = data_.join("sales", "customer", "customers");
  Owned owned = data_.owned("sales");
  for (std::size_t row = 0; row < chain.size(); ++row) {
    core::Date due = chain.due(row);
    bool late = chain.kind(row) == SaleKind::invoice && owned(row) && due != core::no_date && due < today_;
    if (!late || on.open[row] == core::no_number || on.open[row] <= 0) continue;
    std::int64_t days = today_.days - due.days;
    std::uint32_t customer = customers.row(row);
    core::Decimal open = core::round({on.open[row], static_cast<std::uint8_t>(chain.scale())}, table_digits);
    std::string id(data_.ids("sales")[row]);
    list_.push_back({"payment",
                     fmt::format("Ask {} for {} {}", customer == no_row ? "the customer" : name(customer),
                                 core::print(open), input_.currency()),
                     fmt::format("{} was due on {}, {} ago", id, core::print(due), counted(days, "day")),
                     server(customer),
                     {id, ""},
                     due,
                     weighed(ratio(days, payment_days), customer)});
  }
}

/// Those that end soon, or have just ended: what is on pace, or met without a promise, needs nobody.
void Finder::add_goals() {
  for (const Goal& goal : goals_) {
    core::Date due = goal.aim.due;
    Outlook outlook = goal.pace.outlook;
    bool met = outlook == Outlook::met, missed = outlook == Outlook::missed;
    bool soon = due != core::no_date && due.days <= today_.days + goal_days;
    if (!soon || outlook == Outlook::on_pace || (met && goal.if_met.empty())) continue;
    std::int64_t days = today_.days - due.days;
    std::string reason = days > 0 ? fmt::format("was due on {}", core::print(due))
                         : days == 0
                             ? "is due today"
                             : fmt::format("is due on {}, in {}", core::print(due), counted(-days, "day"));
    if (std::string standing = goal.standing(); !standing.empty())
      reason += fmt::format("; {}: {}", name_of(outlook), standing);
    const std::string& promise = met ? goal.if_met : goal.if_missed;
    if (!promise.empty()) reason += fmt::format("; promised if {}: {}", met ? "met" : "missed", promise);
    bool keep = met || (missed && !promise.empty());
    list_.push_back(
        {"goal",
         fmt::format("{} the goal {}", keep ? "Keep the promise of" : "Look after", goal.called()),
         reason,
         goal.owner,
         {goal.id, goal.name},
         due,
         ratio(goal_days + days, goal_days)});
  }
}

/// What keeps a customer who buys nothing at the moment.
void Finder::add_birthdays() {
  const model::Dates& birthdays = data_.table("customers").dates("birthday");
  for (std::uint32_t row : data_.selected()) {
    core::Date born = birthdays.days[row];
    if (born == core::no_date || data_.values("neglect.barred").is_true(row)) continue;
    core::Civil civil = core::to_civil(born);
    for (int ahead = 0; ahead < birthday_days; ++ahead) {
      core::Civil day = core::to_civil({today_.days + ahead});
      bool leap = civil.month == 2 && civil.day == 29 && !core::is_valid({day.year, 2, 29});
      if (day.month != civil.month || day.day != civil.day - (leap ? 1 : 0) || day.year <= civil.year)
        continue;
      core::Date when{today_.days + ahead};
      list_.push_back({"birthday", fmt::format("Congratulate {}", name(row)),
                       fmt::format("{} on {}", counted(day.year - civil.year, "year"), core::print(when)),
                       server(row), reference(row), when, ratio(birthday_days - ahead, birthday_days)});
    }
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
  ask("actions.ticket_open", "tickets", "closed is empty");
  ask("actions.ticket_replied", "tickets", "first_reply is not empty");
  ask("actions.deal_open", "deals", "state = open");
}

std::vector<Action> find_actions(const Input& input, const Neglect& neglect, const std::vector<Goal>& goals) {
  return Finder(input, neglect, goals).run();
}

}  // namespace flatcrm::report
