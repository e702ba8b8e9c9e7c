// Forecasts as whole columns: a model is fitted to all records before any has its value.
#include <algorithm>

#include "query/engine_state.h"
#include "query/forecast.h"
#include "query/numbers.h"

namespace flatcrm::query {

void Engine::State::make_forecast(std::uint32_t index) {
  const Forecast& forecast = tree.forecasts[index];
  const CollectionData& data = collections.at(forecast.collection);
  Vector first = whole(forecast.collection, forecast.first),
         orders = whole(forecast.collection, forecast.orders),
         last = whole(forecast.collection, forecast.last);
  Vector spent;
  bool has_spent = forecast.spent != no_node;
  if (has_spent) spent = whole(forecast.collection, forecast.spent);
  auto day = [](const Vector& from, std::size_t row) {
    return from.number(row) == core::no_number ? core::no_date
                                               : core::Date{static_cast<std::int32_t>(from.number(row))};
  };
  std::vector<BuyerSeen> seen(data.rows);
  for (std::size_t row = 0; row < data.rows; ++row) {
    if (!is_known(data, row) || orders.number(row) == core::no_number) continue;
    seen[row] = {day(first, row), orders.number(row), day(last, row)};
    if (has_spent && spent.number(row) != core::no_number)
      seen[row].spent =
          static_cast<double>(spent.number(row)) / static_cast<double>(powers_of_ten[spent.scale]);
  }
  Vector values = Vector::of_numbers(data.rows, forecast_scale(forecast.kind));
  std::vector<std::int64_t> all = forecasts_of(seen, forecast, tree.today, options.threads);
  std::copy(all.begin(), all.end(), values.own_numbers.begin());
  forecasts[index] = std::move(values);
}

}  // namespace flatcrm::query
