// Takes the changes of one commit back, record by record, in the book as it is now.
//
//   BookDiff diff = diff_book(repository, book, {import.parents[0], import.id}, {});
//   Reverted reverted = plan_revert(book, diff, changes);
//   reverted.count(Outcome::reversed)      reverted.records[0].reason == "status was edited since"
//
// Shape   a record is reversed as a whole or not at all: one that was added goes, one that was changed has what it had,
//         where all that the commit gave it still stands there. It is kept where someone edited that since, or where a
//         record that stays refers to it. It failed where it can't be told any more: gone, or merged into another one.
//         What the commit did to files (a new layout, more shards) stays. Records in the order of the diff.
// Errors  as of book/read.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "book/changes.h"
#include "git/book_diff.h"

namespace flatcrm::git {

enum class Outcome : std::uint8_t { reversed, kept, failed };
std::string_view name_of(Outcome outcome);

struct RevertedRecord {
  std::string collection, id;
  std::string label;  // what names it for a person, or ""
  Outcome outcome = Outcome::reversed;
  std::string reason;  // of what is not reversed; of what is, "removed" or "changed back"
};

struct Reverted {
  std::vector<RevertedRecord> records;
  std::size_t count(Outcome outcome) const;
};

Reverted plan_revert(const book::Book& book, const BookDiff& diff, book::Changes& changes);

}  // namespace flatcrm::git
