#include "segment/tiers.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/text.h"
#include "query/check.h"
#include "query/numbers.h"

namespace flatcrm::segment {

namespace {

using query::NodeId;
using query::Vector;

bool is_guarded(const Saved& saved) {
  return saved.tiering && saved.tiering->guard.mode != GuardMode::off;
}

}  // namespace

TierQuestion::TierQuestion(Saved saved, query::Checker& checker) : saved_(std::move(saved)) {
  if (!saved_.tiering && !saved_.cells)
    throw Error(Code::usage, fmt::format("the segment '{}' has no tiers", saved_.name), {saved_.file, 0, 0},
                "add tiers or cells to it");
  checker.turn_to("customers");
  where_ = checker.condition(query::parse(saved_.where, saved_.file));
  std::string by = saved_.tiering ? saved_.tiering->by : "monetary";
  by_ = checker.value(query::parse(by, saved_.file));
  type_ = checker.tree()[by_].type;
  bool ordered = !type_.list && (type_.is_number() || type_.kind == query::Kind::money ||
                                 type_.kind == query::Kind::date || type_.kind == query::Kind::duration);
  if (!ordered)
    throw query::QueryError(by, {0, static_cast<std::uint32_t>(by.size())},
                            fmt::format("tiers rank by numbers, amounts, days or durations, and this is {}",
                                        query::describe(type_)),
                            "", saved_.file);
  if (saved_.cells) {
    for (const char* score : {"r", "f", "m"}) scores_.push_back(checker.value(query::parse(score)));
    return;
  }
  for (const Tier& tier : saved_.tiering->tiers) {
    if (tier.rule != Tier::Rule::from) continue;
    query::SharedSyntax value =
        query::parse(tier.from, saved_.file);  // by itself, so that its mistakes are shown in it
    thresholds_.push_back(
        checker.condition(query::parse(fmt::format("({}) >= ({})", by, tier.from), saved_.file)));
  }
}

std::vector<NodeId> TierQuestion::roots() const {
  std::vector<NodeId> roots{where_, by_};
  roots.insert(roots.end(), thresholds_.begin(), thresholds_.end());
  roots.insert(roots.end(), scores_.begin(), scores_.end());
  return roots;
}

std::vector<model::TableRequest> TierQuestion::tables() const {
  std::vector<model::TableRequest> tables{{"customers", {{"id", model::As::texts}}}};
  if (is_guarded(saved_)) tables.push_back(community_request());
  return tables;
}

class TierMaker {
 public:
  TierMaker(const TierQuestion& question, query::Engine& engine, const book::Config& config, int threads)
      : question_(question), saved_(question.saved_), engine_(engine), config_(config), threads_(threads) {}

  Tiers run() {
    tiers_.type = question_.type_;
    fill_values();
    saved_.cells ? by_cells() : by_tiers();
    if (is_guarded(saved_)) run_guard();
    return std::move(tiers_);
  }

 private:
  void fill_values();
  void by_cells();
  void by_tiers();
  void by_shares();
  void by_thresholds();
  void run_guard();

  const TierQuestion& question_;
  const Saved& saved_;
  query::Engine& engine_;
  const book::Config& config_;
  int threads_;
  std::vector<std::uint32_t> ranked_;  // rows that are selected and have a value
  Tiers tiers_;
};

void TierMaker::fill_values() {
  Vector values = engine_.whole("customers", question_.by_);
  std::size_t rows = engine_.rows("customers");
  tiers_.scale = values.scale;
  tiers_.values.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) tiers_.values[row] = values.number(row);
  for (std::uint32_t row : engine_.select("customers", question_.where_))
    if (tiers_.values[row] != core::no_number) ranked_.push_back(row);
  tiers_.tier_of.assign(rows, Tiers::none);
}

void TierMaker::by_cells() {
  tiers_.by_cells = true;
  tiers_.names = saved_.cells->names;
  std::vector<Vector> scores;
  for (NodeId score : question_.scores_) scores.push_back(engine_.whole("customers", score));
  for (std::uint32_t row : ranked_) {
    std::array<std::size_t, 3> at{};
    bool known = true;
    for (std::size_t i = 0; i < at.size(); ++i) {
      std::int64_t score = scores[i].number(row);
      known = known && score != core::no_number;
      at[i] = known ? static_cast<std::size_t>(score) : 1;
    }
    if (known) tiers_.tier_of[row] = saved_.cells->name_of[Cells::cell(at[0], at[1], at[2])];
  }
}

void TierMaker::by_tiers() {
  for (const Tier& tier : saved_.tiering->tiers) tiers_.names.push_back(tier.name);
  saved_.tiering->tiers.front().rule == Tier::Rule::from ? by_thresholds() : by_shares();
}

/// A tier of the best 20 % are those that 80 % stand strictly below.
void TierMaker::by_shares() {
  std::vector<std::int64_t> sorted;
  for (std::uint32_t row : ranked_) sorted.push_back(tiers_.values[row]);
  std::sort(sorted.begin(), sorted.end());
  const std::vector<Tier>& tiers = saved_.tiering->tiers;
  auto count = static_cast<std::int64_t>(sorted.size());
  for (std::uint32_t row : ranked_) {
    auto below = std::lower_bound(sorted.begin(), sorted.end(), tiers_.values[row]) - sorted.begin();
    for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
      bool rest = tiers[tier].rule == Tier::Rule::rest;
      // below / count >= 1 - share / 100, in whole numbers
      core::Int128 hundred = core::Int128{100} * query::powers_of_ten[tiers[tier].share.scale];
      bool within = rest || core::Int128{below} * hundred >= (hundred - tiers[tier].share.mantissa) * count;
      if (!within) continue;
      tiers_.tier_of[row] = static_cast<std::uint8_t>(tier);
      break;
    }
  }
}

void TierMaker::by_thresholds() {
  std::vector<Vector> reached;
  for (NodeId threshold : question_.thresholds_) reached.push_back(engine_.whole("customers", threshold));
  for (std::uint32_t row : ranked_) {
    for (std::size_t tier = 0; tier < tiers_.names.size(); ++tier) {
      bool within = tier >= reached.size() || reached[tier].truth(row) == query::Truth::yes;
      if (!within) continue;
      tiers_.tier_of[row] = static_cast<std::uint8_t>(tier);
      break;
    }
  }
}

void TierMaker::run_guard() {
  const GuardWishes& wishes = saved_.tiering->guard;
  tiers_.mode = wishes.mode;
  Community community =
      read_community(engine_.table("links"), engine_.ids("customers"), config_, wishes, threads_);
  std::size_t rows = tiers_.tier_of.size();
  auto last = static_cast<std::uint8_t>(tiers_.names.size() - 1);
  std::vector<bool> top(rows), lowest(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    top[row] = tiers_.tier_of[row] == 0;
    lowest[row] = tiers_.tier_of[row] == last;
  }
  tiers_.guarded = guard(community, top, lowest, tiers_.values, wishes.depth);
  if (wishes.mode != GuardMode::protect) return;
  for (const GuardedMember& member : tiers_.guarded.members) --tiers_.tier_of[member.customer];
}

Tiers TierQuestion::answer(query::Engine& engine, const book::Config& config, int threads) const {
  return TierMaker(*this, engine, config, threads).run();
}

core::Decimal Tiers::at_stake() const {
  std::set<std::uint32_t> tops;
  core::Sum sum;
  for (const GuardedMember& member : guarded.members) {
    bool counts = tops.insert(member.top()).second && values[member.top()] != core::no_number;
    if (counts) sum.add({values[member.top()], static_cast<std::uint8_t>(scale)});
  }
  return sum.total();
}

Tiers make_tiers(const book::Book& book, const query::Catalog& catalog, const Saved& saved, int threads) {
  query::Checker checker(catalog, "customers");
  TierQuestion question(saved, checker);
  auto tree = std::make_shared<query::Tree>(std::move(checker.tree()));
  query::EngineOptions options;
  options.today = catalog.today;
  options.threads = threads;
  std::vector<model::TableRequest> also = question.tables();
  also.push_back({"customers", {{"name", model::As::texts}}});
  auto engine = std::make_shared<query::Engine>(book, *tree, question.roots(), options, also);
  Tiers tiers = question.answer(*engine, book.config(), threads);
  tiers.engine = std::move(engine);
  tiers.kept = std::move(tree);
  return tiers;
}

}  // namespace flatcrm::segment
