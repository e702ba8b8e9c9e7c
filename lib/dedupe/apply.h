// Carries decisions into the book: merges with what undoes them, links, and the memory of what was decided.
//
//   Applied applied =
//       plan_decisions(session.book(), settings, proposals, {.by = "ines", .date = "2026-11-22"}, changes);
//   session.commit(changes);       // or print_diff: the same changes
//   applied.merged == 3            // records that became part of another
//
// The record that goes stays as a tombstone (id, merged_into). What both were before stands in
// dedupe/merges/<survivor>-<n>-<merged>.yaml.
// Errors  Code::bad_input when two records of one merge were called distinct, here or earlier, with the line
//         of the proposal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "book/changes.h"
#include "dedupe/decisions.h"
#include "dedupe/proposals.h"
#include "dedupe/settings.h"

namespace flatcrm::dedupe {

struct Decider {
  std::string by, date, why;
  std::string file;  // that the proposals came from, for messages
};

struct Applied {
  std::size_t customers = 0;  // that have something new in them
  std::size_t merged = 0, linked = 0, distinct = 0;
};

Applied plan_decisions(const book::Book& book, const Settings& settings,
                       const std::vector<Proposal>& proposals, const Decider& decider,
                       book::Changes& changes);

struct Undone {
  std::string survivor;
  std::vector<std::string> split;  // ids that are records again
  std::vector<std::string> kept;   // fields of the survivor that were changed since and stay
};

/// Takes back the last merge that `id` took part in. Error usage when there is none; Code::bad_input when a
/// later one must be undone first, naming it.
Undone plan_undo(const book::Book& book, std::string_view id, book::Changes& changes);

}  // namespace flatcrm::dedupe
