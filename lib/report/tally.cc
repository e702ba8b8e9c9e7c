#include "report/tally.h"

#include "report/measures.h"

namespace flatcrm::report {

void Amounts::add(const Deal& deal) {
  switch (deal.amount) {
    case Amount::given:
      sum.add(deal.value);
      ++given;
      break;
    case Amount::blank:
      ++blank;
      break;
    case Amount::no_rate:
      ++no_rate;
      break;
  }
}

Cell Amounts::total(const std::string& currency, int digits) const {
  if (given == 0 && blank + no_rate > 0) return Missing{Kind::money};
  return Money{core::round(sum.total(), digits), currency};
}

Cell Amounts::mean_of(const std::string& currency, int digits) const {
  std::optional<core::Decimal> value = mean(sum.total(), given, digits);
  if (!value.has_value()) return Missing{Kind::money};
  return Money{*value, currency};
}

void Tally::add(const Deal& deal) {
  amounts.add(deal);
  switch (deal.outcome) {
    case Outcome::open:
      ++open;
      open_amounts.add(deal);
      if (deal.amount == Amount::given && deal.has_probability)
        weighted.add(deal.value, part_of_percent(deal.probability));
      break;
    case Outcome::won:
      ++won;
      won_amounts.add(deal);
      if (deal.opened != core::no_date && deal.closed != core::no_date) {
        cycles.push_back(deal.closed.days - deal.opened.days);
      }
      break;
    case Outcome::lost:
      ++lost;
      break;
  }
}

Cell Tally::win_rate(int digits) const {
  return percent(won, won + lost, digits);
}

Cell Tally::weighted_value(const std::string& currency, int digits) const {
  if (!weighted.is_known()) return Missing{Kind::money};
  return Money{core::round(weighted.total(), digits), currency};
}

}  // namespace flatcrm::report
