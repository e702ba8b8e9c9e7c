#include "import/late_references.h"

#include <set>
#include <unordered_set>

#include "book/read.h"
#include "core/id.h"
#include "core/text.h"
#include "import/said.h"
#include "io/threads.h"
#include "text/unicode.h"

namespace flatcrm::import {

namespace {

using model::PathId;
using model::Value;

constexpr std::string_view several = "?";

/// The new records of one collection by what a reference may call them.
class NewRecords {
 public:
  explicit NewRecords(const CollectionRun& run) {
    const std::string& label = run.paths.schema().label();
    PathId path = label.empty() ? 0 : run.paths.intern(label);
    for (std::uint32_t row = 0; row < run.rows; ++row) {
      if (run.root[row] != row || run.targets[row].found || run.is_forgotten(row)) continue;
      std::string_view id = run.id_of(row);
      std::string_view name = label.empty() ? "" : run.record(row).value(path);
      if (!name.empty()) note(by_label_, std::string(name), id);
      if (!name.empty()) note(by_folded_, text::fold(name), id);
      if (!run.gives_id(row)) note(by_key_, key_of(run.batch(row).mapping->source, run.mapped(row).key), id);
    }
  }
  bool empty() const { return by_label_.empty() && by_key_.empty(); }

  /// Labels that the book has already name nobody new.
  void forget_labels(const book::Book& book, const std::string& collection) {
    const std::string& label = book.schemas().of(collection).label();
    if (label.empty() || by_label_.empty() || book.files(collection).empty()) return;
    book::Tables tables = book::read_tables(book, {{collection, {{label, model::As::texts}}}});
    for (std::string_view text : tables[0].texts(label).texts) {
      if (auto found = by_label_.find(text); found != by_label_.end()) found->second = several;
      if (auto found = by_folded_.find(text::fold(text)); found != by_folded_.end()) found->second = several;
    }
  }

  std::string_view find(std::string_view text, std::string_view source) const {
    if (text.empty()) return {};
    if (auto found = by_label_.find(text); found != by_label_.end())
      return found->second == several ? std::string_view() : found->second;
    if (auto found = by_key_.find(key_of(source, text)); !source.empty() && found != by_key_.end())
      return found->second == several ? std::string_view() : found->second;
    auto found = by_folded_.find(text::fold(text));
    return found == by_folded_.end() || found->second == several ? std::string_view() : found->second;
  }

 private:
  using Ids = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;
  static void note(Ids& ids, std::string text, std::string_view id) {
    auto [known, added] = ids.try_emplace(std::move(text), id);
    if (!added) known->second = several;
  }
  static std::string key_of(std::string_view source, std::string_view key) {
    std::string out(source);
    out += '\0';
    return out += key;
  }
  Ids by_label_, by_folded_, by_key_;
};

/// The single references of a collection to one that has new records.
std::vector<const model::Field*> references_to(const model::Schema& schema, const std::string& collection) {
  std::vector<const model::Field*> out;
  for (const model::Field& field : schema.fields())
    if (field.type == model::Type::reference && field.reference == collection && !field.list &&
        field.path.find('*') == std::string::npos && !field.path.starts_with("merged_"))
      out.push_back(&field);
  return out;
}

/// Made by flatcrm: a slug and six characters.
bool looks_like_id(std::string_view text) {
  std::size_t dash = text.rfind('-');
  return core::is_valid_id(text) && dash != std::string_view::npos && text.size() - dash == 7;
}

/// Is there any reference to a collection in the book that is no id? Hardly ever: then the new records need not be looked at.
bool has_open_references(const book::Book& book, const std::string& to) {
  for (const std::string& collection : book.schemas().collections()) {
    std::vector<const model::Field*> fields = references_to(book.schemas().of(collection), to);
    if (fields.empty() || book.files(collection).empty()) continue;
    std::vector<model::ColumnRequest> columns;
    for (const model::Field* field : fields) columns.push_back({field->path, model::As::texts});
    book::Tables tables = book::read_tables(book, {{collection, columns}});
    for (const model::Field* field : fields)
      for (std::string_view text : tables[0].texts(field->path).texts)
        if (!text.empty() && !looks_like_id(text)) return true;
  }
  return false;
}

class LateReferences {
 public:
  LateReferences(Runs& runs, book::Changes& changes) : runs_(runs), changes_(changes) {}

  std::map<std::string, std::uint64_t> find();

 private:
  using Fields = std::vector<std::pair<const model::Field*, const NewRecords*>>;
  bool may_hold(const std::string& collection, const Fields& fields) const;
  std::uint64_t change(const std::string& collection, const Fields& fields);
  std::vector<book::FieldEdit> edits_of(const model::Record& record, model::Paths& paths,
                                        const Fields& fields, core::Arena& arena) const;

  Runs& runs_;
  book::Changes& changes_;
};

/// Is there a text among the references at all that is a new record's?
bool LateReferences::may_hold(const std::string& collection, const Fields& fields) const {
  std::vector<model::ColumnRequest> columns = {{"sources.1.source", model::As::texts}};
  for (const auto& [field, records] : fields) columns.push_back({field->path, model::As::texts});
  book::Tables tables = book::read_tables(runs_.book(), {{collection, columns}});
  const model::Texts& sources = tables[0].texts("sources.1.source");
  for (const auto& [field, records] : fields) {
    const model::Texts& texts = tables[0].texts(field->path);
    std::unordered_set<std::string_view> seen;
    for (std::size_t row = 0; row < tables[0].rows(); ++row)
      if (!texts.texts[row].empty() && seen.insert(texts.texts[row]).second &&
          !records->find(texts.texts[row], sources.texts[row]).empty())
        return true;
  }
  return false;
}

std::vector<book::FieldEdit> LateReferences::edits_of(const model::Record& record, model::Paths& paths,
                                                      const Fields& fields, core::Arena& arena) const {
  std::vector<book::FieldEdit> out;
  PathId source_path = paths.intern("sources.1.source"), said_path = paths.intern("sources.1.said");
  std::vector<Value> after(record.values().begin(), record.values().end());
  for (const auto& [field, records] : fields) {
    PathId path = paths.intern(field->path);
    for (Value& value : after) {
      if (value.path != path) continue;
      std::string_view id = records->find(value.text, record.value(source_path));
      if (id.empty()) continue;
      std::string_view kept = arena.keep(id);
      out.push_back({path, value.text, kept});
      value.text = kept;
    }
  }
  std::string_view said = record.value(said_path);
  if (out.empty() || said.empty()) return out;
  // What the source said is still its word, now that it is spelled as an id.
  SaidWords words(paths);
  std::string_view now = said;
  if (!paths.schema().log_date().empty()) {
    if (words.is_whole(said, record.values())) now = words.of_whole(after, arena);
  } else {
    for (const book::FieldEdit& edit : std::vector<book::FieldEdit>(out))
      now = words.replaced(now, edit.path, edit.before, edit.after, arena);
  }
  if (now != said) out.push_back({said_path, said, now});
  return out;
}

std::uint64_t LateReferences::change(const std::string& collection, const Fields& fields) {
  CollectionRun* run = runs_.find(collection);
  std::set<std::pair<std::uint32_t, std::uint32_t>> spoken_of;
  if (run != nullptr)
    for (const Target& target : run->targets)
      if (target.found) spoken_of.emplace(target.file, target.record);
  std::vector<book::BookFile> files = runs_.book().files(collection);
  std::uint64_t changed = 0;
  book::CollectionChanges& into = changes_.of(collection);
  for (std::uint32_t number = 0; number < files.size(); ++number) {
    core::Problems problems;
    auto loaded = std::make_shared<book::LoadedFile>(
        book::load_file(runs_.book(), collection, files[number], problems));
    bool kept = false;
    for (std::uint32_t at = 0; at < loaded->records.size(); ++at) {
      if (spoken_of.count({number, at}) != 0) continue;
      model::Record record = loaded->records[at];
      std::vector<book::FieldEdit> edits =
          edits_of(record, runs_.book().paths(collection), fields, changes_.arena);
      if (edits.empty()) continue;
      into.update(into.file(files[number].path, loaded->bytes.stamp()), record.index(), record.id(), edits);
      kept = true;
      ++changed;
    }
    if (kept) changes_.keep.push_back(loaded);
  }
  return changed;
}

std::map<std::string, std::uint64_t> LateReferences::find() {
  std::map<std::string, NewRecords> made;
  for (CollectionRun& run : runs_.all()) {
    if (!has_open_references(runs_.book(), run.collection)) continue;
    NewRecords records(run);
    if (!records.empty()) made.emplace(run.collection, std::move(records));
  }
  std::map<std::string, std::uint64_t> out;
  if (made.empty()) return out;
  for (const std::string& collection : runs_.book().schemas().collections()) {
    if (runs_.book().files(collection).empty()) continue;
    Fields fields;
    for (auto& [name, records] : made)
      for (const model::Field* field : references_to(runs_.book().schemas().of(collection), name))
        fields.emplace_back(field, &records);
    if (fields.empty() || !may_hold(collection, fields)) continue;
    for (auto& [name, records] : made) records.forget_labels(runs_.book(), name);
    if (std::uint64_t changed = change(collection, fields); changed > 0) out[collection] = changed;
  }
  return out;
}

}  // namespace

std::map<std::string, std::uint64_t> find_late_references(Runs& runs, book::Changes& changes) {
  return LateReferences(runs, changes).find();
}

}  // namespace flatcrm::import
