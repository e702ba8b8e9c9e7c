// What people decided about pairs, for good: dedupe/decisions.csv of the book.
//
//   Decisions decisions = read_decisions(book);
//   decisions.is_decided("anna-1f9x2k", "anne-0q8z2d")      decisions.distinct()
//   std::string text = with_decisions(
//       old_text, {{"anna-1f9x2k", "anne-0q8z2d", "distinct", "ines", "2026-11-22", "sisters"}});
//
// Shape   a CSV file: id_a,id_b,decision,kind,by,date,why, a pair a line, the smaller id first, sorted; a
//         later decision about a pair takes the place of the earlier one. Ids stand for what they were
//         merged into.
// Errors  Code::book with the line for a file that is none, or a decision that is none of merge,
//         distinct, link.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "book/book.h"
#include "book/changes.h"

namespace flatcrm::dedupe {

inline constexpr const char* decisions_file = "dedupe/decisions.csv";

struct Decision {
  std::string id_a, id_b;
  std::string decision;  // merge, distinct, link
  std::string kind;      // of a link
  std::string by, date, why;
};

class Decisions {
 public:
  std::vector<Decision> all;
  /// What merged ids stand for now.
  std::unordered_map<std::string, std::string> merged;

  std::string_view now(const std::string& id) const;
  /// Pairs that must never be joined, by the ids that they have now.
  std::vector<std::pair<std::string, std::string>> distinct() const;
  /// Whether somebody said anything about the two.
  bool is_decided(std::string_view a, std::string_view b) const;
  bool is_distinct(std::string_view a, std::string_view b) const;
  /// To be called once `all` and `merged` are there.
  void index();

 private:
  std::unordered_map<std::string, std::string> decided_;  // "a b" -> decision
};

Decisions read_decisions(const book::Book& book);

std::string print_decisions(std::vector<Decision> decisions);

/// Takes out every decision and every log of a merge that names one of the ids or holds one of the words, as `forget` needs it: what
/// was merged there can't be taken apart again. How many went.
struct ForgottenDecisions {
  std::size_t decisions = 0, merges = 0;
};
ForgottenDecisions forget_decisions(const book::Book& book, const std::vector<std::string>& ids,
                                    const std::vector<std::string>& words, book::Changes& changes);

/// The file as it will be, with some added and some taken out; nothing where it stays as it is.
void change_decisions(const book::Book& book, const std::vector<Decision>& added,
                      const std::vector<std::pair<std::string, std::string>>& removed,
                      book::Changes& changes);

}  // namespace flatcrm::dedupe
