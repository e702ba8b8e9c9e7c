#include "import/row_condition.h"

#include <algorithm>

#include "query/error.h"

namespace flatcrm::import {

RowCondition::RowCondition(const Source& source, const Profile& profile, std::string_view where,
                           core::Date today) {
  auto add = [&](const std::string& name, std::size_t column) {
    if (name.empty() || std::find(names_.begin(), names_.end(), name) != names_.end()) return;
    names_.push_back(name);
    column_of_.push_back(column);
  };
  const std::vector<std::string>& columns = source.columns();
  for (std::size_t i = 0; i < columns.size(); ++i) add(columns[i], i);
  for (const auto& [name, others] : profile.columns)
    for (const std::string& other : others)
      if (int found = source.find_column(other); found >= 0) add(name, static_cast<std::size_t>(found));
  if (profile.unpivot) {
    add(profile.unpivot->name.text, columns.size());
    add(profile.unpivot->value.text, columns.size() + 1);
  }
  if (profile.where) {
    const Word& said = *profile.where;
    try {
      filters_.emplace_back(said.text, names_, today, "where");
    } catch (const query::QueryError& error) {
      throw Error(Code::bad_input, "where: " + error.message(), said.place, error.hint());
    }
  }
  if (!where.empty()) filters_.emplace_back(where, names_, today, "--where");
}

query::Truth RowCondition::test(const std::function<std::string_view(std::size_t column)>& cell) const {
  query::Truth all = query::Truth::yes;
  for (const query::RowFilter& filter : filters_) {
    query::Truth one = filter.test([&](std::size_t name) { return cell(column_of_[name]); });
    if (one == query::Truth::no) return one;
    if (one == query::Truth::unknown) all = one;
  }
  return all;
}

std::vector<std::size_t> RowCondition::columns() const {
  std::vector<std::size_t> out;
  for (const query::RowFilter& filter : filters_)
    for (std::size_t name : filter.columns()) out.push_back(column_of_[name]);
  return out;
}

std::shared_ptr<const RowCondition> compile_condition(const Source& source, const Profile& profile,
                                                      std::string_view where, core::Date today) {
  if (!profile.where && where.empty()) return nullptr;
  return std::make_shared<const RowCondition>(source, profile, where, today);
}

}  // namespace flatcrm::import
