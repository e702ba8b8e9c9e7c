// Finds records as a person names them: an id, an exact e-mail, phone or name, or words.
//
//   Matches matches = search(book, "customers", "anna schmidt");
//   matches.how == "words"      matches.ids == {"anna-schmidt-kv3m9p", "schmidt-anna-9q2w1e"}
//
// Ways    the first one that finds something counts: id (merged ones too), e-mail (case ignored), phone
//         (digits compared from the right, at least 7), name (case and accents ignored), words (each one in
//         any text of the record, case and accents ignored).
// Shape   sorted by id; tombstones are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"

namespace flatcrm::book {

struct Match {
  std::string id;
  std::string label;  // what names the record for a person
};

struct Matches {
  std::string how;
  std::vector<Match> found;
};

Matches search(const Book& book, const std::string& collection, std::string_view words);

}  // namespace flatcrm::book
