// Ranks as whole columns: of each record how many stand below it.
#include <algorithm>

#include "io/threads.h"
#include "query/engine_state.h"
#include "query/numbers.h"

namespace flatcrm::query {

namespace {

/// The least value that at least `least` of all stand strictly below, which may be beyond the largest: nothing then. The values before
/// `begin` are not larger than those behind it.
std::optional<std::int64_t> bound_above(std::vector<std::int64_t>& values, std::size_t begin,
                                        std::size_t least) {
  if (least >= values.size()) return std::nullopt;
  auto at = values.begin() + static_cast<std::ptrdiff_t>(least);
  std::nth_element(values.begin() + static_cast<std::ptrdiff_t>(begin), at, values.end());
  std::int64_t value = *at;
  bool shared = std::find(values.begin(), at, value) != at;  // one of those before it is as large
  if (!shared) return value;
  std::optional<std::int64_t> next;
  for (auto one = at; one != values.end(); ++one)
    if (*one > value && (!next || *one < *next)) next = *one;
  return next;
}

/// The least values of the scores 2 to 5, as far as anybody reaches them.
std::vector<std::int64_t> quintile_bounds(std::vector<std::int64_t> values) {
  std::vector<std::int64_t> bounds;
  std::size_t begin = 0;
  for (std::size_t score = 2; score <= 5; ++score) {
    std::size_t least = ((score - 1) * values.size() + 4) / 5;  // below / all >= (score - 1) / 5
    std::optional<std::int64_t> bound = bound_above(values, begin, least);
    if (!bound) break;
    bounds.push_back(*bound);
    begin = least;
  }
  return bounds;
}

}  // namespace

/// Equal values share a score: what counts is how many of those that have a value stand strictly below.
void Engine::State::make_rank(std::uint32_t index) {
  const Rank& rank = tree.ranks[index];
  const CollectionData& data = collections.at(rank.collection);
  Vector values = whole(rank.collection, rank.value);
  std::vector<std::int64_t> known;
  known.reserve(data.rows);
  for (std::size_t row = 0; row < data.rows; ++row)
    if (values.number(row) != core::no_number && is_known(data, row)) known.push_back(values.number(row));
  auto count = static_cast<std::int64_t>(known.size());
  bool quintile = rank.kind == RankKind::quintile;
  // Either the bounds of the scores or all values in order: the rank is made of how many are not above, or are below.
  if (quintile)
    known = quintile_bounds(std::move(known));
  else
    std::sort(known.begin(), known.end());
  auto rank_of = [&](std::int64_t value) -> std::int64_t {
    if (quintile)
      return 1 +
             std::count_if(known.begin(), known.end(), [&](std::int64_t bound) { return value >= bound; });
    return divide(100 * (std::lower_bound(known.begin(), known.end(), value) - known.begin()), 0, count, 0);
  };
  Vector scores = Vector::of_numbers(data.rows, quintile ? 0 : quotient_digits);
  io::parallel_for((data.rows + run_size - 1) / run_size, options.threads, [&](std::size_t run) {
    std::size_t end = std::min(data.rows, (run + 1) * run_size);
    for (std::size_t row = run * run_size; row < end; ++row) {
      bool ranked = values.number(row) != core::no_number && is_known(data, row);
      scores.own_numbers[row] = ranked ? rank_of(values.number(row)) : core::no_number;
    }
  });
  ranks[index] = std::move(scores);
}

}  // namespace flatcrm::query
