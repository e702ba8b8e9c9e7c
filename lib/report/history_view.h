// The page of what happened to one record.
//
//   Document page = history_for_people(story, title);      // table "history", what repeats said once
//   Document rows = history_as_rows(story, title);         // a row a field, every cell filled
//
// Shape   "history": id, date, author, change, field, before, after, import (the file that the commit's
//         trailers name), commit, subject. For people the import or the subject stands as "why". The
//         latest first.
#pragma once

#include <string>

#include "git/history.h"
#include "report/document.h"

namespace flatcrm::report {

Document history_for_people(const git::History& story, const std::string& title);
Document history_as_rows(const git::History& story, const std::string& title);

}  // namespace flatcrm::report
