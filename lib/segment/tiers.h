// Customers in tiers by a value, and the named cells of recency, frequency and monetary value.
//
//   Tiers tiers = make_tiers(book, catalog, saved_named(book, "value"), threads);
//   tiers.names == {"A", "B", "C"}      tiers.tier_of[row] == 0, or Tiers::none
//   tiers.guarded.members                // of the lowest tier, with a link into the highest
//
// Shape   a tier of `top: 20%` takes those that at least 80 % stand strictly below, so that equal values
//         share a tier and quintiles are scores; what is not ranked (no value, not selected) is in no tier.
//         With `guard: protect` guarded members move one tier up.
// Errors  QueryError where `where`, `by` or a threshold is none; those of the guard.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "book/book.h"
#include "query/catalog.h"
#include "query/check.h"
#include "query/engine.h"
#include "segment/guard.h"
#include "segment/saved.h"

namespace flatcrm::segment {

struct Tiers {
  static constexpr std::uint8_t none = 255;
  std::vector<std::string> names;     // the best first; of cells, in the order of the file
  std::vector<std::uint8_t> tier_of;  // by row of customers
  std::vector<std::int64_t> values;   // what is ranked by, core::no_number where missing
  int scale = 0;
  query::Type type;
  bool by_cells = false;
  GuardMode mode = GuardMode::off;
  Guarded guarded;
  std::shared_ptr<void> kept;  // what the engine reads from
  std::shared_ptr<query::Engine> engine;

  const std::vector<std::string_view>& ids() const { return engine->ids("customers"); }
  /// Of the distinct customers of the top tier that the guarded members lead to.
  core::Decimal at_stake() const;
};

/// Tiers out of an engine that reads other things too, so that the book is read once:
///
///   TierQuestion question(saved, checker);            // its conditions become a part of the checker's tree
///   Engine engine(book, checker.tree(), question.roots(), options, question.tables());
///   Tiers tiers = question.answer(engine, config, threads);        // without `engine` and `kept`
class TierQuestion {
 public:
  TierQuestion(Saved saved, query::Checker& checker);
  std::vector<query::NodeId> roots() const;
  std::vector<model::TableRequest> tables() const;
  Tiers answer(query::Engine& engine, const book::Config& config, int threads) const;

 private:
  friend class TierMaker;
  Saved saved_;
  query::Type type_;
  query::NodeId where_ = query::no_node, by_ = query::no_node;
  std::vector<query::NodeId> thresholds_;  // of each tier cut by a value
  std::vector<query::NodeId> scores_;      // r, f, m
};

Tiers make_tiers(const book::Book& book, const query::Catalog& catalog, const Saved& saved, int threads);

}  // namespace flatcrm::segment
