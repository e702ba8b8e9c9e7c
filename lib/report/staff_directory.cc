#include "report/staff_directory.h"

#include <algorithm>

#include <fmt/format.h>

#include "book/read.h"
#include "core/error.h"
#include "core/text.h"

namespace flatcrm::report {

namespace {

constexpr std::string_view region_fields[] = {"region", "subsidiary", "team"};

bool any_given(const model::Texts& column) {
  return std::any_of(column.texts.begin(), column.texts.end(),
                     [](std::string_view text) { return !text.empty(); });
}

}  // namespace

StaffDirectory::StaffDirectory(const model::Table& table)
    : ids_(table.texts("id")),
      names_(table.texts("name")),
      roles_(table.texts("role")),
      managers_(table.codes("manager")),
      left_(table.dates("left")) {
  for (std::string_view field : region_fields) {
    const model::Texts& column = table.texts(field);
    if (regions_ == nullptr && any_given(column)) regions_ = &column;
  }
  for (std::size_t row = 0; row < size(); ++row) {
    rows_.emplace(ids_.texts[row], row);
    if (!manager(row).empty()) managing_.insert(manager(row));
  }
}

std::optional<std::size_t> StaffDirectory::row(std::string_view id) const {
  auto found = rows_.find(id);
  if (found == rows_.end()) return std::nullopt;
  return found->second;
}

std::string_view StaffDirectory::manager(std::size_t row) const {
  return managers_.dictionary.text(managers_.codes[row]);
}

bool StaffDirectory::has_left(std::size_t row, core::Date day) const {
  return left_.days[row] != core::no_date && left_.days[row] < day;
}

std::string_view StaffDirectory::region(std::size_t row) const {
  return regions_ == nullptr ? std::string_view() : regions_->texts[row];
}

Reference StaffDirectory::reference(std::string_view id) const {
  std::optional<std::size_t> found = row(id);
  return {std::string(id), found.has_value() ? std::string(names_.texts[*found]) : std::string()};
}

std::vector<std::size_t> StaffDirectory::idle_peers(const std::set<std::string_view>& people,
                                                    core::Date day) const {
  std::set<std::string_view> shared_roles;
  for (std::string_view id : people)
    if (std::optional<std::size_t> found = row(id)) shared_roles.insert(role(*found));
  std::vector<std::size_t> idle;
  for (std::size_t at = 0; at < size(); ++at) {
    bool alike = shared_roles.contains(role(at)) && !manages(id(at));
    if (alike && !people.contains(id(at)) && !has_left(at, day)) idle.push_back(at);
  }
  return idle;
}

model::TableRequest StaffDirectory::request() {
  using model::As;
  return {"staff",
          {{"id", As::texts},
           {"name", As::texts},
           {"role", As::texts},
           {"region", As::texts},
           {"subsidiary", As::texts},
           {"team", As::texts},
           {"manager", As::codes},
           {"left"}}};
}

std::string staff_named(const book::Book& book, const std::string& id_or_name) {
  using model::As;
  book::Tables tables = book::read_tables(book, {{"staff", {{"id", As::texts}, {"name", As::texts}}}});
  const auto &ids = tables[0].texts("id").texts, &names = tables[0].texts("name").texts;
  std::string wanted = core::lower_ascii(id_or_name);
  std::vector<std::size_t> found;
  for (std::size_t row = 0; row < ids.size(); ++row) {
    if (ids[row] == id_or_name) return id_or_name;
    if (core::lower_ascii(names[row]) == wanted) found.push_back(row);
  }
  if (found.size() == 1) return std::string(ids[found[0]]);
  if (found.size() > 1)
    throw Error(Code::usage,
                fmt::format("{} members of staff are called '{}'", found.size(), core::visible(id_or_name)),
                {}, fmt::format("write the id: {} or {}", ids[found[0]], ids[found[1]]));
  std::vector<std::string_view> known(names.begin(), names.end());
  known.insert(known.end(), ids.begin(), ids.end());
  std::string_view nearest = core::nearest(id_or_name, known);
  throw Error(Code::usage, fmt::format("nobody in staff is '{}'", core::visible(id_or_name)), {},
              nearest.empty() ? "'flatcrm segment --of staff' lists them"
                              : fmt::format("did you mean '{}'?", nearest));
}

}  // namespace flatcrm::report
