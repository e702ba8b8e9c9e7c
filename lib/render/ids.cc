#include "render/ids.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "render/values.h"

namespace flatcrm::render {

void write_ids(std::string& out, const report::Table& table) {
  auto column = std::find_if(table.columns.begin(), table.columns.end(),
                             [](const report::Column& c) { return c.kind == report::Kind::reference; });
  if (column == table.columns.end()) {
    throw Error(Code::usage, fmt::format("the table '{}' has no ids", table.name), {},
                "name another with --table, or take another format");
  }
  auto index = static_cast<std::size_t>(column - table.columns.begin());
  std::string last;  // a record with several rows in turn is one
  for (const report::Row& row : table.rows) {
    if (is_missing(row[index])) continue;
    std::string id = one_line(plain(row[index]));
    if (id != last) out.append(id).append("\n");
    last = std::move(id);
  }
}

}  // namespace flatcrm::render
