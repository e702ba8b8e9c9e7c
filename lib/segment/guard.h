// The community guard: whom it would hurt to let a customer go.
//
//   Community links = read_community(table, ids, config, wishes, threads);
//   Guarded guarded = guard(links, is_top, is_lowest, values, wishes);
//   guarded.members[0].customer
//   guarded.members[0].path         // CUSTOMER -> household with -> CUSTOMER (tier A)
//
// Shape   of all ways from a member to the top tier the shortest one, then the strongest, then the one to the
//         customer worth most. A step's strength is that of its kind in the settings times that of the link
//         itself; kinds and links of strength 0 don't count.
// Cost    a pass over the links a step, whatever the number of customers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "book/config.h"
#include "model/table.h"
#include "segment/saved.h"

namespace flatcrm::segment {

/// The links that count, between rows of customers.
struct Community {
  struct Edge {
    std::uint32_t from, to;
    std::uint32_t kind;     // in kinds
    std::int32_t strength;  // in millionths
  };
  std::vector<Edge> edges;
  std::vector<const book::LinkKind*> kinds;
};

/// The columns of links that read_community takes.
model::TableRequest community_request();
/// Error usage for a kind that the settings don't have.
Community read_community(const model::Table& links, const std::vector<std::string_view>& ids,
                         const book::Config& config, const GuardWishes& wishes, int threads);

/// Of a community those links whose kind is among these.
Community only_kinds(const Community& community, const std::vector<std::string>& kinds);

struct GuardStep {
  std::string relation;    // how the customer before relates to this one: "household with"
  std::uint32_t customer;  // a row
};

struct GuardedMember {
  std::uint32_t customer = 0;
  std::vector<GuardStep> path;  // the last one is of the top tier
  std::uint32_t top() const { return path.back().customer; }
};

struct Guarded {
  std::vector<GuardedMember> members;  // in the order of customers
};

/// `values`: what each customer is worth, core::no_number where that is not known.
Guarded guard(const Community& community, const std::vector<bool>& top, const std::vector<bool>& lowest,
              const std::vector<std::int64_t>& values, int depth);

}  // namespace flatcrm::segment
