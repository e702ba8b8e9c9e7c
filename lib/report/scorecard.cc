#include "report/scorecard.h"

#include <algorithm>

#include "report/measures.h"

namespace flatcrm::report {

namespace {

using core::Decimal;

constexpr Decimal all{100, 0};

Decimal clamped(Decimal score) {
  if (core::compare(score, {0, 0}) < 0) return core::round({0, 0}, table_digits);
  if (core::compare(score, all) > 0) return core::round(all, table_digits);
  return core::round(score, table_digits);
}

Decimal difference(Decimal left, std::int64_t right) {
  core::Sum sum;
  sum.add(left);
  sum.add(Decimal{-right, 0});
  return sum.total();
}

/// The mean of what is measured; of the earlier day, where that is asked for and known.
std::optional<Decimal> mean_of(const std::vector<ScoreItem>& items, std::size_t factor, bool earlier) {
  core::Sum sum;
  std::int64_t count = 0;
  for (const ScoreItem& item : items) {
    if (item.factor != factor || !item.score) continue;
    sum.add(earlier ? item.score_before.value_or(*item.score) : *item.score);
    ++count;
  }
  return mean(sum.total(), count, table_digits);
}

/// By weight, over the factors that have a score, which weigh `measured` together.
std::optional<Decimal> weighed(const std::array<FactorScore, factor_count>& factors,
                               std::optional<Decimal> FactorScore::*score, Decimal& measured) {
  core::Sum sum, weights;
  for (const FactorScore& factor : factors) {
    if (!(factor.*score)) continue;
    sum.add(core::multiply(*(factor.*score), factor.weight));
    weights.add(factor.weight);
  }
  measured = weights.total();
  if (measured.mantissa == 0) return std::nullopt;
  return core::divide(sum.total(), measured, table_digits);
}

}  // namespace

Decimal score_between(Decimal value, std::int64_t nothing, std::int64_t everything) {
  Decimal above = core::multiply(difference(value, nothing), all);
  return clamped(core::divide(above, {everything - nothing, 0}, table_digits));
}

std::optional<Decimal> score_of(const Pace& pace) {
  if (pace.outlook == Outlook::met || pace.outlook == Outlook::on_pace) return core::round(all, table_digits);
  if (pace.outlook == Outlook::unmeasured) return std::nullopt;
  if (!pace.progress) return core::round({0, 0}, table_digits);
  if (!pace.expected_progress) return clamped(*pace.progress);
  if (pace.expected_progress->mantissa == 0) return std::nullopt;
  return clamped(core::divide(core::multiply(*pace.progress, all), *pace.expected_progress, table_digits));
}

std::optional<Factor> factor_named(std::string_view name) {
  const auto* found = std::find(book::factor_names.begin(), book::factor_names.end(), name);
  if (found == book::factor_names.end()) return std::nullopt;
  return static_cast<Factor>(found - book::factor_names.begin());
}

Scorecard make_scorecard(const std::vector<ScoreItem>& items, const book::FactorWeights& weights) {
  bool compared = std::any_of(items.begin(), items.end(),
                              [](const ScoreItem& item) { return item.score_before.has_value(); });
  Scorecard card;
  for (std::size_t i = 0; i < factor_count; ++i) {
    FactorScore& factor = card.factors[i];
    factor.weight = weights.percent[i];
    factor.score = mean_of(items, i, false);
    if (compared) factor.before = mean_of(items, i, true);
    for (const ScoreItem& item : items)
      if (item.factor == i) ++(item.score ? factor.measured : factor.unmeasured);
  }
  card.score = weighed(card.factors, &FactorScore::score, card.measured_weight);
  Decimal ignored;
  card.before = weighed(card.factors, &FactorScore::before, ignored);
  return card;
}

}  // namespace flatcrm::report
