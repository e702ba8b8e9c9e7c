// What changed in the book in the week, by git.
//
//   add_weekly_changes(document.add("What changed in the book"), week, 5);
//
// Shape   figures records_added, records_changed, records_removed, records_merged; tables changed_collections and
//         changed_customers, the ones with most changes. The earlier state is that of the evening before the week; the later one is
//         what the report is made from, or the evening of the week's last day where that is before the as-of day. With --where, only what belongs to
//         selected customers. A book that can't tell (no git, no such commit) gets a note that says why.
#pragma once

#include "report/weekly_figures.h"

namespace flatcrm::report {

void add_weekly_changes(Section& section, const Week& week, std::size_t most);

/// Beside the figures of a state (who waits, what is open) what the book of the evening before the week says of that
/// evening. `needs` are those of the report. Where git can't tell, they stay alone.
void add_states_before(std::vector<Figure>& figures, const Week& week, Needs (*needs)(const Parameters&));

}  // namespace flatcrm::report
