// What a merge changed, so that it can be taken back: dedupe/merges/<survivor>-<n>-<merged>.yaml.
//
//   add_merge_logs(book, changes, {log});                  // as plain files beside the changes they tell of
//   std::vector<MergeLog> logs = read_merge_logs(book);    // in the order of their paths
//
// Shape   survivor, merged[], date, by; records[] {id, edits[] {field, before, after}}; files[] {path,
//         before, after}: the text of a file that no other merge changed, and a hash of what the merge made
//         of it. While that still stands there, an undo brings back its very bytes; else it goes field
//         by field. The last part of the name is a hash of the merged ids: merges into one record on two branches are two files,
//         the same merge on both is one. A name without it is read too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "book/book.h"
#include "book/changes.h"

namespace flatcrm::dedupe {

struct LoggedEdit {
  std::string field;
  std::optional<std::string> before, after;
};
struct LoggedRecord {
  std::string id;
  std::vector<LoggedEdit> edits;
};
struct LoggedFile {
  std::string path, before, after;  // after: 16 hexadecimal digits
};

struct MergeLog {
  std::string survivor;
  std::vector<std::string> merged;
  std::string date, by;
  std::vector<LoggedRecord> records;
  std::vector<std::string> files;  // that the records stand in
  std::vector<LoggedFile> texts{};
  std::string path{};  // of the log
  int number = 0;
};

std::string hash_of_text(std::string_view text);

void add_merge_logs(const book::Book& book, book::Changes& changes, std::vector<MergeLog>& logs);

std::vector<MergeLog> read_merge_logs(const book::Book& book);

}  // namespace flatcrm::dedupe
