#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "dedupe/apply.h"
#include "dedupe/merge_log.h"
#include "dedupe/whole_records.h"

namespace flatcrm::dedupe {

namespace {

constexpr const char* collection = "customers";

bool takes_part(const MergeLog& log, std::string_view id) {
  return log.survivor == id || std::find(log.merged.begin(), log.merged.end(), id) != log.merged.end();
}

/// The last merge of the id, or the error that says what must be undone before it.
const MergeLog& log_of(const std::vector<MergeLog>& logs, std::string_view id) {
  const MergeLog* found = nullptr;
  for (const MergeLog& log : logs)
    if (takes_part(log, id) && (found == nullptr || log.survivor != id || log.number > found->number))
      found = &log;
  if (found == nullptr)
    throw Error(Code::usage, fmt::format("'{}' took part in no merge", id), {},
                "dedupe/merges holds those that can be undone");
  for (const MergeLog& log : logs) {
    bool later = log.survivor == found->survivor && log.number > found->number;
    bool gone = std::find(log.merged.begin(), log.merged.end(), found->survivor) != log.merged.end();
    if (!later && !gone) continue;
    throw Error(Code::bad_input, fmt::format("'{}' was merged again since", found->survivor), {log.path},
                fmt::format("undo that first: flatcrm dedupe --undo {}", log.merged.front()));
  }
  return *found;
}

class Undoer {
 public:
  Undoer(const book::Book& book, const MergeLog& log, book::Changes& changes)
      : book_(book), log_(log), changes_(changes), paths_(book.paths(collection)) {}

  Undone undo() {
    Undone undone{log_.survivor, log_.merged, {}};
    std::vector<std::string> ids{log_.survivor};
    ids.insert(ids.end(), log_.merged.begin(), log_.merged.end());
    records_ = read_whole(book_, ids, true);
    for (const LoggedRecord& logged : log_.records) {
      const WholeRecord* record = records_.find(logged.id);
      if (record == nullptr)
        throw Error(Code::bad_input, fmt::format("no customer '{}'", logged.id), {log_.path},
                    "bring it back from git first");
      if (!bring_back_text(*record)) bring_back_fields(*record, logged, undone);
    }
    io::Bytes bytes = book_.tree().read(log_.path);
    changes_.files.push_back({log_.path, {}, bytes.stamp(), true});
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const std::string& merged : log_.merged) pairs.emplace_back(log_.survivor, merged);
    change_decisions(book_, {}, pairs, changes_);
    for (const auto& kept : records_.keep) changes_.keep.push_back(kept);
    return undone;
  }

 private:
  /// True when the file is just as the merge left it, so that its old bytes can stand there again.
  bool bring_back_text(const WholeRecord& record) {
    for (const LoggedFile& text : log_.texts) {
      if (text.path != record.path) continue;
      io::Bytes bytes = book_.tree().read(record.path);
      if (hash_of_text(bytes.view()) != text.after) return false;
      bool done = std::any_of(changes_.files.begin(), changes_.files.end(),
                              [&](const book::PlainFile& file) { return file.path == text.path; });
      if (!done) changes_.files.push_back({text.path, text.before, bytes.stamp(), false});
      return true;
    }
    return false;
  }

  void bring_back_fields(const WholeRecord& record, const LoggedRecord& logged, Undone& undone) {
    std::vector<book::FieldEdit> edits;
    for (const LoggedEdit& one : logged.edits) {
      model::PathId path = paths_.intern(one.field);
      std::string_view now = record.value(path);
      std::string_view before = one.before ? changes_.arena.keep(*one.before) : std::string_view();
      bool untouched = one.after ? now == *one.after : now.data() == nullptr;
      if (!untouched && paths_[path].list && one.after) {
        std::string_view rest = changes_.arena.keep(without_merged(now, one));
        edits.push_back({path, now, rest.empty() ? std::string_view() : rest});
        continue;
      }
      if (!untouched) {
        undone.kept.push_back(fmt::format("{}: {}", logged.id, one.field));
        continue;
      }
      if (now != before || (now.data() == nullptr) != (before.data() == nullptr))
        edits.push_back({path, now, before});
    }
    if (edits.empty()) return;
    book::CollectionChanges& customers = changes_.of(collection);
    customers.update(customers.file(record.path, record.stamp), record.index, record.id, edits);
  }

  /// A list that was changed since loses what the merge had added.
  static std::string without_merged(std::string_view now, const LoggedEdit& edit) {
    std::vector<std::string> before = core::split_list(edit.before.value_or("")),
                             added = core::split_list(*edit.after);
    std::erase_if(added, [&](const std::string& one) {
      return std::find(before.begin(), before.end(), one) != before.end();
    });
    std::vector<std::string> kept = core::split_list(now);
    std::erase_if(kept, [&](const std::string& one) {
      return std::find(added.begin(), added.end(), one) != added.end();
    });
    return core::join_list(kept);
  }

  const book::Book& book_;
  const MergeLog& log_;
  book::Changes& changes_;
  model::Paths& paths_;
  WholeRecords records_;
};

}  // namespace

Undone plan_undo(const book::Book& book, std::string_view id, book::Changes& changes) {
  std::vector<MergeLog> logs = read_merge_logs(book);
  return Undoer(book, log_of(logs, id), changes).undo();
}

}  // namespace flatcrm::dedupe
