// What reports there are: the built-in ones and those of a book.
//
//   Document list = list_of_reports(&book);      // table "reports": name, what it is about, subject
//   Document list = list_of_reports(nullptr);    // outside of a book
//
// Shape   a saved report that can't be read, or that has the name of a built-in one, is a note.
#pragma once

#include "book/book.h"
#include "report/document.h"

namespace flatcrm::report {

Document list_of_reports(const book::Book* book);

}  // namespace flatcrm::report
