// Who the staff are, for reports that group by them.
//
//   StaffDirectory staff(table);
//   staff.row("anna-kv3m9p")                  the row, or nothing for an id that is not in staff
//   staff.region(row) == "Central"            the first of `region`, `subsidiary`, `team` that anybody has
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "book/book.h"
#include "model/table.h"
#include "report/document.h"

namespace flatcrm::report {

class StaffDirectory {
 public:
  explicit StaffDirectory(const model::Table& table);

  std::size_t size() const { return ids_.texts.size(); }
  std::optional<std::size_t> row(std::string_view id) const;
  std::string_view id(std::size_t row) const { return ids_.texts[row]; }
  std::string_view role(std::size_t row) const { return roles_.texts[row]; }
  std::string_view manager(std::size_t row) const;  // an id, or ""
  bool manages(std::string_view id) const { return managing_.contains(id); }
  bool has_left(std::size_t row, core::Date day) const;
  std::string_view region(std::size_t row) const;
  /// Id and name; the id alone for somebody who is not in staff.
  Reference reference(std::string_view id) const;

  /// Rows of staff who have the role of one of these people, are not among them, manage nobody and have not left: those who sell too,
  /// say, but have sold nothing.
  std::vector<std::size_t> idle_peers(const std::set<std::string_view>& people, core::Date day) const;

  static model::TableRequest request();

 private:
  const model::Texts& ids_;
  const model::Texts& names_;
  const model::Texts& roles_;
  const model::Codes& managers_;
  const model::Dates& left_;
  const model::Texts* regions_ = nullptr;
  std::unordered_map<std::string_view, std::size_t> rows_;
  std::unordered_set<std::string_view> managing_;
};

/// The id of the member of staff who has this id, or this name. Error usage, with the nearest name, where nobody or more than one has.
std::string staff_named(const book::Book& book, const std::string& id_or_name);

}  // namespace flatcrm::report
