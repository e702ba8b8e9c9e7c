// Deals as a report needs them, and as they stood on the as-of day: outcome, days and the amount in one currency.
//
//   Deals deals = read_deals(table, config, rates, as_of, data.owned("deals"));
//   deals.list[7].outcome == Outcome::won      deals.list[7].amount == Amount::blank
//
// Shape   list[i] is row rows[i] of the table: those that are selected. A deal that was closed after the day is open; one that is open and
//         was opened after it is not there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "book/config.h"
#include "model/table.h"
#include "query/rates.h"
#include "report/data.h"
#include "report/document.h"
#include "report/period.h"

namespace flatcrm::report {

enum class Outcome : std::uint8_t { open, won, lost };
/// Whether a deal has a value that can be summed.
enum class Amount : std::uint8_t { given, blank, no_rate };

struct Deal {
  Outcome outcome = Outcome::open;
  Amount amount = Amount::blank;
  core::Date opened = core::no_date;
  core::Date closed = core::no_date;
  core::Decimal value;              // in the currency of the rates, where given
  std::int32_t stage = -1;          // in Deals::stages
  core::Decimal probability{0, 0};  // percent; of won deals 100 and of lost ones 0
  bool has_probability = false;
  bool reopened = false;  // it was closed after the as-of day: open, in a stage that only its history knows
};

/// A stage of the settings, or one that only deals name.
struct DealStage {
  std::string pipeline, name;
  const book::Stage* settings = nullptr;
};

struct Deals {
  std::vector<Deal> list;
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> unopened;  // rows of those that were opened after the as-of day, left out
  std::vector<DealStage> stages;        // those of the settings in their order, then others by name
  int value_digits = 0;                 // behind the point of any sum of values
  bool converted = false;               // some amount is of another currency
};

/// The columns that read_deals needs.
model::TableRequest deals_request();

Deals read_deals(const model::Table& table, const book::Config& config, const query::Rates& rates,
                 core::Date as_of, const Owned& selected = {});

/// Says which deals were left out, as they were opened after the as-of day.
std::optional<Finding> unopened(const Deals& deals, const model::Table& table);

/// Open now, or closed in the period; without a period every deal.
inline bool is_in(const Deal& deal, const std::optional<Period>& period) {
  return deal.outcome == Outcome::open || !period.has_value() || period->holds(deal.closed);
}

}  // namespace flatcrm::report
