// What dedupe suggests, as a YAML file for a person to edit: merges, links, and what they rest on.
//
//   std::vector<Proposal> proposals = propose(book, run, decisions);
//   std::string text = print_proposals(book, run, proposals);
//   // decision: merge | distinct | link | undecided
//   proposals = parse_proposals(text, "proposals.yaml", book);     // after a person edited it
//
// Shape   proposals: a list of {decision, kind, probability, records, evidence, result}. Read back are
//         `decision`, `kind` and `records` alone; evidence and result are there to be looked at. Surely one
//         customer comes as `merge`, what a person has to judge as `undecided`, kin as `link` with its kind.
//         Of more than most_merged records that are alike the first come as `undecided`: no customer has so
//         many, but a placeholder has, or a list that was imported again and again.
// Errors  Code::bad_input with file, line and column for anything else: another decision, an id that no
//         customer has, a record in a link with itself, fewer than two records.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "dedupe/decisions.h"
#include "dedupe/run.h"

namespace flatcrm::dedupe {

inline constexpr std::size_t most_merged = 1000;  // records that may become one

struct Proposal {
  std::string decision;  // merge, distinct, link, undecided
  std::string kind;      // of a link
  double probability = 0;
  std::vector<std::string> records;
  std::vector<std::string> evidence;
  std::size_t line = 0;      // where it stands in the file that it was read from
  std::size_t too_many = 0;  // records that are alike, where they are more than can be one customer
};

/// Nothing that was decided already, no link that is there.
std::vector<Proposal> propose(const book::Book& book, const Run& run, const Decisions& decisions);

/// Those that come with a merge, or would on a person's word, at or above a probability: as merges. Nobody
/// merges by a number what is too many.
std::vector<Proposal> merges_at(std::vector<Proposal> proposals, double least);

std::string print_proposals(const book::Book& book, const Run& run, const std::vector<Proposal>& proposals);

std::vector<Proposal> parse_proposals(std::string_view text, const std::string& file, const book::Book& book);

}  // namespace flatcrm::dedupe
