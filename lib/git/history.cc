#include "git/history.h"

#include <algorithm>
#include <memory>
#include <queue>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "book/read.h"
#include "core/text.h"
#include "git/book_diff.h"
#include "git/held_record.h"
#include "git/state.h"
#include "git/tree_entry.h"

namespace flatcrm::git {

namespace {

using Held = std::shared_ptr<const HeldRecord>;

/// A record as it stands in a commit.
struct Tracked {
  std::string id;
  std::string path;
  TreeEntry entry;
  Held held;
};

/// A commit that is still to be looked at, with the records to follow through it.
struct Waiting {
  Commit commit;
  std::size_t number = 0;  // in the order of arrival
  std::vector<Tracked> records;
};

class Historian {
 public:
  Historian(const Repository& repository, const book::Book& book, const HistoryWishes& wishes)
      : repository_(repository),
        git_(repository.state().repository.get()),
        book_(book),
        wishes_(wishes),
        paths_(book.paths(wishes.collection)),
        merged_ids_(paths_.intern("merged_ids")),
        merged_into_(paths_.intern("merged_into")) {
    if (const std::string& label = paths_.schema().label(); !label.empty()) label_ = paths_.intern(label);
  }

  History run() {
    story_.id = wishes_.id;
    Commit start = repository_.commit(wishes_.start);
    if (std::optional<book::Found> found = book::find_record(book_, wishes_.collection, wishes_.id)) {
      story_.id = std::string(found->record().id());
      begin(start, found->file.file.path);
    } else if (!keyed_start(start)) {
      begin_where_it_went(start);
    }
    while (!queue_.empty() && !enough()) {
      Waiting next = take();
      for (Tracked& record : next.records) look(next.commit, record);
    }
    return std::move(story_);
  }

 private:
  bool enough() const { return wishes_.limit != 0 && story_.events.size() >= wishes_.limit; }

  void begin(const Commit& start, const std::string& path) {
    Tracked record{story_.id, path, {}, nullptr};
    record.entry = entry_of(start, path, nullptr);
    record.held = read(record, start);
    if (record.held == nullptr) return;
    know(record);
    push(start, std::move(record));
  }

  /// A record without an id is found by its key, which the book's own search doesn't do.
  bool keyed_start(const Commit& start) {
    if (paths_.schema().key().empty()) return false;
    for (const book::BookFile& file : book_.files(wishes_.collection)) {
      Tracked record{wishes_.id, file.path, entry_of(start, file.path, nullptr), nullptr};
      record.held = read(record, start);
      if (record.held == nullptr) continue;
      know(record);
      push(start, std::move(record));
      return true;
    }
    return false;
  }

  /// The youngest commit that took the record out of the book.
  void begin_where_it_went(const Commit& start) {
    repository_.walk(start.id, "", [&](const Commit& commit) {
      for (const std::string& parent : commit.parents) {
        Commit before = repository_.commit(parent);
        std::optional<Tracked> record = search(commit, before, wishes_.id, "");
        if (!record) continue;
        know(*record);
        tell(commit, &record->held, nullptr, *record);
        push(before, std::move(*record));
        return false;
      }
      return true;
    });
  }

  void know(const Tracked& record) {
    story_.known = true;
    if (label_ != 0) story_.label = std::string(record.held->record().value(label_));
  }

  TreeEntry entry_of(const Commit& commit, const std::string& path, const TreeEntry* known) const {
    return find_entry(git_, root_tree_of(git_, commit.id), repository_.state().whole(path), known);
  }

  /// Null where the record isn't there, or its file can't be read.
  Held read(const Tracked& record, const Commit& commit) {
    if (!record.entry.there) return nullptr;
    io::Bytes bytes = repository_.read(hex(record.entry.blob), record.path);
    try {
      return hold_record(bytes.view(), record.path, record.id, paths_);
    } catch (const Error& error) {
      note_unreadable(record.path, commit, error);
      unreadable_ = true;
      return nullptr;
    }
  }

  void note_unreadable(const std::string& path, const Commit& commit, const Error& error) {
    std::string note = fmt::format("{} at {}: {}", path, commit.short_id(), error.message());
    if (std::find(story_.unreadable.begin(), story_.unreadable.end(), note) == story_.unreadable.end())
      story_.unreadable.push_back(std::move(note));
  }

  struct Later {
    bool operator()(const std::shared_ptr<Waiting>& one, const std::shared_ptr<Waiting>& other) const {
      std::int64_t first = one->commit.committed.seconds, second = other->commit.committed.seconds;
      return first != second ? first < second : one->number > other->number;
    }
  };

  void push(const Commit& commit, Tracked record) {
    if (!seen_.insert(commit.id + " " + record.id).second) return;
    auto [known, added] = waiting_.try_emplace(commit.id);
    if (added) {
      known->second = std::make_shared<Waiting>(Waiting{commit, arrivals_++, {}});
      queue_.push(known->second);
    }
    known->second->records.push_back(std::move(record));
  }

  Waiting take() {
    std::shared_ptr<Waiting> next = queue_.top();
    queue_.pop();
    waiting_.erase(next->commit.id);
    return std::move(*next);
  }

  /// What one parent has of the record.
  struct Before {
    Commit commit;
    std::optional<Tracked> record;
  };

  void look(const Commit& commit, Tracked& record) {
    std::vector<Before> parents;
    for (const std::string& id : commit.parents) {
      Before before{repository_.commit(id), std::nullopt};
      TreeEntry entry = entry_of(before.commit, record.path, &record.entry);
      if (entry.same(record.entry))
        return push(before.commit, {record.id, record.path, std::move(entry), record.held});
      before.record = Tracked{record.id, record.path, std::move(entry), nullptr};
      parents.push_back(std::move(before));
    }
    for (Before& before : parents) {
      find_before(commit, record, before);
      if (before.record && same(before.record->held, record.held))
        return push(before.commit, std::move(*before.record));
    }
    tell_differences(commit, record, parents);
    for (Before& before : parents) {
      if (follow_merged(commit, record, before)) continue;
      if (before.record) push(before.commit, std::move(*before.record));
    }
  }

  bool same(const Held& one, const Held& other) const {
    if (one == other) return true;
    model::Record first = one->record(), second = other->record();
    return diff_fields(paths_, &first, &second).empty();
  }

  /// In the same file, or in one that the commit changed too.
  void find_before(const Commit& commit, const Tracked& record, Before& before) {
    unreadable_ = false;
    before.record->held = read(*before.record, before.commit);
    if (before.record->held != nullptr) return;
    if (unreadable_) {  // passed by as if it had not changed
      before.record->held = record.held;
      return;
    }
    before.record = search(commit, before.commit, record.id, record.path);
  }

  std::optional<Tracked> search(const Commit& commit, const Commit& before, const std::string& id,
                                const std::string& but) {
    std::vector<ChangedFile> files = repository_.changed_files(before.id, commit.id);
    std::erase_if(files, [&](const ChangedFile& file) {
      return file.before.empty() || file.path == but ||
             collection_of(book_.schemas(), file.path) != wishes_.collection;
    });
    // A file of its own bears its name.
    std::stable_partition(files.begin(), files.end(), [&](const ChangedFile& file) {
      return file.path.find("/" + id + ".") != std::string::npos;
    });
    for (const ChangedFile& file : files) {
      Tracked record{id, file.path, entry_of(before, file.path, nullptr), nullptr};
      record.held = read(record, before);
      if (record.held != nullptr) return record;
    }
    return std::nullopt;
  }

  void tell_differences(const Commit& commit, const Tracked& record, const std::vector<Before>& parents) {
    if (parents.empty()) return tell(commit, nullptr, &record.held, record);
    std::vector<FieldChange> fields;
    const Held* before = nullptr;
    bool first = true;
    for (const Before& parent : parents) {
      model::Record now = record.held->record();
      std::optional<model::Record> old;
      if (parent.record) {
        old = parent.record->held->record();
        before = &parent.record->held;
      } else if (parents.size() > 1) {
        continue;  // a side that never had it says nothing of the one that has
      }
      std::vector<FieldChange> some = diff_fields(paths_, old ? &*old : nullptr, &now);
      if (first) fields = some;
      std::erase_if(fields, [&](const FieldChange& field) {
        return std::none_of(some.begin(), some.end(),
                            [&](const FieldChange& other) { return other.field == field.field; });
      });
      first = false;
    }
    if (first) return tell(commit, nullptr, &record.held, record);  // a merge that brings it by itself
    if (!fields.empty() || before == nullptr) tell(commit, before, &record.held, record, std::move(fields));
  }

  void tell(const Commit& commit, const Held* before, const Held* after, const Tracked& record) {
    std::optional<model::Record> one, other;
    if (before != nullptr) one = (*before)->record();
    if (after != nullptr) other = (*after)->record();
    tell(commit, before, after, record,
         diff_fields(paths_, one ? &*one : nullptr, other ? &*other : nullptr));
  }

  void tell(const Commit& commit, const Held* before, const Held* after, const Tracked& record,
            std::vector<FieldChange> fields) {
    HistoryEvent event;
    event.commit = commit;
    event.change.collection = wishes_.collection;
    event.change.id = record.id;
    event.change.path = record.path;
    event.change.kind = before == nullptr  ? ChangeKind::added
                        : after == nullptr ? ChangeKind::removed
                                           : ChangeKind::changed;
    if (after != nullptr && before != nullptr) {
      std::string_view target = (*after)->record().value(merged_into_);
      if (!target.empty() && (*before)->record().value(merged_into_).empty()) {
        event.change.kind = ChangeKind::merged;
        event.change.merged_into = std::string(target);
      }
    }
    if (label_ != 0)
      event.change.label = std::string((after != nullptr ? *after : *before)->record().value(label_));
    event.earlier_unknown = before == nullptr && commit.parents.empty() && repository_.shallow();
    std::erase_if(fields, [&](const FieldChange& field) { return !is_wanted(wishes_.fields, field.field); });
    if (fields.empty() && !wishes_.fields.empty()) return;
    event.change.fields = std::move(fields);
    story_.events.push_back(std::move(event));
  }

  std::vector<std::string> merged_ids_of(const Held& held) const {
    if (held == nullptr) return {};
    std::string_view list = held->record().value(merged_ids_);
    return list.empty() ? std::vector<std::string>() : core::split_list(list);
  }

  /// Goes on with those that this commit merged into the record. True where the record itself is of no interest any
  /// more: what was asked for is one of them.
  bool follow_merged(const Commit& commit, const Tracked& record, const Before& before) {
    std::vector<std::string> now = merged_ids_of(record.held), then = before.record
                                                                          ? merged_ids_of(before.record->held)
                                                                          : std::vector<std::string>();
    std::erase_if(
        now, [&](const std::string& id) { return std::find(then.begin(), then.end(), id) != then.end(); });
    bool by_merged_id = wishes_.id != story_.id;
    bool left = false;
    for (const std::string& id : now) {
      std::optional<Tracked> merged = search(commit, before.commit, id, "");
      if (!merged || !merged->held->record().value(merged_into_).empty()) continue;
      std::vector<std::string> within = merged_ids_of(merged->held);
      bool is_it = id == wishes_.id || std::find(within.begin(), within.end(), wishes_.id) != within.end();
      if (by_merged_id && !is_it) continue;
      left = left || by_merged_id;
      push(before.commit, std::move(*merged));
    }
    return left;
  }

  const Repository& repository_;
  git_repository* git_;
  const book::Book& book_;
  const HistoryWishes& wishes_;
  model::Paths& paths_;
  model::PathId merged_ids_, merged_into_, label_ = 0;
  History story_;
  bool unreadable_ = false;
  std::size_t arrivals_ = 0;
  std::set<std::string> seen_;  // commit and record
  std::unordered_map<std::string, std::shared_ptr<Waiting>> waiting_;
  std::priority_queue<std::shared_ptr<Waiting>, std::vector<std::shared_ptr<Waiting>>, Later> queue_;
};

}  // namespace

History history(const Repository& repository, const book::Book& book, const HistoryWishes& wishes) {
  return Historian(repository, book, wishes).run();
}

std::optional<HistoryEvent> uncommitted(const book::Book& work_tree, const book::Book& committed,
                                        const HistoryWishes& wishes) {
  std::optional<book::Found> now = book::find_record(work_tree, wishes.collection, wishes.id);
  std::optional<book::Found> then = book::find_record(committed, wishes.collection, wishes.id);
  if (!now && !then) return std::nullopt;
  model::Paths& paths = work_tree.paths(wishes.collection);
  HistoryEvent event;
  event.change.collection = wishes.collection;
  event.change.kind = !then ? ChangeKind::added : !now ? ChangeKind::removed : ChangeKind::changed;
  const book::Found& shown = now ? *now : *then;
  event.change.id = std::string(shown.record().id());
  event.change.path = shown.file.file.path;
  if (const std::string& label = paths.schema().label(); !label.empty())
    event.change.label = std::string(shown.record().value(paths.intern(label)));
  // Both books number their paths by themselves: the committed one is read again with those of the work tree.
  std::shared_ptr<const HeldRecord> old;
  if (then)
    old = hold_record(then->file.bytes.view(), then->file.file.path, std::string(then->record().id()), paths);
  std::optional<model::Record> before, after;
  if (old != nullptr) before = old->record();
  if (now) after = now->record();
  if (before && after && before->id() != after->id()) {  // one id of the wish became that of another record
    event.change.kind = ChangeKind::merged;
    event.change.id = std::string(before->id());
    event.change.merged_into = std::string(after->id());
    return event;
  }
  event.change.fields = diff_fields(paths, before ? &*before : nullptr, after ? &*after : nullptr);
  std::erase_if(event.change.fields,
                [&](const FieldChange& field) { return !is_wanted(wishes.fields, field.field); });
  if (event.change.fields.empty()) return std::nullopt;
  return event;
}

}  // namespace flatcrm::git
