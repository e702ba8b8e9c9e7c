#include "git/revert.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "book/read.h"
#include "core/text.h"

namespace flatcrm::git {

namespace {

using Merged = std::unordered_map<std::string, std::string>;

/// A record as it is now.
struct Located {
  std::shared_ptr<const book::LoadedFile> file;
  std::size_t row = 0;
  std::string merged_into;  // the one that stands for it
  bool there() const { return file != nullptr; }
  model::Record record() const { return file->records[row]; }
};

/// Finds the records of one collection: few one by one, many in one pass.
class Finder {
 public:
  Finder(const book::Book& book, const std::string& collection, std::size_t wanted)
      : book_(book), collection_(collection), merged_into_(book.paths(collection).intern("merged_into")) {
    constexpr std::size_t few = 32;
    keyed_ = !book.schemas().of(collection).key().empty();
    if (wanted > few || keyed_) load_all();
  }

  Located find(const std::string& id) {
    if (!all_) return find_one(id);
    auto found = all_->find(id);
    if (found == all_->end()) {
      if (!merged_) merged_ = book::merged_ids(book_, collection_);
      auto into = merged_->find(id);
      return into == merged_->end() ? Located{} : Located{nullptr, 0, into->second};
    }
    return with_merge(found->second);
  }

 private:
  void load_all() {
    core::Problems ignored;
    model::Paths& paths = book_.paths(collection_);
    all_.emplace();
    for (book::LoadedFile& loaded : book::load_collection(book_, collection_, ignored)) {
      auto file = std::make_shared<const book::LoadedFile>(std::move(loaded));
      for (std::size_t row = 0; row < file->records.size(); ++row)
        all_->try_emplace(model::key_of(file->records[row], paths), Located{file, row, ""});
    }
  }

  Located find_one(const std::string& id) const {
    std::optional<book::Found> found = book::find_record(book_, collection_, id);
    if (!found) return {};
    std::string now(found->record().id());
    if (now != id) return {nullptr, 0, now};
    return with_merge({std::make_shared<const book::LoadedFile>(std::move(found->file)), found->row, ""});
  }

  Located with_merge(Located located) const {
    std::string_view into = located.record().value(merged_into_);
    if (into.empty()) return located;
    return {nullptr, 0, std::string(into)};
  }

  const book::Book& book_;
  const std::string& collection_;
  model::PathId merged_into_;
  bool keyed_ = false;
  std::optional<std::unordered_map<std::string, Located>> all_;
  std::optional<Merged> merged_;
};

/// One record of the commit, what it is now, and what becomes of it.
struct Case {
  const RecordChange* change = nullptr;
  Located now;
  RevertedRecord told;
  bool removes() const { return told.outcome == Outcome::reversed && change->kind == ChangeKind::added; }
};

bool is_number(std::string_view step) {
  return !step.empty() && std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The element of a list of maps that a path is of: "sources.2" of "sources.2.key"; "" for another path.
std::string element_of(std::string_view path) {
  for (std::size_t dot = path.find('.'); dot != path.npos; dot = path.find('.', dot + 1)) {
    std::size_t end = std::min(path.find('.', dot + 1), path.size());
    if (is_number(path.substr(dot + 1, end - dot - 1))) return std::string(path.substr(0, end));
  }
  return "";
}

/// "sources.3" for "sources.2".
std::string next_element(const std::string& element) {
  std::size_t dot = element.rfind('.');
  return element.substr(0, dot + 1) + std::to_string(std::stoul(element.substr(dot + 1)) + 1);
}

class Reverter {
 public:
  Reverter(const book::Book& book, const BookDiff& diff, book::Changes& changes)
      : book_(book), changes_(changes) {
    for (const RecordChange& change : diff.records)
      cases_.push_back({&change, {}, {change.collection, change.id, change.label, Outcome::reversed, ""}});
  }

  Reverted run() {
    find_all();
    for (Case& one : cases_) judge(one);
    keep_what_is_referred_to();
    Reverted reverted;
    for (Case& one : cases_) {
      if (one.told.outcome == Outcome::reversed) carry_out(one);
      reverted.records.push_back(std::move(one.told));
    }
    return reverted;
  }

 private:
  void find_all() {
    std::map<std::string, std::vector<Case*>> by_collection;
    for (Case& one : cases_) by_collection[one.change->collection].push_back(&one);
    for (auto& [collection, cases] : by_collection) {
      Finder finder(book_, collection, cases.size());
      for (Case* one : cases) one->now = finder.find(one->change->id);
    }
  }

  static void decide(Case& one, Outcome outcome, std::string reason) {
    one.told.outcome = outcome;
    one.told.reason = std::move(reason);
  }

  void judge(Case& one) {
    const RecordChange& change = *one.change;
    if (change.kind == ChangeKind::removed || change.kind == ChangeKind::merged)
      return decide(one, Outcome::failed,
                    fmt::format("it was {} then; bring it back with git", name_of(change.kind)));
    if (!one.now.there())
      return decide(one, Outcome::failed,
                    one.now.merged_into.empty()
                        ? "it is gone"
                        : fmt::format("it was merged into {}; take that back first: flatcrm dedupe --undo {}",
                                      one.now.merged_into, change.id));
    std::vector<std::string> edited = edited_since(one);
    if (!edited.empty())
      return decide(one, Outcome::kept, fmt::format("edited since: {}", fmt::join(edited, ", ")));
    decide(one, Outcome::reversed, change.kind == ChangeKind::added ? "removed" : "changed back");
  }

  /// Fields that are not as the commit left them: of an added record any, of a changed one those that it changed.
  std::vector<std::string> edited_since(const Case& one) {
    model::Paths& paths = book_.paths(one.change->collection);
    model::Record now = one.now.record();
    std::vector<std::string> edited;
    std::unordered_set<std::string> given;
    for (const FieldChange& field : one.change->fields) {
      given.insert(field.field);
      if (!same_value(now.value(paths.intern(field.field)), field.after)) edited.push_back(field.field);
    }
    if (one.change->kind == ChangeKind::added) {
      for (const FieldChange& field : diff_fields(paths, nullptr, &now))
        if (given.count(field.field) == 0) edited.push_back(field.field);
    } else {
      add_broken_lists(one, paths, now, edited);
    }
    return edited;
  }

  /// An element must not go from within a list that got further ones since.
  static void add_broken_lists(const Case& one, const model::Paths& paths, const model::Record& now,
                               std::vector<std::string>& edited) {
    std::unordered_set<std::string> going;
    for (const FieldChange& field : one.change->fields)
      if (field.before.empty()) going.insert(element_of(field.field));
    for (const model::Value& value : now.values()) {
      std::string element = element_of(paths[value.path].text);
      if (element.empty() || going.count(element) != 0) continue;
      bool behind = std::any_of(going.begin(), going.end(), [&](const std::string& gone) {
        return !gone.empty() && next_element(gone) == element;
      });
      if (behind && std::find(edited.begin(), edited.end(), element) == edited.end())
        edited.push_back(element);
    }
  }

  /// A reference of a record that stays or goes: from which, by which field, to which.
  struct Reference {
    std::string collection, from, field, to_collection, to;
  };

  void keep_what_is_referred_to() {
    std::vector<Reference> references = references_to_removed();
    std::map<std::pair<std::string, std::string>, Case*> by_id;
    for (Case& one : cases_) by_id[{one.change->collection, one.change->id}] = &one;
    for (bool again = true; again;) {
      again = false;
      for (const Reference& reference : references) {
        Case& target = *by_id[{reference.to_collection, reference.to}];
        if (!target.removes()) continue;
        auto source = by_id.find({reference.collection, reference.from});
        if (source != by_id.end() && lets_go(*source->second, reference.field)) continue;
        decide(target, Outcome::kept,
               fmt::format("{} {} refers to it", reference.collection, reference.from));
        again = true;
      }
    }
  }

  /// Whether the record will not refer any more once it is reversed.
  static bool lets_go(const Case& one, const std::string& field) {
    if (one.told.outcome != Outcome::reversed) return false;
    if (one.change->kind == ChangeKind::added) return true;
    return std::any_of(one.change->fields.begin(), one.change->fields.end(),
                       [&](const FieldChange& changed) { return changed.field == field; });
  }

  std::vector<Reference> references_to_removed() const {
    std::map<std::string, std::unordered_set<std::string>> removed;
    for (const Case& one : cases_)
      if (one.removes()) removed[one.change->collection].insert(one.change->id);
    std::vector<Reference> references;
    for (const std::string& collection : book_.schemas().collections()) {
      for (const model::Field& field : book_.schemas().of(collection).fields()) {
        auto targets = removed.find(field.reference);
        bool plain = !field.list && field.path.find('*') == std::string::npos && field.path != "merged_into";
        if (plain && targets != removed.end()) add_references(collection, field, targets->second, references);
      }
    }
    return references;
  }

  void add_references(const std::string& collection, const model::Field& field,
                      const std::unordered_set<std::string>& targets,
                      std::vector<Reference>& references) const {
    book::Tables tables =
        book::read_tables(book_, {{collection, {{"id", model::As::texts}, {field.path, model::As::codes}}}});
    const model::Codes& codes = tables[0].codes(field.path);
    const std::vector<std::string_view>& ids = tables[0].texts("id").texts;
    std::vector<signed char> wanted(codes.dictionary.size(), -1);
    for (std::size_t row = 0; row < ids.size(); ++row) {
      signed char& known = wanted[codes.codes[row]];
      std::string_view text = codes.dictionary.text(codes.codes[row]);
      if (known < 0) known = targets.count(std::string(text)) != 0 ? 1 : 0;
      if (known == 1)
        references.push_back(
            {collection, std::string(ids[row]), field.path, field.reference, std::string(text)});
    }
  }

  void carry_out(const Case& one) {
    model::Paths& paths = book_.paths(one.change->collection);
    model::Record now = one.now.record();
    book::CollectionChanges& collection = changes_.of(one.change->collection);
    std::uint32_t file = collection.file(one.now.file->file.path, one.now.file->bytes.stamp());
    std::string_view id = changes_.arena.keep(one.change->id);
    changes_.keep.push_back(one.now.file);
    if (one.change->kind == ChangeKind::added) return collection.remove(file, now.index(), id);
    std::vector<book::FieldEdit> edits;
    for (const FieldChange& field : one.change->fields) {
      model::PathId path = paths.intern(field.field);
      std::string_view before = field.before.empty() ? std::string_view() : changes_.arena.keep(field.before);
      edits.push_back({path, now.value(path), before});
    }
    collection.update(file, now.index(), id, edits);
  }

  const book::Book& book_;
  book::Changes& changes_;
  std::vector<Case> cases_;
};

}  // namespace

std::string_view name_of(Outcome outcome) {
  constexpr std::string_view names[] = {"reversed", "kept", "failed"};
  return names[static_cast<std::size_t>(outcome)];
}

std::size_t Reverted::count(Outcome outcome) const {
  return static_cast<std::size_t>(std::count_if(
      records.begin(), records.end(), [&](const RevertedRecord& one) { return one.outcome == outcome; }));
}

Reverted plan_revert(const book::Book& book, const BookDiff& diff, book::Changes& changes) {
  return Reverter(book, diff, changes).run();
}

}  // namespace flatcrm::git
