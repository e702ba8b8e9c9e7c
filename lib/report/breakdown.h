// Deals in groups: by stage, quarter, region, agent, product, age or what a query makes of each.
//
//   Breakdown agents = break_down("agent", source);
//   Table table = table_of(agents, source);         // "agents": a row each, those without deals included
//
// Shape   every deal of the period is in one group of each breakdown, but open deals in none by closing date
//         and closed ones in none by age.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/deals.h"
#include "report/document.h"
#include "report/report.h"
#include "report/staff_directory.h"

namespace flatcrm::report {

/// What breakdowns are made from.
struct DealSource {
  const model::Table& deals_table;
  const model::Table& products;
  const Deals& deals;
  const StaffDirectory& staff;
  std::string currency;
  core::Date as_of;
  std::optional<Period> period;
  const Input& input;
};

struct Breakdown {
  enum class Shape : std::uint8_t { all, closed, open, stages };
  struct Group {
    Cell key;
    Row more;           // values of `more` columns
    std::string order;  // groups stand by it
    bool kept = false;  // shown even without deals
  };
  std::string name, title;
  Column key;
  std::vector<Column> more{};
  Shape shape = Shape::all;
  std::vector<Group> groups{};
  std::vector<std::int32_t> group_of{};  // of each deal; -1: in none
  std::string note{};
};

/// The breakdowns that have a name of their own.
const std::vector<std::string_view>& breakdown_names();

Breakdown break_down(std::string_view by, const DealSource& source);
Table table_of(const Breakdown& breakdown, const DealSource& source);

}  // namespace flatcrm::report
