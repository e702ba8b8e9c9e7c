// What an action says.
#include <array>

#include <fmt/format.h>

#include "report/actions.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

constexpr std::array<std::string_view, 8> kind_names{"answer", "call",    "reply", "solve",
                                                     "deal",   "payment", "goal",  "birthday"};

std::string days_of(std::int64_t count) {
  return counted(count, "day", "days");
}

}  // namespace

std::string_view name_of(ActionKind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

std::string_view ActionWords::text_of(const std::string& collection, std::string_view column,
                                      std::size_t row) const {
  return input_.data.table(collection).texts(column).texts[row];
}

std::string ActionWords::customer_name(std::uint32_t customer) const {
  std::string_view name = text_of("customers", "name", customer);
  return std::string(name.empty() ? input_.data.ids("customers")[customer] : name);
}

std::int64_t ActionWords::days_since(const Action& action) const {
  return input_.parameters.as_of.days - action.since.days;
}

std::string ActionWords::record_id(const Action& action) const {
  switch (action.kind) {
    case ActionKind::reply:
    case ActionKind::solve:
      return std::string(input_.data.ids("tickets")[action.row]);
    case ActionKind::deal:
      return std::string(input_.data.ids("deals")[action.row]);
    case ActionKind::payment:
      return std::string(input_.data.ids("sales")[action.row]);
    case ActionKind::goal:
      return goals_[action.row].id;
    default:
      return std::string(input_.data.ids("customers")[action.row]);
  }
}

std::string ActionWords::text(const Action& action) const {
  switch (action.kind) {
    case ActionKind::answer:
      return fmt::format("Answer {}", customer_name(action.row));
    case ActionKind::call:
      return fmt::format("Call {}", customer_name(action.row));
    case ActionKind::reply:
    case ActionKind::solve:
      return ticket_text(action);
    case ActionKind::deal: {
      std::string_view name = text_of("deals", "name", action.row);
      return fmt::format("Close or move the deal {}", name.empty() ? record_id(action) : name);
    }
    case ActionKind::payment:
      return payment_text(action);
    case ActionKind::goal:
      return goal_text(action);
    case ActionKind::birthday:
      break;
  }
  return fmt::format("Congratulate {}", customer_name(action.row));
}

std::string ActionWords::ticket_text(const Action& action) const {
  std::string_view about = text_of("tickets", "category", action.row);
  std::string whose = action.customer == no_row ? "" : " of " + customer_name(action.customer);
  return fmt::format("{} the ticket{}{}", action.kind == ActionKind::reply ? "Reply to" : "Solve", whose,
                     about.empty() ? "" : fmt::format(" ({})", about));
}

std::string ActionWords::payment_text(const Action& action) const {
  return fmt::format("Ask {} for {} {}",
                     action.customer == no_row ? "the customer" : customer_name(action.customer),
                     core::print(action.amount), input_.currency());
}

std::string ActionWords::goal_text(const Action& action) const {
  const Goal& goal = goals_[action.row];
  Outlook outlook = goal.pace.outlook;
  bool promised = outlook == Outlook::met || (outlook == Outlook::missed && !goal.if_missed.empty());
  return fmt::format("{} the goal {}", promised ? "Keep the promise of" : "Look after", goal.called());
}

std::string ActionWords::reason(const Action& action) const {
  switch (action.kind) {
    case ActionKind::answer:
      return answer_reason(action);
    case ActionKind::call:
      return call_reason(action);
    case ActionKind::reply:
    case ActionKind::solve:
      return ticket_reason(action);
    case ActionKind::deal:
      return deal_reason(action);
    case ActionKind::payment:
      return fmt::format("{} was due on {}, {} ago", record_id(action), core::print(action.since),
                         days_of(days_since(action)));
    case ActionKind::goal:
      return goal_reason(action);
    case ActionKind::birthday:
      break;
  }
  return birthday_reason(action);
}

std::string ActionWords::answer_reason(const Action& action) const {
  const Values& complaints = input_.data.values("neglect.complaints");
  bool complained = complaints.number(action.row).value_or(core::Decimal{}).mantissa > 0;
  return fmt::format("{} on {}; {} without an answer", complained ? "complained" : "asked",
                     core::print(action.since), days_of(days_since(action)));
}

std::string ActionWords::call_reason(const Action& action) const {
  const NeglectedOne& one = neglect_.list[action.neglected];
  const PolicyTiers::Tier& tier = input_.data.tiers().tiers[one.tier];
  std::string heard = one.heard == core::no_date ? "never heard from us in " + days_of(one.days)
                                                 : days_of(one.days) + " since we called";
  return fmt::format("{}; tier {} allows {}", heard, tier.name, tier.days);
}

std::string ActionWords::ticket_reason(const Action& action) const {
  return fmt::format("open since {}; {} {}", core::print(action.since), days_of(days_since(action)),
                     action.kind == ActionKind::reply ? "without a reply" : "without an end");
}

std::string ActionWords::deal_reason(const Action& action) const {
  const model::Codes& stages = input_.data.table("deals").codes("stage");
  std::string_view stage = stages.dictionary.text(stages.codes[action.row]);
  return fmt::format("expected on {}, {} ago{}", core::print(action.since), days_of(days_since(action)),
                     stage.empty() ? "" : fmt::format("; still in {}", stage));
}

std::string ActionWords::goal_reason(const Action& action) const {
  const Goal& goal = goals_[action.row];
  std::int64_t days = days_since(action);
  std::string due = core::print(action.since);
  std::string reason = days > 0    ? fmt::format("was due on {}", due)
                       : days == 0 ? "is due today"
                                   : fmt::format("is due on {}, in {}", due, days_of(-days));
  if (std::string standing = goal.standing(); !standing.empty())
    reason += fmt::format("; {}: {}", name_of(goal.pace.outlook), standing);
  bool met = goal.pace.outlook == Outlook::met;
  const std::string& promise = met ? goal.if_met : goal.if_missed;
  if (!promise.empty()) reason += fmt::format("; promised if {}: {}", met ? "met" : "missed", promise);
  return reason;
}

std::string ActionWords::birthday_reason(const Action& action) const {
  core::Date born = input_.data.table("customers").dates("birthday").days[action.row];
  int years = core::to_civil(action.since).year - core::to_civil(born).year;
  return fmt::format("{} on {}", counted(years, "year", "years"), core::print(action.since));
}

}  // namespace flatcrm::report
