// Plans how a book forgets a person: what goes, what stays for the figures, and what still names them.
//
//   Forgot forgot = plan_forget(book, {"customers", "eva-lang-77sby4", "2026-11-22", salt}, changes);
//   forgot.id == "forgotten-1f9x2k"              // what stands for the person from now on, in every reference
//   forgot.mentions[0].field == "notes"          // of another record, which a person has to look at
//
// The record     keeps what its schema declares and does not call personal (status, owner, wallet, ...), and of its sources the name and day.
//                Personal and undeclared fields go, and so do tombstones of what was merged into it. Its id, which holds the name, is replaced.
// What refers to it  keeps its figures under the new id. Personal fields go, and wherever else the name, an address or a number stands in it,
//                the new id takes its place; a key that holds them goes too, and leaves a mark. An id that holds the name is replaced.
//                Links go as a whole: who belonged to whom tells who it was.
// Anything else  is left alone but for the id itself; where it names the person it is a mention.
// Marks          of everything that identifies the person (identifiers.h) go to forgotten.csv, and an import leaves such rows out.
// Errors         Code::usage for an id that there is not, or that stands for someone forgotten already.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "book/book.h"
#include "book/changes.h"

namespace flatcrm::book {

struct ForgetRequest {
  std::string collection, id;
  std::string date;  // YYYY-MM-DD
  std::string salt;  // for a book that has none yet
};

struct Forgot {
  struct Count {
    std::string collection;
    std::int64_t kept = 0;     // records that lost something and stay
    std::int64_t removed = 0;  // records that went as a whole
    std::int64_t values = 0;   // erased or replaced in those that stay
  };
  struct Mention {
    std::string file, id, field;
  };
  std::string id;
  std::vector<std::string> ids;    // that the person had
  std::vector<std::string> words;  // names, addresses and numbers, as they stood
  std::vector<Count> collections;
  std::vector<Mention> mentions;   // sorted
  std::vector<std::string> files;  // of the book in which the person stood, sorted
};

Forgot plan_forget(const Book& book, const ForgetRequest& request, Changes& changes);

/// Does a text hold one of the words, whatever its case?
bool names_any(std::string_view text, const std::vector<std::string>& words);

}  // namespace flatcrm::book
