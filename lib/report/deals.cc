#include "report/deals.h"

#include <algorithm>
#include <map>

#include "report/words.h"

namespace flatcrm::report {

namespace {

/// Finds the stage of a deal by its pipeline and name; without a pipeline, the first one that has such a stage.
class Stages {
 public:
  explicit Stages(const book::Config& config) {
    for (const book::Pipeline& pipeline : config.pipelines) {
      for (const book::Stage& stage : pipeline.stages) {
        auto number = static_cast<std::int32_t>(list_.size());
        list_.push_back({pipeline.name, stage.name, &stage});
        numbers_.emplace(std::pair(pipeline.name, stage.name), number);
        numbers_.emplace(std::pair(std::string(), stage.name), number);
      }
    }
  }

  std::int32_t number(std::string_view pipeline, std::string_view name) {
    if (name.empty()) return -1;
    auto next = static_cast<std::int32_t>(list_.size());
    auto [found, is_new] = numbers_.emplace(std::pair(std::string(pipeline), std::string(name)), next);
    if (is_new) list_.push_back({std::string(pipeline), std::string(name), nullptr});
    return found->second;
  }

  /// The stages in their final order; `deals` are renumbered to it.
  std::vector<DealStage> finish(std::vector<Deal>& deals) {
    std::vector<std::int32_t> order(list_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int32_t>(i);
    auto others =
        std::find_if(list_.begin(), list_.end(), [](const DealStage& s) { return s.settings == nullptr; });
    std::sort(order.begin() + (others - list_.begin()), order.end(),
              [&](std::int32_t left, std::int32_t right) {
                const DealStage& one = list_[static_cast<std::size_t>(left)];
                const DealStage& other = list_[static_cast<std::size_t>(right)];
                return std::tie(one.pipeline, one.name) < std::tie(other.pipeline, other.name);
              });
    std::vector<std::int32_t> place(order.size());
    std::vector<DealStage> sorted;
    for (std::int32_t old : order) {
      place[static_cast<std::size_t>(old)] = static_cast<std::int32_t>(sorted.size());
      sorted.push_back(list_[static_cast<std::size_t>(old)]);
    }
    for (Deal& deal : deals) {
      if (deal.stage >= 0) deal.stage = place[static_cast<std::size_t>(deal.stage)];
    }
    return sorted;
  }

  const DealStage& operator[](std::int32_t number) const { return list_[static_cast<std::size_t>(number)]; }

 private:
  std::vector<DealStage> list_;
  std::map<std::pair<std::string, std::string>, std::int32_t> numbers_;
};

Outcome outcome_named(std::string_view name) {
  if (name == "won") return Outcome::won;
  return name == "lost" ? Outcome::lost : Outcome::open;
}

/// The columns of a table of deals.
struct Columns {
  explicit Columns(const model::Table& table)
      : pipeline(table.codes("pipeline")),
        stage(table.codes("stage")),
        outcome(table.codes("outcome")),
        currency(table.codes("currency")),
        amount(table.numbers("amount")),
        probability(table.numbers("probability")),
        opened(table.dates("opened")),
        closed(table.dates("closed")) {}
  static std::string_view text(const model::Codes& column, std::size_t row) {
    return column.dictionary.text(column.codes[row]);
  }
  const model::Codes &pipeline, &stage, &outcome, &currency;
  const model::Numbers &amount, &probability;
  const model::Dates &opened, &closed;
};

void read_amount(Deal& deal, const Columns& columns, std::size_t row, const query::Rates& rates,
                 core::Date as_of) {
  if (columns.amount.missing(row)) return;
  core::Date day = deal.outcome == Outcome::open || deal.closed == core::no_date ? as_of : deal.closed;
  std::optional<core::Decimal> value =
      rates.convert(columns.amount[row], Columns::text(columns.currency, row), day);
  deal.amount = value.has_value() ? Amount::given : Amount::no_rate;
  deal.value = value.value_or(core::Decimal{});
}

void read_probability(Deal& deal, const Columns& columns, std::size_t row, const DealStage* stage) {
  if (deal.outcome != Outcome::open) {
    deal.probability = {deal.outcome == Outcome::won ? 100 : 0, 0};
  } else if (!columns.probability.missing(row)) {
    deal.probability = columns.probability[row];
  } else if (stage != nullptr && stage->settings != nullptr) {
    deal.probability = stage->settings->probability;
  } else {
    return;
  }
  deal.has_probability = true;
}

Deal read_deal(const Columns& columns, std::size_t row, Stages& stages, const query::Rates& rates,
               core::Date as_of) {
  Deal deal;
  deal.stage = stages.number(Columns::text(columns.pipeline, row), Columns::text(columns.stage, row));
  const DealStage* stage = deal.stage < 0 ? nullptr : &stages[deal.stage];
  std::string_view outcome = Columns::text(columns.outcome, row);
  if (outcome.empty() && stage != nullptr && stage->settings != nullptr) outcome = stage->settings->outcome;
  deal.outcome = outcome_named(outcome);
  deal.opened = columns.opened.days[row];
  deal.closed = columns.closed.days[row];
  if (deal.outcome != Outcome::open && deal.closed != core::no_date && deal.closed > as_of) {
    deal.reopened = true;
    deal.outcome = Outcome::open;
    deal.closed = core::no_date;
    deal.stage = -1;
    read_amount(deal, columns, row, rates, as_of);
    return deal;
  }
  read_amount(deal, columns, row, rates, as_of);
  read_probability(deal, columns, row, stage);
  return deal;
}

}  // namespace

model::TableRequest deals_request() {
  using model::As;
  return {"deals",
          {{"id", As::texts},
           {"pipeline", As::codes},
           {"stage", As::codes},
           {"outcome", As::codes},
           {"currency", As::codes},
           {"amount"},
           {"probability"},
           {"opened"},
           {"closed"},
           {"owner", As::codes},
           {"product", As::codes}}};
}

Deals read_deals(const model::Table& table, const book::Config& config, const query::Rates& rates,
                 core::Date as_of, const Owned& selected) {
  Columns columns(table);
  Stages stages(config);
  Deals deals;
  deals.list.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!selected(row)) continue;
    Deal deal = read_deal(columns, row, stages, rates, as_of);
    if (deal.outcome == Outcome::open && deal.opened != core::no_date && deal.opened > as_of) {
      deals.unopened.push_back(static_cast<std::uint32_t>(row));
      continue;
    }
    deals.rows.push_back(static_cast<std::uint32_t>(row));
    deals.list.push_back(deal);
    bool foreign = !rates.is_target(Columns::text(columns.currency, row));
    deals.converted = deals.converted || (foreign && deal.amount == Amount::given);
  }
  deals.value_digits = deals.converted ? std::max<int>(columns.amount.scale, 2) : columns.amount.scale;
  deals.stages = stages.finish(deals.list);
  return deals;
}

std::optional<Finding> unopened(const Deals& deals, const model::Table& table) {
  constexpr std::size_t shown = 5;
  if (deals.unopened.empty()) return std::nullopt;
  Finding found{.code = "opened-in-the-future", .count = static_cast<std::int64_t>(deals.unopened.size())};
  found.text = counted(found.count, "[deal was|deals were] opened after the as-of day and [is|are] left out");
  found.command = "flatcrm segment --of deals 'opened > today'";
  const model::Texts& ids = table.texts("id");
  for (std::size_t i = 0; i < std::min(shown, deals.unopened.size()); ++i)
    found.records.push_back({std::string(ids.texts[deals.unopened[i]]), ""});
  return found;
}

}  // namespace flatcrm::report
