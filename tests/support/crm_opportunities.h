// The real sales book of the shared data as files of a book, for tests that hold reports against its known figures.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "format/csv.h"
#include "support/memory_book.h"

namespace flatcrm::test {

inline bool has_crm_opportunities() {
  return std::filesystem::exists(std::string(FLATCRM_SOURCE) + "/../shared/data/sales/crm-opportunities");
}

inline std::string crm_text(const std::string& name) {
  std::ifstream file(std::string(FLATCRM_SOURCE) + "/../shared/data/sales/crm-opportunities/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The text with another header.
inline std::string renamed(const std::string& text, const std::string& header) {
  return header + text.substr(text.find('\n'));
}

/// What the import makes of the four files, but that names stand for ids.
inline Files crm_opportunities() {
  std::string staff = renamed(crm_text("sales_teams.csv"), "id,manager,region");
  std::map<std::string, bool> managers;
  for (const auto& row : format::read_csv(crm_text("sales_teams.csv")).rows) {
    if (row.size() == 3 && row[1] != "manager") managers[row[1]] = true;
  }
  if (staff.back() != '\n') staff += '\n';
  for (const auto& [name, unused] : managers) staff += name + ",,\n";
  return {{"flatcrm.yaml",
           "format: 1\ncurrency: USD\npipelines:\n  - name: sales\n    stages:\n    - {name: Prospecting}\n  "
           "  - {name: Engaging}\n"
           "    - {name: Won, outcome: won}\n    - {name: Lost, outcome: lost}\n"},
          {"deals/deals.csv",
           renamed(crm_text("sales_pipeline.csv"), "id,owner,product,customer,stage,opened,closed,amount")},
          {"staff/staff.csv", staff},
          {"products/products.csv", renamed(crm_text("products.csv"), "id,series,price")}};
}

}  // namespace flatcrm::test
