#include <algorithm>
#include <numeric>

#include "report/breakdown.h"
#include "report/measures.h"
#include "report/tally.h"

namespace flatcrm::report {

namespace {

using Shape = Breakdown::Shape;

/// Columns behind the key, and the cells of a tally below them.
struct Form {
  std::vector<Column> (*columns)(const std::string& currency);
  Row (*cells)(const Tally& tally, const Tally& all, const DealSource& source);
};

Cell won_value(const Tally& tally, const DealSource& source) {
  return tally.won_amounts.total(source.currency, source.deals.value_digits);
}

std::vector<Column> closed_columns(const std::string& currency) {
  return {{"won", "Won", Kind::integer},
          {"lost", "Lost", Kind::integer},
          {"win_rate_percent", "Win rate", Kind::percent},
          {"won_value", "Won value", Kind::money, currency, true},
          {"mean_won_value", "Mean won deal", Kind::money, currency}};
}

Row closed_cells(const Tally& tally, const Tally&, const DealSource& source) {
  return {tally.won, tally.lost, tally.win_rate(table_digits), won_value(tally, source),
          tally.won_amounts.mean_of(source.currency, table_digits)};
}

std::vector<Column> all_columns(const std::string& currency) {
  std::vector<Column> columns = closed_columns(currency);
  columns.insert(columns.begin(), {{"deals", "Deals", Kind::integer}, {"open", "Open", Kind::integer}});
  return columns;
}

Row all_cells(const Tally& tally, const Tally& all, const DealSource& source) {
  Row cells = closed_cells(tally, all, source);
  cells.insert(cells.begin(), {tally.deals(), tally.open});
  return cells;
}

std::vector<Column> open_columns(const std::string& currency) {
  return {{"deals", "Deals", Kind::integer, "", true},
          {"share_percent", "Share", Kind::percent},
          {"no_amount", "No amount", Kind::integer},
          {"value", "Value", Kind::money, currency},
          {"weighted_value", "Weighted value", Kind::money, currency}};
}

Row open_cells(const Tally& tally, const Tally& all, const DealSource& source) {
  int digits = source.deals.value_digits;
  return {tally.deals(), percent(tally.deals(), all.deals(), table_digits), tally.amounts.blank,
          tally.amounts.total(source.currency, digits),
          tally.weighted_value(source.currency, std::max(digits, table_digits))};
}

const Form& form_of(Shape shape) {
  static constexpr Form all{all_columns, all_cells}, closed{closed_columns, closed_cells},
      open{open_columns, open_cells};
  switch (shape) {
    case Shape::closed:
      return closed;
    case Shape::open:
    case Shape::stages:
      return open;
    default:
      return all;
  }
}

std::vector<Tally> tallies_of(const Breakdown& breakdown, const DealSource& source) {
  std::vector<Tally> tallies(breakdown.groups.size());
  for (std::size_t i = 0; i < source.deals.list.size(); ++i) {
    const Deal& deal = source.deals.list[i];
    std::int32_t group = breakdown.group_of[i];
    if (group >= 0 && is_in(deal, source.period)) tallies[static_cast<std::size_t>(group)].add(deal);
  }
  return tallies;
}

Tally total_of(const Breakdown& breakdown, const DealSource& source) {
  Tally all;
  for (std::size_t i = 0; i < source.deals.list.size(); ++i) {
    const Deal& deal = source.deals.list[i];
    if (breakdown.group_of[i] >= 0 && is_in(deal, source.period)) all.add(deal);
  }
  return all;
}

Row row_of(Cell key, const Row& more, Row cells) {
  Row row{std::move(key)};
  row.insert(row.end(), more.begin(), more.end());
  row.insert(row.end(), std::make_move_iterator(cells.begin()), std::make_move_iterator(cells.end()));
  return row;
}

}  // namespace

Table table_of(const Breakdown& breakdown, const DealSource& source) {
  const Form& form = form_of(breakdown.shape);
  Table table{
      .name = breakdown.name, .title = breakdown.title, .columns = {breakdown.key}, .note = breakdown.note};
  std::vector<Column> columns = form.columns(source.currency);
  table.columns.insert(table.columns.end(), breakdown.more.begin(), breakdown.more.end());
  table.columns.insert(table.columns.end(), columns.begin(), columns.end());

  std::vector<Tally> tallies = tallies_of(breakdown, source);
  Tally all = total_of(breakdown, source);
  std::vector<std::size_t> order(breakdown.groups.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return breakdown.groups[left].order < breakdown.groups[right].order;
  });
  for (std::size_t i : order) {
    const Breakdown::Group& group = breakdown.groups[i];
    if (tallies[i].deals() == 0 && !group.kept) continue;
    table.rows.push_back(row_of(group.key, group.more, form.cells(tallies[i], all, source)));
  }
  if (table.rows.size() > 1) {
    table.total = row_of("Total", Row(breakdown.more.size()), form.cells(all, all, source));
  }
  return table;
}

}  // namespace flatcrm::report
