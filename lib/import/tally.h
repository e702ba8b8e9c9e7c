// Counts what an import comes to, once its rows are matched and merged: by row, by collection and by field.
//
//   Tally tally({book, mappings, pieces, runs, outcomes}, summary);
//   tally.count_forgotten(sources);       // before the rows are merged
//   tally.count_rows();  tally.count_fields(references.counts(), cancellations);
//
// Shape  see summary.h. A row has the outcome of its main record; where that is unchanged, a further record may have
//        changed the book all the same.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "import/cancellations.h"
#include "import/carry_out.h"
#include "import/map.h"
#include "import/references.h"
#include "import/summary.h"

namespace flatcrm::import {

class Tally {
 public:
  /// By source: what its columns mean, and its rows.
  struct Import {
    const book::Book& book;
    const std::deque<Mapping>& mappings;
    const std::deque<std::vector<MappedPiece>>& pieces;
    Runs& runs;
    std::map<std::string, Outcomes>& outcomes;
  };
  Tally(const Import& import, Summary& summary) : import_(import), summary_(summary) {}

  /// Each row once, whichever of its records is of someone forgotten; a link to such a one says nothing of the row.
  void count_forgotten(const std::vector<std::shared_ptr<const Source>>& sources);
  void count_rows();
  void count_fields(const References::Counts& references,
                    const std::map<std::string, CancellationCount>& cancellations);

 private:
  using RowOutcomes = std::vector<std::vector<std::vector<Outcome>>>;  // by source, piece and row
  std::size_t sources() const { return summary_.sources.size(); }
  RowOutcomes main_outcomes() const;
  void add_further(RowOutcomes& rows) const;
  void add_values();
  void add_references(const References::Counts& references);
  void add_conflicts();
  void sort_fields();
  FieldSummary& field(const std::string& collection, const std::string& name);

  Import import_;
  Summary& summary_;
};

}  // namespace flatcrm::import
