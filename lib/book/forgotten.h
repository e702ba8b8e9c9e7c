// The people whom a book was told to forget, as salted marks: nobody reads a name out of them, and an import knows whom not to bring back.
//
//   Forgotten forgotten = Forgotten::read(book);               // from forgotten.csv; empty where nobody was forgotten
//   forgotten.find(identifier("customers", "email", "eva@example.org"))  == "forgotten-1f9x2k", or ""
//
// Shape   forgotten.csv: collection,id,date,salt,mark, a row a mark, sorted, so that git can merge it. The id is that of what is left of the
//         record; a mark is the first 24 hexadecimal digits of SHA-256 over salt and identifier (identifiers.h).
// Limits  whoever has the book can still ask of a name or an address that he knows whether it is among them: that is what they are for.
// Threads find() may be called from several at once.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "book/book.h"
#include "book/changes.h"

namespace flatcrm::book {

inline constexpr const char* forgotten_file = "forgotten.csv";

struct Mark {
  std::string collection, id, date, salt, mark;
  auto operator<=>(const Mark&) const = default;
};

class Forgotten {
 public:
  /// Error book with its line for a file that is not as above.
  static Forgotten read(const Book& book);

  bool empty() const { return marks_.empty(); }
  const std::vector<Mark>& marks() const { return marks_; }
  /// The id of whom an identifier belongs to, or "".
  std::string_view find(std::string_view identifier) const;
  /// Is it an id that stands for someone forgotten?
  bool stands_for(std::string_view collection, std::string_view id) const;

 private:
  std::vector<Mark> marks_;
  std::vector<std::string> salts_;
  std::unordered_map<std::string, std::string> ids_;  // by mark
  std::unordered_set<std::string> pseudonyms_;        // of each: its collection, "/" and the id
};

std::string mark_of(std::string_view salt, std::string_view identifier);

/// The file with further marks.
void add_marks(const Book& book, std::vector<Mark> added, Changes& changes);

}  // namespace flatcrm::book
