#include "report/weekly_figures.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/measures.h"
#include "report/part_sum.h"
#include "report/stage_history.h"

namespace flatcrm::report {

namespace {

constexpr int days_of_week = 7;
constexpr int money_digits = 2;

std::optional<Period> before_week(const Parameters& parameters) {
  return period_before(week_of(parameters));
}

/// Sums and counts over the selected rows of a collection.
core::Sum total_of(const Week& week, const std::string& collection, const std::string& name) {
  core::Sum sum;
  const Values& values = week.input.data.values(name);
  Owned owned = week.input.data.owned(collection);
  for (std::size_t row = 0; row < week.input.data.rows(collection); ++row)
    if (std::optional<core::Decimal> value = owned(row) ? values.number(row) : std::nullopt) sum.add(*value);
  return sum;
}

template <typename Is>
std::int64_t count_rows(const Week& week, const std::string& collection, Is is) {
  Owned owned = week.input.data.owned(collection);
  std::int64_t count = 0;
  for (std::size_t row = 0; row < week.input.data.rows(collection); ++row)
    count += owned(row) && is(row) ? 1 : 0;
  return count;
}

/// Scores of one scale in a period.
struct Scores {
  std::int64_t count = 0, promoters = 0, detractors = 0;
  core::Sum sum;
};

Scores scores_of(const Week& week, std::string_view scale, const Period& period) {
  const model::Table& table = week.input.data.table("interactions");
  const model::Codes& scales = table.codes("scale");
  const model::Numbers& scores = table.numbers("score");
  std::uint32_t wanted = scales.dictionary.find(scale);
  Scores found;
  if (wanted == 0) return found;
  Owned owned = week.input.data.owned("interactions");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    bool counts = scales.codes[row] == wanted && !scores.missing(row) && owned(row) &&
                  period.holds(table.dates("date").days[row]) &&
                  table.dates("date").days[row] <= week.input.parameters.as_of;
    if (!counts) continue;
    ++found.count;
    found.promoters += core::compare(scores[row], {9, 0}) >= 0 ? 1 : 0;
    found.detractors += core::compare(scores[row], {6, 0}) <= 0 ? 1 : 0;
    found.sum.add(scores[row]);
  }
  return found;
}

Cell nps_of(const Scores& scores) {
  if (scores.count == 0) return Missing{Kind::decimal};
  core::Decimal balance{(scores.promoters - scores.detractors) * 100, 0};
  return core::divide(balance, {scores.count, 0}, 1);
}

Cell mean_of(const Scores& scores) {
  std::optional<core::Decimal> value = mean(scores.sum.total(), scores.count, table_digits);
  return value ? Cell{*value} : Cell{Missing{Kind::decimal}};
}

/// Figures that need what was asked for twice, for the period and for the one before.
class Figures {
 public:
  explicit Figures(const Week& week) : week_(week) {}

  void add_touches() {
    const Touches& touches = week_.touches;
    auto total = [&](const Period& period) -> Cell {
      auto sums = touches.between(period);
      return sums[no_direction] + sums[inbound] + sums[outbound];
    };
    add("touches", "Touches", total, "touches");
    list_.push_back({"customers", "Customers talked to", touches.customers, "customers",
                     week_.before ? Cell{touches.customers_before} : Cell{}});
    list_.push_back({"waiting", "Waiting for an answer", touches.waiting_customers, "customers"});
    auto born = [&](const Period& period) -> Cell {
      const std::vector<core::Date>& days = week_.input.data.table("customers").dates("acquired").days;
      return count_rows(week_, "customers", [&](std::size_t row) { return period.holds(days[row]); });
    };
    add("new_customers", "New customers", born, "customers");
  }
  void add_money() {
    if (week_.input.data.rows("sales") == 0) return;
    add(
        "orders", "Orders", [&](const Period& period) -> Cell { return week_.orders(period); }, "orders");
    add_sum("invoiced", "Invoiced", "weekly.invoiced");
    add_sum("paid", "Paid", "weekly.paid");
  }
  void add_deals() {
    if (week_.input.data.rows("deals") == 0) return;
    auto closed = [&](Outcome as) {
      return [&, as](const Period& period) -> Cell {
        return std::count_if(week_.deals.list.begin(), week_.deals.list.end(), [&](const Deal& deal) {
          return deal.outcome == as && period.holds(deal.closed);
        });
      };
    };
    add("won", "Deals won", closed(Outcome::won), "deals");
    add("lost", "Deals lost", closed(Outcome::lost), "deals");
    core::Sum open;
    PartSum by_chance;
    for (const Deal& deal : week_.deals.list) {
      if (deal.outcome != Outcome::open || deal.amount != Amount::given) continue;
      open.add(deal.value);
      if (deal.has_probability) by_chance.add(deal.value, part_of_percent(deal.probability));
    }
    list_.push_back({"open_value", "Open deals", weekly_money(open.total(), week_.input)});
    list_.push_back({"weighted_value", "by their chance", weekly_money(by_chance.total(), week_.input)});
  }
  void add_tickets() {
    const Data& data = week_.input.data;
    if (data.rows("tickets") == 0) return;
    const Values &opened = data.values("actions.ticket_opened"), &open = data.values("actions.ticket_open"),
                 &closed = data.values("weekly.ticket_closed");
    auto in = [&](const Values& days) {
      return [&](const Period& period) -> Cell {
        return count_rows(week_, "tickets", [&](std::size_t row) { return period.holds(days.day(row)); });
      };
    };
    add("tickets_opened", "Tickets opened", in(opened), "tickets");
    add("tickets_closed", "Tickets closed", in(closed), "tickets");
    list_.push_back({"tickets_open", "Tickets open now",
                     count_rows(week_, "tickets", [&](std::size_t row) { return open.is_true(row); }),
                     "tickets"});
  }
  void add_satisfaction() {
    add_scale("nps", "Net promoter score", nps_of);
    add_scale("csat", "Satisfaction", mean_of);
    add_scale("ces", "Effort", mean_of);
  }
  std::vector<Figure> take() { return std::move(list_); }

 private:
  template <typename Value>
  void add(const char* name, const char* label, Value value, const char* unit = "") {
    core::Date today = week_.input.parameters.as_of;
    list_.push_back({name, label, value(so_far(week_.now, today)), unit,
                     week_.before ? value(so_far(*week_.before, today)) : Cell{}});
  }
  void add_sum(const char* name, const char* label, const std::string& column) {
    Cell earlier;
    if (week_.before)
      earlier = weekly_money(total_of(week_, "sales", column + "_before").total(), week_.input);
    list_.push_back({name, label, weekly_money(total_of(week_, "sales", column).total(), week_.input), "",
                     std::move(earlier)});
  }
  /// Left out where nobody was asked in either period.
  void add_scale(const char* name, const char* label, Cell (*value)(const Scores&)) {
    Scores now = scores_of(week_, name, week_.now);
    Scores earlier = week_.before ? scores_of(week_, name, *week_.before) : Scores{};
    if (now.count + earlier.count == 0) return;
    list_.push_back({name, fmt::format("{} (of {})", label, now.count), value(now), "", value(earlier)});
  }

  const Week& week_;
  std::vector<Figure> list_;
};

/// What became of a deal in the period, or "".
std::string move_of(const Week& week, std::size_t deal_number) {
  const Deal& deal = week.deals.list[deal_number];
  if (deal.outcome != Outcome::open && week.now.holds(deal.closed))
    return deal.outcome == Outcome::won ? "won" : "lost";
  if (week.now.holds(deal.opened)) return "new";
  if (!week.input.data.values("weekly.moved").is_true(week.deals.rows[deal_number])) return "";
  return deal.stage < 0 ? "moved" : "now " + week.deals.stages[static_cast<std::size_t>(deal.stage)].name;
}

}  // namespace

Period week_of(const Parameters& parameters) {
  return parameters.period.value_or(Period{{parameters.as_of.days - days_of_week + 1}, parameters.as_of});
}

Needs weekly_needs(const Parameters& parameters) {
  using model::As;
  Needs needs;
  needs.tables = {touches_request(),
                  {"interactions", {{"scale", As::codes}, {"score"}}},
                  {"customers", {{"id", As::texts}, {"name", As::texts}, {"acquired"}}}};
  needs.rates = true;
  model::TableRequest deals = deals_request();
  deals.columns.push_back({"name", As::texts});
  deals.columns.push_back({"customer", As::codes});
  add_history_columns(deals);
  needs.tables.push_back(std::move(deals));
  auto ask = [&](const char* name, const char* collection, std::string query) {
    needs.columns.push_back({name, collection, std::move(query)});
  };
  auto ask_spans = [&](const std::string& ending, const Period& period) {
    std::string span = span_of(so_far(period, parameters.as_of));
    needs.columns.push_back({"weekly.value" + ending, "customers", fmt::format("value({})", span)});
    needs.columns.push_back({"weekly.orders" + ending, "customers", fmt::format("orders({})", span)});
    // Of sales, not of customers: some have none.
    needs.columns.push_back(
        {"weekly.invoiced" + ending, "sales",
         fmt::format("if(date in {}, if(kind = credit, -abs(amount), if(kind = invoice, amount)))", span)});
    needs.columns.push_back(
        {"weekly.paid" + ending, "sales", fmt::format("if(kind = payment and date in {}, amount)", span)});
  };
  Period week = week_of(parameters);
  ask_spans("", week);
  if (std::optional<Period> earlier = before_week(parameters)) ask_spans("_before", *earlier);
  ask("weekly.contacts", "customers", fmt::format("contacts({})", span_of(so_far(week, parameters.as_of))));
  ask("weekly.moved", "deals",
      fmt::format("any(history.date in {})", span_of(so_far(week, parameters.as_of))));
  ask("weekly.ticket_closed", "tickets", "closed");
  return needs;
}

Week::Week(const Input& given)
    : input(given),
      now(week_of(given.parameters)),
      before(before_week(given.parameters)),
      deals(deals_in_past_stages(given)) {
  touches = count_touches(
      given.data.table("interactions"),
      {given.parameters.as_of, now, before, 0, given.parameters.threads, given.data.owned("interactions")});
}

std::int64_t Week::orders(const Period& period) const {
  return total_of(*this, "customers", period.first == now.first ? "weekly.orders" : "weekly.orders_before")
      .total()
      .mantissa;
}

std::vector<Figure> weekly_figures(const Week& week) {
  Figures figures(week);
  figures.add_touches();
  figures.add_money();
  figures.add_deals();
  figures.add_tickets();
  figures.add_satisfaction();
  return figures.take();
}

Table moved_deals(const Week& week, std::size_t most) {
  const std::vector<Deal>& list = week.deals.list;
  std::vector<std::size_t> moved;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!move_of(week, i).empty()) moved.push_back(i);
  auto worth = [&](std::size_t i) {
    return list[i].amount == Amount::given ? list[i].value : core::Decimal{-1, 0};
  };
  std::stable_sort(moved.begin(), moved.end(), [&](std::size_t left, std::size_t right) {
    return core::compare(worth(left), worth(right)) > 0;
  });
  Table table{.name = "moved_deals", .title = "Deals that moved"};
  table.columns = {{"deal", "Deal", Kind::reference},
                   {"move", "What"},
                   {"customer", "Customer", Kind::reference},
                   {"amount", "Amount", Kind::money, week.input.currency()},
                   {"owner", "Owner", Kind::reference}};
  const model::Table& deals = week.input.data.table("deals");
  auto reference = [&](const char* path, const char* collection, std::size_t row) -> Cell {
    const model::Codes& column = deals.codes(path);
    std::string_view id = column.dictionary.text(column.codes[row]);
    return id.empty() ? Cell{} : Cell{week.input.reference(collection, id)};
  };
  for (std::size_t i : moved) {
    if (most != 0 && table.rows.size() == most) break;
    std::size_t row = week.deals.rows[i];
    Cell amount;
    if (list[i].amount == Amount::given) amount = Money{list[i].value, week.input.currency()};
    table.rows.push_back(
        {Reference{std::string(deals.texts("id").texts[row]), std::string(deals.texts("name").texts[row])},
         move_of(week, i), reference("customer", "customers", row), std::move(amount),
         reference("owner", "staff", row)});
  }
  if (table.rows.size() < moved.size())
    table.note = fmt::format("{} of {}.", table.rows.size(), moved.size());
  return table;
}

Cell weekly_money(core::Decimal total, const Input& input) {
  return Money{core::round(total, money_digits), input.currency()};
}

}  // namespace flatcrm::report
