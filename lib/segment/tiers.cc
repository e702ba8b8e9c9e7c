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

struct TierPlan {
  query::Tree tree;
  NodeId where = query::no_node, by = query::no_node, percentile = query::no_node;
  std::vector<NodeId> thresholds;  // of each tier cut by a value
  std::vector<NodeId> scores;      // r, f, m
};

class TierMaker {
 public:
  TierMaker(const book::Book& book, const query::Catalog& catalog, const Saved& saved, int threads)
      : book_(book), catalog_(catalog), saved_(saved), threads_(threads) {}

  Tiers run() {
    plan();
    std::vector<NodeId> roots{plan_->where, plan_->by};
    roots.insert(roots.end(), plan_->thresholds.begin(), plan_->thresholds.end());
    roots.insert(roots.end(), plan_->scores.begin(), plan_->scores.end());
    query::EngineOptions options;
    options.today = catalog_.today;
    options.threads = threads_;
    std::vector<model::TableRequest> also{
        {"customers", {{"id", model::As::texts}, {"name", model::As::texts}}}};
    bool guarded = saved_.tiering && saved_.tiering->guard.mode != GuardMode::off;
    if (guarded) also.push_back(community_request());
    tiers_.engine = std::make_shared<query::Engine>(book_, plan_->tree, roots, options, also);
    tiers_.kept = plan_;
    fill_values();
    saved_.cells ? by_cells() : by_tiers();
    if (guarded) run_guard();
    return std::move(tiers_);
  }

 private:
  void plan();
  void fill_values();
  void by_cells();
  void by_tiers();
  void by_shares();
  void by_thresholds();
  void run_guard();

  const book::Book& book_;
  const query::Catalog& catalog_;
  const Saved& saved_;
  int threads_;
  std::shared_ptr<TierPlan> plan_ = std::make_shared<TierPlan>();
  std::vector<std::uint32_t> ranked_;  // rows that are selected and have a value
  Tiers tiers_;
};

void TierMaker::plan() {
  if (!saved_.tiering && !saved_.cells)
    throw Error(Code::usage, fmt::format("the segment '{}' has no tiers", saved_.name), {saved_.file, 0, 0},
                "add tiers or cells to it");
  query::Checker checker(catalog_, "customers");
  plan_->where = checker.condition(query::parse(saved_.where, saved_.file));
  std::string by = saved_.tiering ? saved_.tiering->by : "monetary";
  plan_->by = checker.value(query::parse(by, saved_.file));
  const query::Type& type = checker.tree()[plan_->by].type;
  bool ordered = !type.list && (type.is_number() || type.kind == query::Kind::money ||
                                type.kind == query::Kind::date || type.kind == query::Kind::duration);
  if (!ordered)
    throw query::QueryError(by, {0, static_cast<std::uint32_t>(by.size())},
                            fmt::format("tiers rank by numbers, amounts, days or durations, and this is {}",
                                        query::describe(type)),
                            "", saved_.file);
  tiers_.type = type;
  if (saved_.cells) {
    for (const char* score : {"r", "f", "m"}) plan_->scores.push_back(checker.value(query::parse(score)));
  } else {
    for (const Tier& tier : saved_.tiering->tiers) {
      if (tier.rule != Tier::Rule::from) continue;
      query::SharedSyntax value =
          query::parse(tier.from, saved_.file);  // by itself, so that its mistakes are shown in it
      plan_->thresholds.push_back(
          checker.condition(query::parse(fmt::format("({}) >= ({})", by, tier.from), saved_.file)));
    }
  }
  plan_->tree = std::move(checker.tree());
}

void TierMaker::fill_values() {
  Vector values = tiers_.engine->whole("customers", plan_->by);
  std::size_t rows = tiers_.engine->rows("customers");
  tiers_.scale = values.scale;
  tiers_.values.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) tiers_.values[row] = values.number(row);
  for (std::uint32_t row : tiers_.engine->select("customers", plan_->where))
    if (tiers_.values[row] != core::no_number) ranked_.push_back(row);
  tiers_.tier_of.assign(rows, Tiers::none);
}

void TierMaker::by_cells() {
  tiers_.by_cells = true;
  tiers_.names = saved_.cells->names;
  std::vector<Vector> scores;
  for (NodeId score : plan_->scores) scores.push_back(tiers_.engine->whole("customers", score));
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
  for (NodeId threshold : plan_->thresholds) reached.push_back(tiers_.engine->whole("customers", threshold));
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
      read_community(tiers_.engine->table("links"), tiers_.ids(), book_.config(), wishes, threads_);
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

}  // namespace

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
  return TierMaker(book, catalog, saved, threads).run();
}

}  // namespace flatcrm::segment
