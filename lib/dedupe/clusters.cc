#include "dedupe/clusters.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "io/threads.h"

namespace flatcrm::dedupe {

namespace {

constexpr std::size_t largest_component = 300;
constexpr float most_bound = 60;  // above it nothing tells the rows of a component apart any more
constexpr double most_bits = 14;  // one pair's certainty does not outvote the doubts of many
constexpr double least_bits_of_a_pair = -14;
constexpr double forbidden = -1e9;

class Union {
 public:
  explicit Union(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }
  Row find(Row row) {
    while (parent_[row] != row) row = parent_[row] = parent_[parent_[row]];
    return row;
  }
  /// The smaller row leads.
  void join(Row a, Row b) {
    a = find(a), b = find(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<Row> parent_;
};

struct Component {
  std::vector<Row> rows;  // in order
  std::vector<Candidate> pairs;
};

/// Components of some rows under pairs above a bound, each with its pairs; single rows are left out.
std::vector<Component> split(const std::vector<Row>& rows, const std::vector<Candidate>& pairs, float bound) {
  bool all = !rows.empty() && rows.back() + 1 == rows.size();  // each row stands at its own number
  auto place = [&](Row row) {
    return all ? row : static_cast<Row>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
  };
  Union joined(rows.size());
  for (const Candidate& one : pairs)
    if (one.bits > bound) joined.join(place(one.pair.a), place(one.pair.b));
  std::vector<std::uint32_t> number(rows.size(), ~0U), sizes(rows.size(), 0);
  for (Row i = 0; i < rows.size(); ++i) ++sizes[joined.find(i)];
  std::vector<Component> components;
  for (Row i = 0; i < rows.size(); ++i) {
    Row leader = joined.find(i);
    if (sizes[leader] < 2) continue;
    if (number[leader] == ~0U) {
      number[leader] = static_cast<std::uint32_t>(components.size());
      components.emplace_back();
    }
    components[number[leader]].rows.push_back(rows[i]);
  }
  for (const Candidate& one : pairs) {
    Row a = joined.find(place(one.pair.a)), b = joined.find(place(one.pair.b));
    if (a == b && number[a] != ~0U) components[number[a]].pairs.push_back(one);
  }
  return components;
}

/// A component that nothing tells apart: pieces in the order of its rows.
void cut_in_order(const Component& component, std::vector<Component>& done) {
  for (std::size_t at = 0; at < component.rows.size(); at += largest_component) {
    std::size_t end = std::min(component.rows.size(), at + largest_component);
    Component piece;
    piece.rows.assign(component.rows.begin() + static_cast<std::ptrdiff_t>(at),
                      component.rows.begin() + static_cast<std::ptrdiff_t>(end));
    for (const Candidate& pair : component.pairs)
      if (pair.pair.a >= piece.rows.front() && pair.pair.b <= piece.rows.back()) piece.pairs.push_back(pair);
    done.push_back(std::move(piece));
  }
}

/// Too large a component is cut where it hangs together most loosely, step by step.
std::vector<Component> cut(std::vector<Component> components, float bound) {
  std::vector<Component> done;
  while (!components.empty()) {
    std::vector<Component> large;
    for (Component& one : components)
      (one.rows.size() > largest_component ? large : done).push_back(std::move(one));
    components.clear();
    bound += 1;
    for (const Component& one : large) {
      if (bound > most_bound) {
        cut_in_order(one, done);
        continue;
      }
      for (Component& part : split(one.rows, one.pairs, bound)) components.push_back(std::move(part));
    }
  }
  std::sort(done.begin(), done.end(),
            [](const Component& a, const Component& b) { return a.rows[0] < b.rows[0]; });
  return done;
}

class Linkage {
 public:
  Linkage(const Component& component, const ClusterRules& rules)
      : component_(component), cut_(rules.cut), size_(component.rows.size()) {
    constexpr double unknown = std::numeric_limits<double>::infinity();
    bits_.assign(size_ * size_, unknown);
    for (const Candidate& one : component.pairs)
      set(place(one.pair.a), place(one.pair.b), static_cast<double>(one.bits));
    for (std::size_t i = 0; i < size_; ++i)
      for (std::size_t j = i + 1; j < size_; ++j) {
        Pair pair{component.rows[i], component.rows[j]};
        double bits = at(i, j) == unknown ? rules.bits(pair) : at(i, j);
        set(i, j, rules.apart(pair, bits) ? forbidden : std::clamp(bits, least_bits_of_a_pair, most_bits));
      }
    pair_bits_ = bits_;
    groups_.resize(size_);
    for (std::size_t i = 0; i < size_; ++i) groups_[i] = {i};
    nearest_.resize(size_);
    for (std::size_t i = 0; i < size_; ++i) find_nearest(i);
  }

  void run(Clusters& clusters) {
    join_above(std::max(merge_cut, cut_));
    write([&](Row row, Row leader) { clusters.sure[row] = leader; });
    join_above(cut_);
    write([&](Row row, Row leader) { clusters.leader[row] = leader; });
    for (const std::vector<std::size_t>& group : groups_)
      for (std::size_t i : group) {
        if (group.size() < 2) continue;
        double sum = 0;
        for (std::size_t j : group) sum += i == j ? 0 : pair_bits_[i * size_ + j];
        clusters.bits[component_.rows[i]] = static_cast<float>(sum / static_cast<double>(group.size() - 1));
      }
    for (std::size_t i = 0; i < size_; ++i)
      for (std::size_t j : groups_[i]) clusters.least[component_.rows[j]] = static_cast<float>(heights_[i]);
  }

 private:
  std::size_t place(Row row) const {
    return static_cast<std::size_t>(std::lower_bound(component_.rows.begin(), component_.rows.end(), row) -
                                    component_.rows.begin());
  }
  double at(std::size_t i, std::size_t j) const { return bits_[i * size_ + j]; }
  void set(std::size_t i, std::size_t j, double bits) { bits_[i * size_ + j] = bits_[j * size_ + i] = bits; }

  void find_nearest(std::size_t i) {
    nearest_[i] = i;
    double best = -std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < size_; ++j)
      if (j != i && !groups_[j].empty() && at(i, j) > best) best = at(i, j), nearest_[i] = j;
  }

  void join_above(double bound) {
    if (heights_.empty()) heights_.assign(size_, most_bits);
    while (true) {
      std::size_t best = size_;
      for (std::size_t i = 0; i < size_; ++i)
        if (!groups_[i].empty() && nearest_[i] != i &&
            (best == size_ || at(i, nearest_[i]) > at(best, nearest_[best])))
          best = i;
      if (best == size_ || at(best, nearest_[best]) <= bound) return;
      join(std::min(best, nearest_[best]), std::max(best, nearest_[best]));
    }
  }

  void join(std::size_t into, std::size_t from) {
    heights_[into] = std::min({heights_[into], heights_[from], at(into, from)});
    double a = static_cast<double>(groups_[into].size()), b = static_cast<double>(groups_[from].size());
    groups_[into].insert(groups_[into].end(), groups_[from].begin(), groups_[from].end());
    groups_[from].clear();
    for (std::size_t k = 0; k < size_; ++k) {
      if (k == into || groups_[k].empty()) continue;
      bool never = at(into, k) <= forbidden || at(from, k) <= forbidden;
      set(into, k, never ? forbidden : (a * at(into, k) + b * at(from, k)) / (a + b));
    }
    for (std::size_t k = 0; k < size_; ++k)
      if (!groups_[k].empty() && (k == into || nearest_[k] == into || nearest_[k] == from)) find_nearest(k);
  }

  template <typename Put>
  void write(Put put) const {
    for (const std::vector<std::size_t>& group : groups_) {
      if (group.empty()) continue;
      std::size_t leader = *std::min_element(group.begin(), group.end());
      for (std::size_t i : group) put(component_.rows[i], component_.rows[leader]);
    }
  }

  const Component& component_;
  double cut_;
  std::size_t size_;
  std::vector<double> bits_, pair_bits_, heights_;
  std::vector<std::vector<std::size_t>> groups_;
  std::vector<std::size_t> nearest_;
};

}  // namespace

Entities components(std::size_t rows, const std::vector<Candidate>& candidates, float bits) {
  Union joined(rows);
  for (const Candidate& one : candidates)
    if (one.bits > bits) joined.join(one.pair.a, one.pair.b);
  Entities entities;
  entities.of_row.resize(rows);
  std::vector<std::uint32_t> number(rows, ~0U);
  for (Row row = 0; row < rows; ++row) {
    std::uint32_t& known = number[joined.find(row)];
    if (known == ~0U) known = entities.count++;
    entities.of_row[row] = known;
  }
  return entities;
}

Clusters cluster(std::size_t rows, const std::vector<Candidate>& candidates, const ClusterRules& rules,
                 int threads) {
  Clusters clusters;
  clusters.leader.resize(rows);
  std::iota(clusters.leader.begin(), clusters.leader.end(), 0U);
  clusters.sure = clusters.leader;
  clusters.bits.assign(rows, 0);
  clusters.least.assign(rows, 0);
  std::vector<Row> all(clusters.leader);
  auto loose = static_cast<float>(rules.loose);
  std::vector<Component> parts = cut(split(all, candidates, loose), loose);
  constexpr std::size_t a_task = 64;
  io::parallel_for((parts.size() + a_task - 1) / a_task, threads, [&](std::size_t task) {
    for (std::size_t i = task * a_task; i < std::min(parts.size(), (task + 1) * a_task); ++i)
      Linkage(parts[i], rules).run(clusters);
  });
  return clusters;
}

}  // namespace flatcrm::dedupe
