// The pages of what changed in a book: for a person by customer, for a program a row a field.
//
//   ChangesInput input{diff, schemas, name_of};
//   Document page = changes_by_customer(input);     // a section a customer, what belongs to none last
//   Document rows = changes_as_rows(input);         // tables "changes", "collections", "other_files"
//   Document summary = changes_summary(input, 20);  // for pull requests: figures, "collections", "customers"
//
// Shape   figures records_added, records_changed, records_removed, records_merged, customers. "changes": id
//         (with its name), collection, customer (with its name), change, field, before, after, file; a merged
//         record has one row, whose `after` is the id that it went into.
#pragma once

#include <cstddef>
#include <string>

#include "git/book_diff.h"
#include "model/schema.h"
#include "report/document.h"
#include "report/report.h"

namespace flatcrm::report {

struct ChangesInput {
  const git::BookDiff& diff;
  const model::Schemas& schemas;
  NameOf name_of{};
};

Document changes_by_customer(const ChangesInput& input);
Document changes_as_rows(const ChangesInput& input);
/// `limit`: the customers with the most changes that are listed; 0 for all.
Document changes_summary(const ChangesInput& input, std::size_t limit);

/// Of the customers concerned, once each run of changes: what names are to be known of.
std::vector<std::string> customers_of(const git::BookDiff& diff);

/// The name of a field as it is shown: a field's own, of a merged record "merged_into".
std::vector<git::FieldChange> shown_fields(const git::RecordChange& change);

/// Missing where it is empty.
Cell text_or_nothing(const std::string& text);

/// Where the cells of the columns field, before and after stand in a row.
struct FieldCells {
  std::size_t first = 0;
  void write(Row& row, const git::FieldChange& field) const;
};
/// A row for each field that changed; one with none where nothing did.
void add_field_rows(Table& table, Row row, FieldCells cells, const git::RecordChange& change);

}  // namespace flatcrm::report
