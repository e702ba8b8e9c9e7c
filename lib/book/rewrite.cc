#include "book/rewrite.h"

#include <algorithm>

#include <fmt/format.h>

#include "book/created_rows.h"
#include "book/read.h"
#include "book/rewrite_documents.h"
#include "book/rewrite_table.h"
#include "core/text.h"

namespace flatcrm::book {

namespace {

using model::PathId;
using model::Record;
using model::Value;

/// What a record is to hold after the change, to be compared with what a rewritten file holds.
class Expectation {
 public:
  explicit Expectation(std::size_t paths) : texts_(paths) {}

  void take(const Record& record) {
    clear();
    for (const Value& value : record.values()) set(value.path, value.text);
  }
  void set(PathId path, std::string_view text) {
    if (path >= texts_.size()) texts_.resize(path + std::size_t{1});
    if (!texts_[path].empty()) --filled_;
    texts_[path] = text;
    if (!text.empty()) ++filled_;
    touched_.push_back(path);
  }
  bool met_by(const Record& record) const {
    std::size_t found = 0;
    for (const Value& value : record.values()) {
      if (value.text.empty()) continue;
      if (value.path >= texts_.size() || texts_[value.path] != value.text) return false;
      ++found;
    }
    return found == filled_;
  }
  std::string_view id() const { return texts_[model::Paths::id]; }

 private:
  void clear() {
    for (PathId path : touched_) texts_[path] = {};
    touched_.clear();
    filled_ = 0;
  }
  std::vector<std::string_view> texts_;
  std::vector<PathId> touched_;
  std::size_t filled_ = 0;
};

/// Value by value in one order, as two records mostly are that are the same: where it is false, an
/// expectation has the last word.
bool are_equal(const Record& one, const Record& other) {
  return std::equal(one.values().begin(), one.values().end(), other.values().begin(), other.values().end(),
                    [](const Value& left, const Value& right) {
                      return left.path == right.path && left.text == right.text && !left.text.empty();
                    });
}

[[noreturn]] void misread(const std::string& path, std::string_view id) {
  throw Error(Code::book, fmt::format("the edit of '{}' would not read back as meant", id), {path, 0, 0},
              "nothing was changed; please report this file's form");
}

/// Reads a rewritten file and holds every record against what was meant: in the file's order for old ones,
/// each by its id for new ones.
class Verification {
 public:
  Verification(const FilePlan& plan, const CreatedRows& created, model::Paths& paths,
               const LoadedFile* before, std::string_view after, model::RecordSet& records)
      : plan_(plan), created_(created), before_(before), records_(records), expectation_(paths.size()) {
    records_.clear();
    core::Problems problems;
    if (plan.kind == FileKind::csv)
      model::read_table_records(after, plan.path, paths, records_, problems);
    else
      model::read_yaml_records(after, plan.path, paths, records_, problems);
  }

  void run() {
    std::vector<const RecordUpdate*> updates(before_ == nullptr ? 0 : before_->records.size(), nullptr);
    for (std::uint32_t number : plan_.updates) {
      const RecordUpdate& update = plan_.changes->updates[number];
      updates[row_of(update)] = &update;
    }
    std::size_t old = 0, created = 0;
    for (std::size_t row = 0; row < records_.size(); ++row) {
      while (old < updates.size() && updates[old] != nullptr && updates[old]->remove) ++old;
      bool matches = old < updates.size() && matches_old(row, old, updates[old]);
      if (matches)
        ++old;
      else if (created < created_.size() && matches_created(row, created))
        ++created;
      else
        misread(plan_.path, records_[row].id());
    }
    while (old < updates.size() && updates[old] != nullptr && updates[old]->remove) ++old;
    if (old < updates.size()) misread(plan_.path, before_->records[old].id());
    if (created < created_.size()) misread(plan_.path, created_[created].id());
  }

 private:
  /// Records are numbered in the file, blank rows counted; a set holds only records.
  std::size_t row_of(const RecordUpdate& update) const {
    std::size_t low = 0, high = before_->records.size();
    while (low < high) {
      std::size_t middle = (low + high) / 2;
      if (before_->records[middle].index() < update.index)
        low = middle + 1;
      else
        high = middle;
    }
    if (low == before_->records.size() || before_->records[low].index() != update.index)
      misread(plan_.path, update.id);
    return low;
  }
  bool matches_old(std::size_t row, std::size_t old, const RecordUpdate* update) {
    if (update == nullptr && are_equal(before_->records[old], records_[row])) return true;
    expectation_.take(before_->records[old]);
    if (update != nullptr)
      for (std::uint32_t i = 0; i < update->count; ++i) {
        const FieldEdit& edit = plan_.changes->edits[update->first + i];
        expectation_.set(edit.path, edit.after);
      }
    return expectation_.met_by(records_[row]);
  }
  bool matches_created(std::size_t row, std::size_t created) {
    created_.fetch(created);
    if (are_equal(created_[created], records_[row])) return true;
    expectation_.take(created_[created]);
    return expectation_.met_by(records_[row]);
  }

  const FilePlan& plan_;
  const CreatedRows& created_;
  const LoadedFile* before_;
  model::RecordSet& records_;
  Expectation expectation_;
};

[[noreturn]] void refuse_twin(const FilePlan& plan, std::string_view id) {
  throw Error(Code::book, fmt::format("the id '{}' would stand twice", core::visible(id)), {plan.path, 0, 0},
              "run 'flatcrm check'");
}

/// Created rows come in the order of their table: where that is by id, twins are neighbours.
void refuse_twins_among_created(const FilePlan& plan, const CreatedRows& created,
                                const model::Schema& schema) {
  std::vector<std::string_view> ids;
  ids.reserve(created.size());
  for (std::size_t row = 0; row < created.size(); ++row) {
    created.fetch(row);
    ids.push_back(created[row].id());
  }
  if (!schema.log_date().empty()) std::sort(ids.begin(), ids.end());
  for (std::size_t i = 1; i < ids.size(); ++i)
    if (ids[i] == ids[i - 1] && !ids[i].empty()) refuse_twin(plan, ids[i]);
}

void refuse_twins(const FilePlan& plan, const CreatedRows& created, const LoadedFile& before) {
  if (created.empty() || before.records.size() == 0) return;
  std::vector<bool> removed(before.records[before.records.size() - 1].index() + std::size_t{1});
  for (std::uint32_t number : plan.updates)
    if (plan.changes->updates[number].remove) removed[plan.changes->updates[number].index] = true;
  std::vector<std::string_view> ids;
  for (std::size_t row = 0; row < before.records.size(); ++row)
    if (!removed[before.records[row].index()]) ids.push_back(before.records[row].id());
  std::sort(ids.begin(), ids.end());
  for (std::size_t row = 0; row < created.size(); ++row) {
    std::string_view id = created[row].id();
    if (!id.empty() && std::binary_search(ids.begin(), ids.end(), id)) refuse_twin(plan, id);
  }
}

Rewrite rewrite_plain(const Book& book, const FilePlan& plan) {
  Rewrite rewrite;
  rewrite.path = plan.path;
  rewrite.exists = book.tree().exists(plan.path);
  if (rewrite.exists) rewrite.before = book.tree().read(plan.path);
  rewrite.remove = plan.plain->remove;
  rewrite.after = plan.plain->text;
  return rewrite;
}

void refuse_stale(const FilePlan& plan, const io::Bytes& now) {
  if (plan.file && !(plan.changes->stamps[*plan.file] == now.stamp()))
    throw Error(Code::book, "the file was changed by another program meanwhile", {plan.path, 0, 0},
                "run the command again");
}

}  // namespace

struct RewriteBuffers::Parts {
  CreatedRows created;
  model::RecordSet read_back;
  std::string text;
};

RewriteBuffers::RewriteBuffers() : parts_(std::make_unique<Parts>()) {}
RewriteBuffers::~RewriteBuffers() = default;

void RewriteBuffers::take_back(Rewrite&& rewrite) {
  if (rewrite.after.capacity() > parts_->text.capacity()) parts_->text = std::move(rewrite.after);
}

Rewrite rewrite_file(const Book& book, const FilePlan& plan) {
  RewriteBuffers buffers;
  return rewrite_file(book, plan, buffers);
}

Rewrite rewrite_file(const Book& book, const FilePlan& plan, RewriteBuffers& buffers) {
  if (plan.plain != nullptr) return rewrite_plain(book, plan);
  model::Paths& paths = book.paths(plan.changes->collection);
  CreatedRows& created = buffers.parts_->created;
  created.gather(plan, paths);
  Rewrite rewrite;
  rewrite.path = plan.path;
  rewrite.exists = book.tree().exists(plan.path);
  bool csv = plan.kind == FileKind::csv;
  refuse_twins_among_created(plan, created, paths.schema());
  auto make_new = [&] {
    rewrite.after = std::move(buffers.parts_->text);
    rewrite.after.clear();
    csv ? new_table(rewrite.after, created, paths) : new_documents(rewrite.after, created, paths);
  };
  if (!rewrite.exists) {
    make_new();
    Verification(plan, created, paths, nullptr, rewrite.after, buffers.parts_->read_back).run();
    return rewrite;
  }
  core::Problems problems;
  LoadedFile loaded = load_file(book, plan.changes->collection, {plan.path, plan.kind}, problems);
  refuse_stale(plan, loaded.bytes);
  refuse_twins(plan, created, loaded);
  bool whole = plan.updates.size() == loaded.records.size() && !plan.updates.empty();
  for (std::uint32_t number : plan.updates) whole = whole && plan.changes->updates[number].remove;
  if (whole && created.empty())
    rewrite.remove = true;
  else if (whole)
    make_new();
  else
    rewrite.after =
        csv ? edit_table(loaded, plan, created, paths) : edit_documents(loaded, plan, created, paths);
  if (!rewrite.remove)
    Verification(plan, created, paths, &loaded, rewrite.after, buffers.parts_->read_back).run();
  rewrite.before = std::move(loaded.bytes);
  return rewrite;
}

}  // namespace flatcrm::book
