#include "dedupe/candidates.h"

#include <algorithm>
#include <array>

#include "io/threads.h"

namespace flatcrm::dedupe {

namespace {

constexpr std::size_t pairs_a_batch = 1024;
constexpr std::uint64_t random_pairs = 200'000;
constexpr double sample_of_a_key = 40'000;
constexpr std::size_t random_pairs_a_task = 1 << 15;

std::uint64_t hash_of(std::uint64_t seed, std::uint64_t value) {
  std::uint64_t x = mixed(mixed(seed, value), 0xD6E8FEB86659FD93ULL);
  return x ^ (x >> 32);
}

struct Seen {
  Pattern pattern = 0;
  bool first = false;
  auto operator<=>(const Seen&) const = default;
};

std::vector<PatternCount> counted(std::vector<Seen>& seen, double weight) {
  std::sort(seen.begin(), seen.end());
  std::vector<PatternCount> counts;
  for (const Seen& one : seen) {
    if (counts.empty() || counts.back().pattern != one.pattern) counts.push_back({one.pattern, 0, 0});
    counts.back().count += weight;
    if (one.first) counts.back().first += weight;
  }
  return counts;
}

/// Pairs gathered until a batch is full, then compared together.
template <typename Take>
class Batch {
 public:
  Batch(const Comparison& comparison, Take take) : comparison_(comparison), take_(std::move(take)) {
    pairs_.reserve(pairs_a_batch);
    patterns_.resize(pairs_a_batch);
    marks_.reserve(pairs_a_batch);
  }
  void add(Pair pair, bool mark) {
    pairs_.push_back(pair);
    marks_.push_back(mark);
    if (pairs_.size() == pairs_a_batch) flush();
  }
  void flush() {
    if (pairs_.empty()) return;
    if (memos_.empty()) memos_ = comparison_.memos();
    comparison_.compare(pairs_, std::span(patterns_).first(pairs_.size()), memos_);
    for (std::size_t i = 0; i < pairs_.size(); ++i) take_(pairs_[i], patterns_[i], marks_[i]);
    pairs_.clear();
    marks_.clear();
  }

 private:
  const Comparison& comparison_;
  Comparison::Memos memos_;
  Take take_;
  std::vector<Pair> pairs_;
  std::vector<Pattern> patterns_;
  std::vector<bool> marks_;
};
template <typename Take>
Batch(const Comparison&, Take) -> Batch<Take>;

std::vector<PatternCount> random_evidence(const Comparison& comparison, std::size_t rows,
                                          const Entities& entities, int threads) {
  std::uint64_t all = std::uint64_t{rows} * (rows - 1) / 2;
  bool every = all <= random_pairs;
  std::uint64_t wanted = every ? std::uint64_t{rows} * rows : random_pairs;
  std::size_t tasks = (wanted + random_pairs_a_task - 1) / random_pairs_a_task;
  std::vector<std::vector<Seen>> parts(tasks);
  io::parallel_for(tasks, threads, [&](std::size_t task) {
    Batch batch(comparison, [&](Pair, Pattern pattern, bool) { parts[task].push_back({pattern, true}); });
    std::uint64_t end = std::min<std::uint64_t>(wanted, (task + 1) * random_pairs_a_task);
    for (std::uint64_t i = task * random_pairs_a_task; i < end; ++i) {
      auto a = static_cast<Row>(every ? i / rows : hash_of(1, i) % rows);
      auto b = static_cast<Row>(every ? i % rows : hash_of(2, i) % rows);
      bool skip = every ? a >= b : a == b;
      if (!skip && entities.of_row[a] != entities.of_row[b]) batch.add({a, b}, true);
    }
    batch.flush();
  });
  std::vector<Seen> seen;
  for (const std::vector<Seen>& part : parts) seen.insert(seen.end(), part.begin(), part.end());
  return counted(seen, 1);
}

std::vector<KeyPatterns> key_evidence(const Comparison& comparison, const Blocks& blocks, int threads) {
  std::vector<BlockRange> ranges = blocks.ranges();
  std::vector<std::vector<Seen>> parts(ranges.size());
  auto rate = [&](const BlockKey& key) {
    return std::min(1.0, sample_of_a_key / static_cast<double>(key.pairs));
  };
  io::parallel_for(ranges.size(), threads, [&](std::size_t i) {
    double least = rate(blocks.keys()[ranges[i].key]);
    std::uint64_t limit = least >= 1 ? ~0ULL : static_cast<std::uint64_t>(least * 18446744073709551615.0);
    Batch batch(comparison, [&](Pair, Pattern pattern, bool first) { parts[i].push_back({pattern, first}); });
    blocks.for_each_pair(ranges[i], [&](Pair pair, auto first) {
      if (hash_of(3 + ranges[i].key, (std::uint64_t{pair.a} << 32) | pair.b) <= limit)
        batch.add(pair, first());
    });
    batch.flush();
  });
  std::vector<KeyPatterns> keys;
  for (std::uint32_t key = 0; key < blocks.keys().size(); ++key) {
    std::vector<Seen> seen;
    for (std::size_t i = 0; i < ranges.size(); ++i)
      if (ranges[i].key == key) seen.insert(seen.end(), parts[i].begin(), parts[i].end());
    keys.push_back({blocks.keys()[key].masks, counted(seen, 1 / rate(blocks.keys()[key]))});
  }
  return keys;
}

/// By pair, each once.
template <typename Found>
void settle(std::vector<Found>& found) {
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.pair < b.pair; });
  found.erase(
      std::unique(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.pair == b.pair; }),
      found.end());
}

}  // namespace

Rarity rarity_of(const Comparison& comparison, Pair pair, Pattern pattern) {
  Rarity rarity{};
  for (std::size_t d = 0; d < comparison.size(); ++d)
    if (unsigned level = level_of(pattern, d); level != missing)
      rarity[d] = static_cast<float>(comparison.rarity(pair, d, level));
  return rarity;
}

Evidence gather(const Comparison& comparison, std::size_t rows, const Blocks& blocks,
                const Entities& entities, int threads) {
  Evidence evidence;
  evidence.dimensions = comparison.dimensions();
  evidence.keys = key_evidence(comparison, blocks, threads);
  evidence.random = random_evidence(comparison, rows, entities, threads);
  for (std::size_t d = 0; d < comparison.size(); ++d) evidence.agreements.push_back(comparison.agreement(d));
  evidence.pairs = static_cast<double>(rows) * static_cast<double>(rows - 1) / 2;
  return evidence;
}

namespace {

/// Scores pairs as their patterns come, and keeps what may be of use.
class Scorer {
 public:
  Scorer(const Comparison& comparison, const LinkageModel& model, bool kin, Candidates& found)
      : comparison_(comparison), model_(model), kin_(kin), found_(found) {}

  void operator()(Pair pair, Pattern pattern, bool) const {
    // What rarity could add at most: nothing that it could lift is dropped without it.
    constexpr float most_rarity = 16;
    ++found_.compared;
    LinkageModel::Quick quick = model_.quick(pattern);
    if (quick.same < least_bits - most_rarity && (!kin_ || quick.kin < -most_rarity)) return;
    Score score = model_.score(pattern, rarity_of(comparison_, pair, pattern));
    if (score.bits >= static_cast<double>(least_bits))
      found_.pairs.push_back({pair, static_cast<float>(score.bits), pattern});
    bool kin = score.relation == Relation::kin || score.relation == Relation::associates;
    if (kin_ && kin)
      found_.kin.push_back({pair, static_cast<float>(score.relation_bits), score.relation, pattern});
  }

 private:
  const Comparison& comparison_;
  const LinkageModel& model_;
  bool kin_;
  Candidates& found_;
};

Candidates joined(std::vector<Candidates>& parts) {
  Candidates all;
  for (Candidates& part : parts) {
    all.pairs.insert(all.pairs.end(), part.pairs.begin(), part.pairs.end());
    all.kin.insert(all.kin.end(), part.kin.begin(), part.kin.end());
    all.compared += part.compared;
    part = {};
  }
  settle(all.pairs);
  settle(all.kin);
  return all;
}

}  // namespace

Candidates score_pairs(const Comparison& comparison, const Blocks& blocks, const LinkageModel& model,
                       bool kin, int threads) {
  std::vector<BlockRange> ranges = blocks.ranges();
  std::vector<Candidates> parts(ranges.size());
  io::parallel_for(ranges.size(), threads, [&](std::size_t i) {
    Batch batch(comparison, Scorer(comparison, model, kin, parts[i]));
    blocks.for_each_pair(ranges[i], [&](Pair pair, auto first) {
      if (first()) batch.add(pair, true);
    });
    batch.flush();
  });
  return joined(parts);
}

Candidates score_pairs(const Comparison& comparison, std::span<const Pair> pairs, const LinkageModel& model,
                       bool kin, int threads) {
  constexpr std::size_t piece = 1 << 14;
  std::vector<Candidates> parts((pairs.size() + piece - 1) / piece);
  io::parallel_for(parts.size(), threads, [&](std::size_t i) {
    Batch batch(comparison, Scorer(comparison, model, kin, parts[i]));
    for (Pair pair : pairs.subspan(i * piece, std::min(piece, pairs.size() - i * piece)))
      batch.add(pair, true);
    batch.flush();
  });
  return joined(parts);
}

void add_candidates(Candidates& candidates, Candidates more) {
  auto add = [](auto& all, auto& added) {
    all.insert(all.end(), added.begin(), added.end());
    settle(all);
  };
  add(candidates.pairs, more.pairs);
  add(candidates.kin, more.kin);
  candidates.compared += more.compared;
}

void score_again(const Comparison& comparison, const LinkageModel& model, Candidates& candidates,
                 int threads) {
  constexpr std::size_t piece = 1 << 14;
  auto again = [&](auto& found, auto set) {
    io::parallel_for((found.size() + piece - 1) / piece, threads, [&](std::size_t task) {
      std::size_t end = std::min(found.size(), (task + 1) * piece);
      for (std::size_t i = task * piece; i < end; ++i)
        set(found[i], model.score(found[i].pattern, rarity_of(comparison, found[i].pair, found[i].pattern)));
    });
  };
  again(candidates.pairs,
        [](Candidate& one, const Score& score) { one.bits = static_cast<float>(score.bits); });
  again(candidates.kin, [](KinPair& one, const Score& score) {
    one.relation = score.relation;
    one.bits = static_cast<float>(score.relation_bits);
  });
  std::erase_if(candidates.kin, [](const KinPair& one) {
    return one.relation != Relation::kin && one.relation != Relation::associates;
  });
}

}  // namespace flatcrm::dedupe
