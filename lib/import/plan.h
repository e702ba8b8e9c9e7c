// Plans an import: what it would change in a book, and an account of every row. Writes nothing.
//
//   ImportPlan plan = plan_import(session.book(), {{source, profile}}, {.as_of = "2026-11-22"});
//   session.commit(plan.changes);      // for a dry run the same: book::print_diff(book, plan.changes, out)
//   plan.summary.rows.created == 85
//   std::string rejects = print_rejects(plan, 0);
//
// Several sources are one plan; a later one sees what an earlier one makes. They are taken in the order of
// their source's name and their own, whatever the order in which they are given. The book must not change
// between plan and commit: take the plan from the session's book.
// Errors  those of compile and decide_formats; with `strict` Code::bad_input for the first row rejected, with
//         its line; Code::book where the book can't be read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "book/book.h"
#include "book/changes.h"
#include "import/mapping.h"
#include "import/profile.h"
#include "import/source.h"
#include "import/summary.h"

namespace flatcrm::import {

struct ImportOptions {
  std::string as_of;                     // YYYY-MM-DD: first_seen of new records
  bool strict = false;                   // a rejected row is an error
  bool only_new = false;                 // rows of records that the book has are skipped
  std::uint64_t limit = 0;               // of each source only the first so many rows are read; 0: all
  std::vector<std::string> fields = {};  // only these; empty: all
  std::optional<text::DateOrder> date_order = {};
  std::optional<text::DecimalMark> decimal = {};
  std::string where = {};  // a condition on the source's columns: rows of which it does not hold are skipped
  std::string since = {};  // YYYY-MM-DD: rows that their source changed before are skipped; "": none
};

struct ImportSource {
  std::shared_ptr<const Source> source;
  Profile profile;
};

struct Reject {
  std::uint32_t source = 0;
  std::size_t line = 0;  // physical, of the row's begin
  std::uint64_t offset = 0, size = 0;
  std::size_t cells = 0;
  std::string reason;
};

struct ImportPlan {
  book::Changes changes;
  Summary summary;
  std::vector<Reject> rejects;  // by source, then line
  std::vector<std::shared_ptr<const Source>> sources;
};

/// Why an import should not be carried out without a second look: it overwrites or blanks values in more than
/// so many percent of the records that it touches, and in more than five of them. "" when it may.
std::string change_guard(const Summary& summary, int most_percent);

ImportPlan plan_import(const book::Book& book, const std::vector<ImportSource>& sources,
                       const ImportOptions& options);

/// The rejected rows of one source as they came, below its own head, with two columns behind: flatcrm_line
/// and flatcrm_reason. In UTF-8 with a byte order mark, so that it is read as such whatever encoding a
/// profile names. "" when none was rejected.
std::string print_rejects(const ImportPlan& plan, std::size_t source);
/// Of all sources: one text for those that have the same head, so that each can be imported again as
/// it stands.
std::vector<std::string> print_all_rejects(const ImportPlan& plan);

}  // namespace flatcrm::import
