// One interaction written down by hand: who, when, what was said.
//
//   LogEntry entry{.customer = "wang xiu",
//                  .date = "2026-11-22",
//                  .channel = "phone",
//                  .kind = "call",
//                  .text = "asked for a quote"};
//   std::string id = add_log_entry(book, entry, changes);     // "call-4k2m9x"
//
// Who     as book::search finds them: an id, an e-mail address, a number, a name or words; exactly
//         one record.
// Id      of what is said: the same entry a second time is a second interaction.
// Errors  Code::usage where nobody or several are meant (with their ids), for a value that the schema does
//         not permit and a score that is no number.
#pragma once

#include <string>

#include "book/book.h"
#include "book/changes.h"

namespace flatcrm::import {

struct LogEntry {
  std::string customer, staff, ticket;
  std::string date;  // YYYY-MM-DD
  std::string channel = {}, direction = {}, kind = {}, scale = {}, score = {}, text = {};
};

std::string add_log_entry(const book::Book& book, const LogEntry& entry, book::Changes& changes);

/// The one record that the words mean. Error usage when it is none or several.
std::string only_one(const book::Book& book, const std::string& collection, const std::string& words);

}  // namespace flatcrm::import
