// What differs between two states of a book under git: records by collection, and its other files.
//
//   BookDiff diff = diff_book(repository, book, {repository.commit("HEAD~1").id, repository.head()->id}, {});
//   diff.records          // as record_diff.h has them, collection by collection
//   diff.other_files      // {"flatcrm.yaml"}: settings, profiles, saved segments
//   diff_book(repository, book, {head.id, {}}, {});       // the work tree against its last commit
//
// Shape   collections in the order of the schemas. `book` gives schemas and threads, and is the later state
//         where that is the work tree.
// Cost    in proportion to the files that differ.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "book/book.h"
#include "git/record_diff.h"
#include "git/repository.h"

namespace flatcrm::git {

struct States {
  std::string before;                // a commit; "" is before the first one
  std::optional<std::string> after;  // a commit; nothing: the work tree
};

struct DiffWishes {
  std::string collection{};           // "": all
  std::vector<std::string> fields{};  // dotted paths, or what stands before a dot; empty: all
};

struct BookDiff {
  std::vector<RecordChange> records;
  std::vector<std::string> other_files;
  bool empty() const { return records.empty() && other_files.empty(); }
};

/// The collection whose records a file holds, or "" for another file.
std::string collection_of(const model::Schemas& schemas, std::string_view path);

/// Is the field one of those, or below one ("addresses" for "addresses.2.city")? Yes where none is named.
bool is_wanted(const std::vector<std::string>& wanted, std::string_view field);

std::vector<ChangedFile> changed_files(const Repository& repository, const States& states);

BookDiff diff_book(const Repository& repository, const book::Book& book, const States& states,
                   const DiffWishes& wishes);

}  // namespace flatcrm::git
