#include "report/scorecard_measures.h"

#include <fmt/format.h>

#include "report/cash.h"
#include "report/continuity.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/neglect.h"
#include "report/quality_tally.h"
#include "report/surveys.h"
#include "report/ticket_tally.h"

namespace flatcrm::report {

namespace {

using core::Decimal;
using Value = std::optional<Decimal>;

constexpr int months_looked_at = 12;
constexpr std::int64_t seconds_to_reply = 86'400;
constexpr int days_to_invoice = 30;

Period window_up_to(core::Date day) {
  return {{core::add_months(day, -months_looked_at).days + 1}, day};
}

Value value_of(const Cell& cell) {
  Decimal room;
  const Decimal* number = decimal_of(cell, room);
  return number == nullptr ? std::nullopt : Value(*number);
}

Value share(std::int64_t part, std::int64_t whole) {
  return value_of(percent(part, whole, table_digits));
}

/// What other reports read, read once for all measures.
class Measures {
 public:
  Measures(const Input& input, const GoalDays& days)
      : data_(input.data),
        days_(days),
        neglect_(find_neglect(input, days.now, days.before)),
        surveys_(input),
        complaints_(read_complaints(surveys_)),
        tickets_(input),
        cash_(input) {
    QualitySource source(input);
    for (std::uint32_t row : data_.selected()) quality_.add(source.records[row], days.now);
  }

  /// Of a measure that is no query.
  Value of(std::string_view name, core::Date day) const {
    Period window = window_up_to(day);
    if (name == "silent_percent") return silent(day);
    if (name == "nps") return score_of(answers(window).of(nps_scale), nps_scale);
    if (name == "satisfied_percent") return score_of(answers(window).of(csat_scale), csat_scale);
    if (name == "complaints_answered_percent") return complaints_answered(window);
    if (name == "tiered_percent") return tiered();
    if (name == "usual_person_percent")
      return Continuity(data_.table("interactions"), window).usual_provider();
    if (name == "first_reply_percent") return first_reply(window);
    if (name == "came_back_percent") return came_back(window);
    if (name == "broken_chain_percent") return broken_chain(day);
    if (name == "overdue_percent") return overdue(day);
    if (name == "complete_percent") return value_of(quality_.complete());
    if (name == "valid_percent") return value_of(quality_.valid());
    return std::nullopt;
  }

 private:
  Value silent(core::Date day) const {
    const NeglectCount& count = day == days_.now || !neglect_.before ? neglect_.now : *neglect_.before;
    return share(count.neglected, count.owed);
  }
  SurveyTally answers(const Period& window) const { return survey_tallies(surveys_, window, {}, 1)[0]; }

  Value complaints_answered(const Period& window) const {
    std::int64_t all = 0, answered = 0;
    for (const Complaint& complaint : complaints_) {
      bool is_answered = complaint.answered != core::no_date && complaint.answered <= window.last;
      bool waits = !is_answered && complaint.day <= window.last;
      if (complaint.anonymous || (!waits && !window.holds(complaint.day))) continue;
      ++all;
      answered += is_answered ? 1 : 0;
    }
    return share(answered, all);
  }

  Value tiered() const {
    const PolicyTiers& tiers = data_.tiers();
    if (!tiers.source.starts_with("the segment")) return std::nullopt;
    std::int64_t buyers = 0, placed = 0;
    for (std::uint32_t row : data_.selected()) {
      if (!data_.values("scorecard.buys").is_true(row)) continue;
      ++buyers;
      placed += tiers.tier_of[row] != PolicyTiers::none ? 1 : 0;
    }
    return share(placed, buyers);
  }

  Value first_reply(const Period& window) const {
    std::int64_t all = 0, soon = 0, replied = 0;
    for (std::size_t row = 0; row < tickets_.size(); ++row) {
      const TicketTimes& times = tickets_.times[row];
      if (!tickets_.selected(row) || !window.holds(times.opened) || times.opened == window.last) continue;
      ++all;
      if (!times.reply_seconds || !times.is_replied(window.last)) continue;
      ++replied;
      soon += *times.reply_seconds <= seconds_to_reply ? 1 : 0;
    }
    return replied == 0 ? std::nullopt : share(soon, all);
  }

  Value came_back(const Period& window) const {
    if (!tickets_.knows_comebacks) return std::nullopt;
    TicketTally tally = ticket_tallies(tickets_, window.last, window, {}, 1)[0];
    return share(tally.came_back, tally.closed);
  }

  Value broken_chain(core::Date day) const {
    const SalesChain& chain = cash_.chain;
    Balances balances = chain.balances(day);
    std::int64_t all = 0, broken = 0;
    for (std::size_t row = 0; row < chain.size(); ++row) {
      SaleKind kind = chain.kind(row);
      if (!cash_.selected(row) || !chain.is_known(row, day) || kind == SaleKind::other) continue;
      ++all;
      bool forgotten = kind == SaleKind::order && balances.unbilled[row] > 0 &&
                       day.days - chain.day(row).days > days_to_invoice;
      bool uninvoiced = kind == SaleKind::delivery && is_uninvoiced(chain, balances, row);
      broken += forgotten || uninvoiced || chain.fault(row) != SaleFault::none ? 1 : 0;
    }
    return share(broken, all);
  }

  Value overdue(core::Date day) const {
    CashTally tally = cash_tallies(cash_, day, std::nullopt, {}, 1)[0];
    Value value = value_of(share_of_sum(tally.overdue.sum, tally.receivable.sum));
    return value ? Value(core::round(*value, table_digits)) : value;
  }

  const Data& data_;
  GoalDays days_;
  Neglect neglect_;
  SurveySource surveys_;
  std::vector<Complaint> complaints_;
  TicketSource tickets_;
  CashSource cash_;
  QualityTally quality_;
};

/// Measures that are queries, all of a day at once.
std::vector<Value> ask_queries(const Input& input, core::Date day) {
  std::vector<BookQuestion> questions;
  for (const MeasureInfo& info : measure_infos())
    if (info.is_query) questions.push_back({std::string(info.formula)});
  std::vector<BookFigure> figures = input.figures ? input.figures(questions, day) : std::vector<BookFigure>();
  std::vector<Value> values;
  std::size_t next = 0;
  for (const MeasureInfo& info : measure_infos()) {
    values.emplace_back();
    if (!info.is_query || next >= figures.size()) continue;
    const BookFigure& figure = figures[next++];
    if (figure.value) values.back() = core::round(core::multiply(*figure.value, {100, 0}), table_digits);
  }
  return values;
}

ScoreItem item_of(const MeasureInfo& info) {
  ScoreItem item{.factor = info.factor};
  item.name = info.name;
  item.label = info.label;
  item.unit = info.unit;
  item.command = info.command;
  item.nothing = info.nothing;
  item.everything = info.everything;
  return item;
}

}  // namespace

GoalDays scorecard_days(const Parameters& parameters) {
  GoalDays days{.now = parameters.as_of};
  if (!parameters.period) return days;
  days.now = std::min(parameters.period->last, parameters.as_of);
  if (std::optional<Period> earlier = before(parameters)) days.before = std::min(earlier->last, days.now);
  return days;
}

Needs scorecard_needs(const Parameters& parameters) {
  GoalDays days = scorecard_days(parameters);
  Needs needs = quality_needs(parameters);
  auto also = [&](Needs more) {
    needs.tables.insert(needs.tables.end(), more.tables.begin(), more.tables.end());
    needs.rates = needs.rates || more.rates;
  };
  also(ticket_needs(parameters));
  also(cash_needs(parameters));
  also({.tables = {surveys_request()}});
  ask_neglect(needs, days.now, days.before);
  ask_goals(needs);
  needs.columns.push_back({"scorecard.buys", "customers", "orders > 0"});
  return needs;
}

std::vector<ScoreItem> measure_scorecard(const Input& input, const GoalDays& days) {
  Measures measures(input, days);
  std::vector<Value> now = ask_queries(input, days.now), earlier;
  if (days.before) earlier = ask_queries(input, *days.before);
  bool some_customers = !input.data.selects_all();
  std::vector<ScoreItem> items;
  for (std::size_t i = 0; i < measure_infos().size(); ++i) {
    const MeasureInfo& info = measure_infos()[i];
    ScoreItem item = item_of(info);
    if (some_customers && !info.of_customers) {
      item.missing = "it is of the whole book, not of some customers";
      items.push_back(std::move(item));
      continue;
    }
    item.value = info.is_query ? now[i] : measures.of(info.name, days.now);
    Value old = item.value;
    if (days.before && info.has_history)
      old = info.is_query ? earlier[i] : measures.of(info.name, *days.before);
    if (item.value)
      item.score = score_between(*item.value, info.nothing, info.everything);
    else
      item.missing = info.without;
    if (days.before && old) item.score_before = score_between(*old, info.nothing, info.everything);
    items.push_back(std::move(item));
  }
  return items;
}

Table scorecard_by(const std::string& by, const Input& input, const GoalDays& days) {
  Groups groups = group_by(by, input.data.by(by), input);
  struct Tally {
    std::int64_t customers = 0, owed = 0, silent = 0;
    QualityTally quality;
  };
  std::vector<Tally> tallies(groups.size());
  QualitySource source(input);
  Neglect neglect = find_neglect(input, days.now, std::nullopt);
  for (std::uint32_t row : input.data.selected()) {
    Tally& tally = tallies[groups.of_row[row]];
    ++tally.customers;
    tally.owed += neglect.owed[row];
    tally.quality.add(source.records[row], days.now);
  }
  for (const NeglectedOne& one : neglect.list) ++tallies[groups.of_row[one.row]].silent;
  SurveySource surveys(input);
  std::vector<std::uint32_t> of_touch(surveys.table.rows(), groups.none);
  Join customers = input.data.join("interactions", "customer", "customers");
  for (std::size_t row = 0; row < of_touch.size(); ++row)
    if (std::uint32_t customer = customers.row(row); customer != no_row)
      of_touch[row] = groups.of_row[customer];
  std::vector<SurveyTally> answers = survey_tallies(surveys, window_up_to(days.now), of_touch, groups.size());

  Table table{.name = "by_" + groups.key.name, .title = fmt::format("By {}", by)};
  table.columns = {groups.key,
                   {"customers", "Customers", Kind::integer},
                   {"silent_percent", "Silent", Kind::percent},
                   {"nps", "NPS", Kind::decimal},
                   {"satisfied_percent", "Satisfied", Kind::percent},
                   {"complete_percent", "Complete", Kind::percent},
                   {"valid_percent", "Valid", Kind::percent}};
  for (std::uint32_t group : groups.order) {
    const Tally& tally = tallies[group];
    if (tally.customers == 0) continue;
    Value nps = score_of(answers[group].of(nps_scale), nps_scale);
    Value satisfied = score_of(answers[group].of(csat_scale), csat_scale);
    table.rows.push_back({groups.labels[group], tally.customers,
                          percent(tally.silent, tally.owed, table_digits), nps ? Cell{*nps} : Cell{},
                          satisfied ? Cell{Percent{*satisfied}} : Cell{}, tally.quality.complete(),
                          tally.quality.valid()});
  }
  table.note = "Only measures of customers; the score is of the whole book.";
  return table;
}

}  // namespace flatcrm::report
