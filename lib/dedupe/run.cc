#include "dedupe/run.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "dedupe/last_run.h"

namespace flatcrm::dedupe {

namespace {

std::vector<Pair> pairs_apart(const Populations& populations, const Population& population,
                              const std::vector<std::pair<std::string, std::string>>& distinct) {
  if (distinct.empty()) return {};
  std::unordered_map<std::string_view, Row> row_of;
  for (const auto& [a, b] : distinct) row_of.emplace(a, ~0U), row_of.emplace(b, ~0U);
  for (std::uint32_t member = 0; member < population.members.size(); ++member)
    if (auto found = row_of.find(populations.ids[population.members[member]]); found != row_of.end())
      found->second = population.row_of[member];
  std::vector<Pair> apart;
  for (const auto& [a, b] : distinct) {
    Row one = row_of[a], other = row_of[b];
    if (one != ~0U && other != ~0U) apart.push_back({std::min(one, other), std::max(one, other)});
  }
  std::sort(apart.begin(), apart.end());
  return apart;
}

std::vector<std::uint32_t> sources_of_rows(const Populations& populations, const Population& population) {
  std::vector<std::uint32_t> sources(population.rows, 0);
  for (Row row = 0; row < population.rows; ++row)
    sources[row] =
        populations.source_of[population.members[population.member_list[population.first_member[row]]]];
  return sources;
}

}  // namespace

Settings read_settings(const book::Book& book) {
  if (!book.tree().exists(settings_file)) return {};
  io::Bytes bytes = book.tree().read(settings_file);
  return parse_settings(bytes.view(), settings_file, book.schemas().of("customers"));
}

namespace {

auto count_new(const Population& population) {
  return std::count(population.is_new.begin(), population.is_new.end(), true);
}

void mark_new(Population& population, const LastRun& last, int threads) {
  population.last_entity =
      last.entities_of(static_cast<std::size_t>(population.who), population.fingerprints, threads);
  population.is_new.resize(population.members.size());
  for (std::uint32_t member = 0; member < population.members.size(); ++member)
    population.is_new[member] = population.last_entity[member] == LastRun::unknown;
  // Of equal records the new ones first: a row goes by the name of its first.
  for (std::size_t row = 0; row < population.rows; ++row)
    if (population.first_member[row + 1] - population.first_member[row] > 1)
      std::stable_partition(population.member_list.begin() + population.first_member[row],
                            population.member_list.begin() + population.first_member[row + 1],
                            [&](std::uint32_t member) { return population.is_new[member]; });
}

/// Is what is new so little that it is judged by what the last run learned?
bool is_short_cut(const Population& population, const RunOptions& options) {
  auto all = static_cast<double>(population.members.size());
  return population.members.size() >= options.short_cut_from &&
         static_cast<double>(count_new(population)) <= all * options.short_cut_share;
}

}  // namespace

LastRun remember(const Run& run) {
  LastRun last;
  for (std::size_t p = 0; p < run.findings.size(); ++p) last.add(run.populations.all[p], run.findings[p]);
  return last;
}

std::string account_of(const Run& run) {
  std::string text;
  for (std::size_t p = 0; p < run.findings.size(); ++p) {
    const Population& population = run.populations.all[p];
    const Findings& found = run.findings[p];
    text += fmt::format("{}: {} records, {} that differ, {} pairs compared\n",
                        population.who == Who::people ? "people" : "organizations", population.members.size(),
                        population.rows, found.compared);
    if (!population.is_new.empty())
      text += fmt::format("  {} of them new or changed since the last whole run{}\n", count_new(population),
                          found.only_new ? ", and judged by what that run learned" : "");
    for (const BlockSummary& key : found.blocks) {
      text += fmt::format("  {:>12} pairs by {}", key.pairs, key.name);
      if (key.left_out != 0) text += fmt::format("; {} left out", key.left_out);
      text += '\n';
    }
    for (const std::string& field : population.left_out) text += fmt::format("  not compared: {}\n", field);
  }
  return text;
}

Run run_dedupe(const book::Book& book, const RunOptions& options) {
  Run run;
  run.settings = read_settings(book);
  ReadOptions read{run.settings, {}, options.threads};
  for (const auto& [a, b] : options.distinct) read.apart.push_back(a), read.apart.push_back(b);
  options.stage("read");
  run.populations = read_populations(book, read);
  for (Population& population : run.populations.all) {
    FindOptions find;
    find.threads = options.threads;
    find.kin = options.kin;
    find.cut = options.cut;
    find.stage = options.stage;
    if (options.last != nullptr) mark_new(population, *options.last, options.threads);
    if (options.last != nullptr && is_short_cut(population, options)) find.last = options.last;
    find.apart = pairs_apart(run.populations, population, options.distinct);
    if (!run.settings.clean_sources.empty()) find.source_of = sources_of_rows(run.populations, population);
    run.findings.push_back(find_duplicates(population, find));
  }
  return run;
}

namespace {

/// Collects the clusters of one population.
class ClusterList {
 public:
  ClusterList(const Run& run, std::size_t population)
      : run_(run),
        number_(population),
        population_(run.populations.all[population]),
        found_(run.findings[population]) {}

  std::vector<Cluster> list() {
    std::vector<std::uint32_t> sizes(population_.rows, 0);
    for (Row row = 0; row < population_.rows; ++row)
      sizes[found_.clusters.leader[row]] += found_.one_row_is_one[row] ? members(row) : 1;
    for (Row row = 0; row < population_.rows; ++row)
      if (sizes[found_.clusters.leader[row]] > 1) add(row);
    if (!population_.is_new.empty())
      std::erase_if(all_, [&](const Cluster& cluster) {
        return std::none_of(cluster.records.begin(), cluster.records.end(),
                            [&](const ClusterRecord& record) { return population_.is_new[record.member]; });
      });
    for (Cluster& cluster : all_)
      if (is_of_one_row(cluster)) {
        for (ClusterRecord& record : cluster.records) record.probability = 1;
        cluster.probability = 1;
      }
    return std::move(all_);
  }

 private:
  std::uint32_t members(Row row) const {
    return population_.first_member[row + 1] - population_.first_member[row];
  }

  void add(Row row) {
    Row leader = found_.clusters.leader[row];
    auto [place, is_new] = cluster_of_.emplace(leader, all_.size());
    if (is_new) all_.emplace_back();
    Cluster& cluster = all_[place->second];
    std::uint32_t first = population_.first_member[row];
    std::uint32_t end = found_.one_row_is_one[row] ? first + members(row) : first + 1;
    Row sure = found_.clusters.sure[row];
    double bits = static_cast<double>(found_.clusters.bits[row]);
    for (std::uint32_t i = first; i < end; ++i) {
      std::uint32_t member = population_.member_list[i];
      cluster.records.push_back(
          {run_.id_of(number_, member), number_, member, probability(bits), run_.id_of_row(number_, sure)});
    }
    cluster.sure = (is_new || cluster.sure) && sure == found_.clusters.sure[leader];
    cluster.probability = probability(static_cast<double>(found_.clusters.least[leader]));
  }

  bool is_of_one_row(const Cluster& cluster) const {
    return std::all_of(cluster.records.begin(), cluster.records.end(), [&](const ClusterRecord& record) {
      return population_.row_of[record.member] == population_.row_of[cluster.records[0].member];
    });
  }

  const Run& run_;
  std::size_t number_;
  const Population& population_;
  const Findings& found_;
  std::unordered_map<Row, std::size_t> cluster_of_;
  std::vector<Cluster> all_;
};

/// The pairs within clusters, by band, and how many of them should be right.
struct BandCounts {
  std::uint64_t merge_pairs = 0, review_pairs = 0;
  double merge_right = 0, review_right = 0;

  /// Records of a cluster that count alike are counted together: a million equal ones have more pairs than
  /// anybody can wait for.
  void add(const Cluster& cluster) {
    std::map<std::pair<std::string_view, double>, std::uint64_t> alike;
    for (const ClusterRecord& record : cluster.records) ++alike[{record.sure, record.probability}];
    for (auto one = alike.begin(); one != alike.end(); ++one) {
      add(one->second * (one->second - 1) / 2, true, one->first.second);
      for (auto other = std::next(one); other != alike.end(); ++other)
        add(one->second * other->second, one->first.first == other->first.first,
            std::min(one->first.second, other->first.second));
    }
  }

 private:
  void add(std::uint64_t pairs, bool sure, double likely) {
    if (sure) {
      merge_pairs += pairs;
      merge_right += static_cast<double>(pairs) * std::max(likely, probability(merge_cut));
    } else {
      review_pairs += pairs;
      review_right += static_cast<double>(pairs) * likely;
    }
  }
};

/// How many of the pairs that were left apart should be one customer.
double missed_pairs(const std::vector<Findings>& findings) {
  double missed = 0;
  for (const Findings& found : findings)
    for (const Candidate& one : found.candidates.pairs)
      if (found.clusters.leader[one.pair.a] != found.clusters.leader[one.pair.b])
        missed += probability(static_cast<double>(one.bits));
  return missed;
}

}  // namespace

std::vector<Cluster> Run::clusters() const {
  std::vector<Cluster> all;
  for (std::size_t p = 0; p < findings.size(); ++p)
    for (Cluster& cluster : ClusterList(*this, p).list()) all.push_back(std::move(cluster));
  for (Cluster& cluster : all)
    std::sort(cluster.records.begin(), cluster.records.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
  std::sort(all.begin(), all.end(),
            [](const Cluster& a, const Cluster& b) { return a.records[0].id < b.records[0].id; });
  return all;
}

Expectation Run::expectation() const {
  Expectation expected;
  BandCounts bands;
  for (const Cluster& cluster : clusters()) {
    ++expected.clusters;
    expected.records += cluster.records.size();
    bands.add(cluster);
  }
  expected.merge_pairs = bands.merge_pairs;
  expected.review_pairs = bands.review_pairs;
  if (bands.merge_pairs != 0)
    expected.merge_precision = bands.merge_right / static_cast<double>(bands.merge_pairs);
  if (bands.review_pairs != 0)
    expected.review_precision = bands.review_right / static_cast<double>(bands.review_pairs);
  double right = bands.merge_right + bands.review_right;
  double missed = missed_pairs(findings);
  if (right + missed > 0) expected.recall = right / (right + missed);
  return expected;
}

std::vector<PairFound> Run::pairs(std::size_t p, double least) const {
  const Findings& found = findings[p];
  std::vector<PairFound> pairs;
  for (const Candidate& one : found.candidates.pairs) {
    double bits = static_cast<double>(one.bits);
    if (probability(bits) < least) continue;
    PairFound pair{id_of_row(p, one.pair.a), id_of_row(p, one.pair.b), probability(bits), bits, {}};
    Rarity rarity = rarity_of(populations.all[p].comparison, one.pair, one.pattern);
    for (std::size_t d = 0; d < found.model.size(); ++d) {
      unsigned level = level_of(one.pattern, d);
      pair.bits_by_dimension.push_back(
          level == missing ? 0 : found.model.bits(Relation::same, d, level) + static_cast<double>(rarity[d]));
    }
    if (pair.id_b < pair.id_a) std::swap(pair.id_a, pair.id_b);
    pairs.push_back(std::move(pair));
  }
  std::sort(pairs.begin(), pairs.end(),
            [](const auto& a, const auto& b) { return std::tie(a.id_a, a.id_b) < std::tie(b.id_a, b.id_b); });
  return pairs;
}

}  // namespace flatcrm::dedupe
