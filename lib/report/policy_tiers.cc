#include "report/policy_tiers.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "segment/saved.h"

namespace flatcrm::report {

namespace {

constexpr int default_days = 90;

bool has_tier(const segment::Saved& saved, const std::string& name) {
  const auto& tiers = saved.tiering->tiers;
  return std::any_of(tiers.begin(), tiers.end(),
                     [&](const segment::Tier& tier) { return tier.name == name; });
}

/// Customers by value, in as many tiers as the policy has.
segment::Saved by_value(const std::vector<PolicyTiers::Tier>& policy) {
  constexpr std::array<int, 3> shares{20, 50, 80};
  segment::Saved saved;
  saved.name = "by value";
  saved.where = "orders > 0";
  segment::Tiering tiering;
  tiering.by = "value";
  for (std::size_t i = 0; i < policy.size(); ++i) {
    segment::Tier tier;
    tier.name = policy[i].name;
    if (i + 1 < policy.size() && i < shares.size()) {
      tier.rule = segment::Tier::Rule::top;
      tier.share = {shares[i], 0};
    }
    tiering.tiers.push_back(std::move(tier));
    if (tiering.tiers.back().rule == segment::Tier::Rule::rest) break;
  }
  tiering.guard.mode = segment::GuardMode::off;
  saved.tiering = std::move(tiering);
  return saved;
}

segment::Saved find_tiering(const book::Book& book, PolicyTiers& policy) {
  for (const std::string& name : segment::saved_names(book)) {
    std::optional<segment::Saved> saved = segment::read_saved(book, name);
    if (!saved || !saved->tiering) continue;
    bool fits = std::all_of(policy.tiers.begin(), policy.tiers.end(),
                            [&](const PolicyTiers::Tier& tier) { return has_tier(*saved, tier.name); });
    if (!fits) continue;
    policy.source = fmt::format("the segment {}", name);
    return *saved;
  }
  policy.source = "what customers were worth, as no segment has the tiers of the contact policy";
  return by_value(policy.tiers);
}

}  // namespace

PolicyQuestion::PolicyQuestion(const book::Book& book, query::Checker& checker) : book_(book) {
  for (const book::ContactPolicy& one : book.config().contact_policy)
    policy_.tiers.push_back({one.tier, one.days});
  if (policy_.tiers.empty()) {
    policy_.tiers.push_back({"all", default_days});
    policy_.source = fmt::format("a policy of {} days for everybody, as flatcrm.yaml has none", default_days);
    return;
  }
  question_.emplace(find_tiering(book, policy_), checker);
}

std::vector<query::NodeId> PolicyQuestion::roots() const {
  return question_ ? question_->roots() : std::vector<query::NodeId>();
}

std::vector<model::TableRequest> PolicyQuestion::tables() const {
  if (question_) return question_->tables();
  return {{"customers", {{"id", model::As::texts}}}};
}

PolicyTiers PolicyQuestion::answer(query::Engine& engine, int threads) const {
  PolicyTiers policy = policy_;
  policy.tier_of.assign(engine.rows("customers"), PolicyTiers::none);
  if (!question_) return policy;
  segment::Tiers made = question_->answer(engine, book_.config(), threads);
  std::vector<std::uint8_t> number(made.names.size(), PolicyTiers::none);
  for (std::size_t i = 0; i < made.names.size(); ++i)
    for (std::size_t tier = 0; tier < policy.tiers.size(); ++tier)
      if (policy.tiers[tier].name == made.names[i]) number[i] = static_cast<std::uint8_t>(tier);
  for (std::size_t row = 0; row < made.tier_of.size(); ++row)
    if (made.tier_of[row] != segment::Tiers::none) policy.tier_of[row] = number[made.tier_of[row]];
  return policy;
}

}  // namespace flatcrm::report
