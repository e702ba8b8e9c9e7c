// What happened to one record, commit by commit: who changed which field when, from what to what.
//
//   History story =
//       history(repository, book, {.collection = "customers", .id = "acme-1f9x2k", .start = head.id});
//   story.events[0].commit.author        story.events[0].change.fields[0]      // the latest first
//
// Shape   the record is followed through rows of tables, other files and other layouts. Asked for by the id
//         that stays, those that were merged into it are followed before their merge as well; asked for by an
//         id that was merged into another one, that one is followed from the merge on. A record that is gone
//         is followed from where it went. Of a merge commit only what differs from all its parents is told,
//         and sides that it took nothing from are not followed, as `git log` does.
// Cost    commits whose folder or file did not change are passed by a comparison of ids.
// Errors  as of repository.h. Content that can't be read as records is passed by, and named in `unreadable`.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "book/book.h"
#include "git/record_diff.h"
#include "git/repository.h"

namespace flatcrm::git {

struct HistoryWishes {
  std::string collection{}, id{};
  std::string start{};                // the commit to look back from
  std::vector<std::string> fields{};  // as is_wanted() has them; empty: all
  std::size_t limit = 0;              // of events; 0: all
};

struct HistoryEvent {
  Commit commit{};  // its id is "" for what is in the work tree only
  RecordChange change{};
  bool earlier_unknown = false;  // the clone ends here: what the record had before is not known
};

struct History {
  std::string id;  // as it is now; that of the wish where there is no record any more
  std::string label;
  std::vector<HistoryEvent> events;     // the latest first
  std::vector<std::string> unreadable;  // "customers/a.csv at 1234567890: conflict marker"
  bool found() const { return !events.empty() || !label.empty() || known; }
  bool known = false;  // whether any commit that was looked at has such a record
};

/// `book` is the book as of `start`.
History history(const Repository& repository, const book::Book& book, const HistoryWishes& wishes);

/// What the work tree's book has beyond a commit, as an event without a commit; nothing where that is none.
std::optional<HistoryEvent> uncommitted(const book::Book& work_tree, const book::Book& committed,
                                        const HistoryWishes& wishes);

}  // namespace flatcrm::git
