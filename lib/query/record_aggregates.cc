// Aggregates, ranks and forecasts of one record: every record of the other collection is looked at.
#include <algorithm>

#include "query/forecast.h"
#include "query/numbers.h"
#include "query/record_evaluator.h"

namespace flatcrm::query {

namespace {

struct Item {
  Value value;
  core::Date day;
};

bool less(const Value& left, const Value& right) {
  if (left.number == core::no_number) return left.text < right.text;
  return compare(left.number, left.scale, right.number, right.scale) < 0;
}

bool by_value(const Item& left, const Item& right) {
  return less(left.value, right.value);
}

bool by_day(const Item& left, const Item& right) {
  return left.day < right.day;
}

}  // namespace

/// The values that an aggregate is over, in the order of their records.
struct RecordEvaluator::Items {
  std::vector<Item> all;
  std::int64_t records = 0;  // with and without a value
  bool truths = false;
  int scale = 0;  // of the finest

  Value settle(Function function);

 private:
  std::int64_t number(std::size_t i) const { return rescale(all[i].value.number, all[i].value.scale, scale); }
  std::int64_t sum() const;
  std::int64_t different() const;
};

std::int64_t RecordEvaluator::Items::sum() const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < all.size(); ++i) sum = add(sum, number(i));
  return sum;
}

std::int64_t RecordEvaluator::Items::different() const {
  auto same = [&](const Item& one, const Item& other) {
    return truths ? one.value.truth == other.value.truth : !by_value(one, other) && !by_value(other, one);
  };
  std::int64_t different = 0;
  for (auto item = all.begin(); item != all.end(); ++item)
    different += std::any_of(all.begin(), item, [&](const Item& one) { return same(one, *item); }) ? 0 : 1;
  return different;
}

Value RecordEvaluator::Items::settle(Function function) {
  if (function == Function::count) return Value::of_number(records, 0);
  if (function == Function::distinct) return Value::of_number(different(), 0);
  if (function == Function::sum && records == 0) return Value::of_number(0, 0);
  if (all.empty()) return {};
  auto count = static_cast<std::int64_t>(all.size());
  switch (function) {
    case Function::sum:
      return Value::of_number(sum(), scale);
    case Function::average:
      return Value::of_number(divide(sum(), scale, count, 0), quotient_digits);
    case Function::median:
      std::stable_sort(all.begin(), all.end(), by_value);
      return Value::of_number(divide(add(number((all.size() - 1) / 2), number(all.size() / 2)), scale, 2, 0),
                              quotient_digits);
    case Function::minimum:
      return std::min_element(all.begin(), all.end(), by_value)->value;
    case Function::maximum:
      return std::max_element(all.begin(), all.end(), by_value)->value;
    case Function::first:
      return std::min_element(all.begin(), all.end(), by_day)->value;
    default:
      std::stable_sort(all.begin(), all.end(), by_day);
      return all.back().value;
  }
}

/// Over the records whose `reference` is the record, or over all where there is none.
Value RecordEvaluator::aggregate(const GroupValue& aggregate, const Field* reference,
                                 const FieldSource& record) const {
  Items items;
  items.truths = aggregate.value != no_node && tree_[aggregate.value].type.kind == Kind::truth;
  bool any = reference == nullptr || !record.text("id").empty();
  if (world_ != nullptr && world_->contains(aggregate.collection) && any) {
    for (const PlainRecord& one : world_->at(aggregate.collection)) {
      if (reference != nullptr && one.text(reference->path) != record.text("id")) continue;
      add_item(aggregate, one, items);
    }
  }
  for (const Item& item : items.all) items.scale = std::max(items.scale, item.value.scale);
  return items.settle(aggregate.function);
}

void RecordEvaluator::add_item(const GroupValue& aggregate, const PlainRecord& record, Items& items) const {
  if (aggregate.where != no_node && evaluate(aggregate.where, record).truth != Truth::yes) return;
  bool log = aggregate.collection == "sales" || aggregate.collection == "interactions" ||
             aggregate.collection == "rates";
  std::optional<core::Date> day = log ? core::parse_day(record.text("date")) : core::Date{0};
  bool chosen = aggregate.function == Function::first || aggregate.function == Function::last;
  if (chosen && !day) return;
  ++items.records;
  if (aggregate.value == no_node) return;
  Value value = evaluate(aggregate.value, record);
  if (!is_missing(aggregate.value, value)) items.all.push_back({value, day.value_or(core::Date{0})});
}

Value RecordEvaluator::rank(const Rank& rank, const FieldSource& record) const {
  Value own = evaluate(rank.value, record);
  if (own.number == core::no_number || world_ == nullptr) return {};
  std::int64_t below = 0, all = 0;
  for (const PlainRecord& other : world_->at(rank.collection)) {
    Value value = evaluate(rank.value, other);
    if (value.number == core::no_number) continue;
    ++all;
    below += query::compare(value.number, value.scale, own.number, own.scale) < 0 ? 1 : 0;
  }
  if (rank.kind == RankKind::quintile) return Value::of_number(1 + 5 * below / all, 0);
  return Value::of_number(divide(100 * below, 0, all, 0), quotient_digits);
}

Value RecordEvaluator::forecast(const Forecast& forecast, const FieldSource& record) const {
  if (world_ == nullptr) return {};
  std::vector<BuyerSeen> seen;
  std::size_t own = 0;
  auto day = [](const Value& value) {
    return value.number == core::no_number ? core::no_date
                                           : core::Date{static_cast<std::int32_t>(value.number)};
  };
  for (const PlainRecord& other : world_->at(forecast.collection)) {
    if (other.text("id") == record.text("id")) own = seen.size();
    BuyerSeen one{day(evaluate(forecast.first, other)), 0, day(evaluate(forecast.last, other))};
    Value orders = evaluate(forecast.orders, other);
    if (orders.number != core::no_number) one.orders = orders.number;
    Value spent = forecast.spent == no_node ? Value() : evaluate(forecast.spent, other);
    if (spent.number != core::no_number)
      one.spent = static_cast<double>(spent.number) / static_cast<double>(powers_of_ten[spent.scale]);
    seen.push_back(one);
  }
  if (seen.empty()) return {};
  std::int64_t value = forecasts_of(seen, forecast, tree_.today, 1)[own];
  return value == core::no_number ? Value() : Value::of_number(value, forecast_scale(forecast.kind));
}

}  // namespace flatcrm::query
