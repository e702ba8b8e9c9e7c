// Keys that several collections share: the staff, team or subsidiary of deals, quotas and sales.
//
//   SharedGroups groups;
//   std::vector<std::uint32_t> of_deal = groups.assign(input.data.values("deal_team"));
//   std::vector<std::uint32_t> of_quota = groups.assign(input.data.values("quota_team"));
//   groups.key(of_quota[3]) == "Romandie"        // group 0 is that of what has none
//
// Shape   groups are numbered in the order in which they are met.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/dictionary.h"
#include "report/cells.h"

namespace flatcrm::report {

class SharedGroups {
 public:
  /// The group of each row; the texts must outlive this.
  std::vector<std::uint32_t> assign(const Values& values);
  std::uint32_t add(std::string_view key) { return keys_.code(key); }
  std::string_view key(std::uint32_t group) const { return keys_.text(group); }
  std::size_t size() const { return keys_.size(); }

 private:
  model::Dictionary keys_;
};

}  // namespace flatcrm::report
