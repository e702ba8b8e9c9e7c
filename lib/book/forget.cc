#include "book/forget.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "book/forgotten.h"
#include "book/identifiers.h"
#include "book/read.h"
#include "book/scrub.h"
#include "core/error.h"
#include "core/id.h"
#include "core/text.h"
#include "io/threads.h"

namespace flatcrm::book {

namespace {

using model::PathId;
using model::Record;
using model::Value;

constexpr std::size_t shortest_word = 4;

/// Replaces each occurrence, whatever its case in ASCII.
void replace_all(std::string& text, const std::string& word, std::string_view by) {
  std::string lower = core::lower_ascii(text), wanted = core::lower_ascii(word);
  for (std::size_t at = lower.find(wanted); at != lower.npos; at = lower.find(wanted, at + by.size())) {
    text.replace(at, word.size(), by);
    lower = core::lower_ascii(text);
  }
}

/// "eva-lang" in "eva-lang-bike-1f9x2k", at hyphens only.
bool holds_slug(std::string_view id, const std::string& slug) {
  std::string between = fmt::format("-{}-", id);
  return slug.find('-') != slug.npos && between.find("-" + slug + "-") != between.npos;
}

bool is_entry(std::string_view path, std::string_view below) {
  return path.starts_with("sources.") && path.ends_with(below);
}

struct LoadedPart {
  std::string collection;
  LoadedFile file;
};

class Forgetter {
 public:
  Forgetter(const Book& book, const ForgetRequest& request, Changes& changes)
      : book_(book), request_(request), changes_(changes) {}

  Forgot run();

 private:
  void find_person();
  void gather_words(const Record& record);
  void choose_id();
  void load(const std::vector<std::string>& needles);
  bool is_person(const LoadedPart& part, const Record& record) const;
  bool refers(const LoadedPart& part, const Record& record) const;
  void rename_related();
  void change(LoadedPart& part);
  void change_record(LoadedPart& part, const Record& record, Forgot::Count& count);
  bool erase(const LoadedPart& part, const Value& value, bool person) const;
  bool stands_beside_personal(const model::Field& field, const std::string& collection) const;
  std::string_view replaced(const LoadedPart& part, const Value& value, bool related);
  std::string without_person(std::string_view text) const;
  void note_mention(const LoadedPart& part, const Record& record, const Value& value);
  void put(LoadedPart& part, const Record& record, const std::vector<Value>& values);
  void note_in_plain_files();
  void mark(const std::string& collection, const std::string& id,
            const std::vector<std::string>& identifiers);

  const Book& book_;
  const ForgetRequest& request_;
  Changes& changes_;
  Forgot out_;
  std::string salt_;
  std::vector<std::string> slugs_;
  std::set<std::string> identifiers_;
  std::set<std::string> loaded_;
  std::deque<std::shared_ptr<LoadedPart>> parts_;
  std::map<std::string, std::map<std::string, std::string, std::less<>>>
      renamed_;  // by collection: old id, new id
  std::vector<Mark> marks_;
};

void Forgetter::gather_words(const Record& record) {
  model::Paths& paths = book_.paths(request_.collection);
  std::string given, family;
  auto add = [&](std::string_view word) {
    std::string text(core::trim(word));
    if (text.size() >= shortest_word &&
        std::find(out_.words.begin(), out_.words.end(), text) == out_.words.end())
      out_.words.push_back(std::move(text));
  };
  for (const Value& value : record.values()) {
    const model::Path& path = paths[value.path];
    if (path.field == nullptr) continue;
    const std::string& compare = path.field->compare;
    if (compare == "given_name") given = value.text;
    if (compare == "family_name") family = value.text;
    // A name of one word is too common to be looked for in texts.
    if (compare == "full_name" && value.text.find(' ') != value.text.npos) add(value.text);
    if (compare != "email" && compare != "phone" && compare != "identifier") continue;
    for (const std::string& one :
         path.list ? core::split_list(value.text) : std::vector{std::string(value.text)})
      add(one);
  }
  if (given.empty() || family.empty()) return;
  add(fmt::format("{} {}", given, family));
  add(fmt::format("{}, {}", family, given));
  add(fmt::format("{} {}", family, given));
}

void Forgetter::find_person() {
  std::optional<Found> found = find_record(book_, request_.collection, request_.id);
  if (!found)
    throw Error(Code::usage, fmt::format("no record '{}' in {}", request_.id, request_.collection), {},
                "'flatcrm show' finds the id of a name or an address");
  Record record = found->record();
  Forgotten forgotten = Forgotten::read(book_);
  if (forgotten.stands_for(request_.collection, record.id()))
    throw Error(Code::usage, fmt::format("'{}' stands for someone who is forgotten already", record.id()));
  salt_ = forgotten.empty() ? request_.salt : forgotten.marks().front().salt;
  out_.ids = ids_of_record(book_, request_.collection, record.id());
  if (out_.ids.front() != record.id()) {
    auto own = std::find(out_.ids.begin(), out_.ids.end(), record.id());
    std::rotate(out_.ids.begin(), own, own + 1);
  }
  gather_words(record);
  for (const std::string& word : out_.words) slugs_.push_back(core::slug(word));
  choose_id();
  Identifiers identifiers(book_.paths(request_.collection));
  std::vector<std::string> all = identifiers.of(record.values(), true);
  for (const std::string& id : out_.ids) all.push_back(identifier(request_.collection, "id", id));
  // Alone a name identifies nobody; but a reference by it, to no one else, means the person.
  for (const std::string& word : out_.words) {
    if (word.find(' ') != word.npos)
      all.push_back(identifier(request_.collection, "said-name", name_key(word)));
    if (word.front() == '+') all.push_back(identifier(request_.collection, "said-phone", phone_tail(word)));
  }
  identifiers_ = {all.begin(), all.end()};
  mark(request_.collection, out_.id, all);
}

void Forgetter::choose_id() {
  for (int attempt = 0;; ++attempt) {
    core::make_id("forgotten", "x", salt_, out_.ids.front(), attempt, out_.id);
    if (!find_record(book_, request_.collection, out_.id)) break;
  }
  for (const std::string& id : out_.ids) renamed_[request_.collection][id] = out_.id;
}

void Forgetter::mark(const std::string& collection, const std::string& id,
                     const std::vector<std::string>& identifiers) {
  for (const std::string& one : identifiers)
    marks_.push_back({collection, id, request_.date, salt_, mark_of(salt_, one)});
}

/// The files that hold one of the needles, which spares reading the rest of a large book record by record.
void Forgetter::load(const std::vector<std::string>& needles) {
  std::vector<std::pair<std::string, BookFile>> files;
  for (const std::string& collection : book_.schemas().collections())
    for (const BookFile& file : book_.files(collection))
      if (loaded_.count(file.path) == 0) files.emplace_back(collection, file);
  std::vector<std::shared_ptr<LoadedPart>> parts(files.size());
  for (const auto& [collection, file] : files) book_.paths(collection);
  io::parallel_for(files.size(), book_.threads(), [&](std::size_t i) {
    const auto& [collection, file] = files[i];
    if (!names_any(book_.tree().read(file.path).view(), needles)) return;
    core::Problems problems;
    parts[i] =
        std::make_shared<LoadedPart>(LoadedPart{collection, load_file(book_, collection, file, problems)});
  });
  for (std::shared_ptr<LoadedPart>& part : parts) {
    if (!part) continue;
    loaded_.insert(part->file.file.path);
    parts_.push_back(std::move(part));
  }
}

bool Forgetter::is_person(const LoadedPart& part, const Record& record) const {
  return part.collection == request_.collection &&
         std::find(out_.ids.begin(), out_.ids.end(), record.id()) != out_.ids.end();
}

bool Forgetter::refers(const LoadedPart& part, const Record& record) const {
  model::Paths& paths = book_.paths(part.collection);
  return std::any_of(record.values().begin(), record.values().end(), [&](const Value& value) {
    const model::Path& path = paths[value.path];
    if (path.field == nullptr || path.field->reference != request_.collection) return false;
    std::vector<std::string> ids =
        path.list ? core::split_list(value.text) : std::vector{std::string(value.text)};
    return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      return std::find(out_.ids.begin(), out_.ids.end(), id) != out_.ids.end();
    });
  });
}

/// Records that refer to the person and have the name in their id.
void Forgetter::rename_related() {
  for (const std::shared_ptr<LoadedPart>& part : parts_)
    for (std::size_t row = 0; row < part->file.records.size(); ++row) {
      Record record = part->file.records[row];
      if (part->collection == "links" || is_person(*part, record) || !refers(*part, record)) continue;
      if (std::none_of(slugs_.begin(), slugs_.end(),
                       [&](const std::string& slug) { return holds_slug(record.id(), slug); }))
        continue;
      std::string id;
      for (int attempt = 0; id.empty() || find_record(book_, part->collection, id); ++attempt)
        core::make_id("forgotten", "x", salt_, record.id(), attempt, id);
      renamed_[part->collection][std::string(record.id())] = id;
    }
}

/// Does a value of the person, or of what refers to the person, go?
bool Forgetter::erase(const LoadedPart& part, const Value& value, bool person) const {
  const model::Path& path = book_.paths(part.collection)[value.path];
  if (value.path == model::Paths::id) return false;
  if (path.field != nullptr && path.field->personal && !is_entry(path.text, ".key")) return true;
  if (person && path.field != nullptr && stands_beside_personal(*path.field, part.collection)) return true;
  if (is_entry(path.text, ".said")) return true;
  if (is_entry(path.text, ".key")) return person || names_any(value.text, out_.words);
  if (is_entry(path.text, "")) return false;
  return person && (path.field == nullptr || path.text == "merged_ids");
}

/// The label of an address says nothing without the address.
bool Forgetter::stands_beside_personal(const model::Field& field, const std::string& collection) const {
  std::size_t star = field.path.find(".*.");
  if (star == field.path.npos || field.path.starts_with("sources.")) return false;
  const std::vector<model::Field>& fields = book_.schemas().of(collection).fields();
  return std::any_of(fields.begin(), fields.end(), [&](const model::Field& other) {
    return other.personal && other.path.compare(0, star + 3, field.path, 0, star + 3) == 0;
  });
}

/// Ids that were replaced, and in what refers to the person also names, addresses and numbers.
std::string_view Forgetter::replaced(const LoadedPart& part, const Value& value, bool related) {
  const model::Path& path = book_.paths(part.collection)[value.path];
  if (path.field != nullptr && !path.field->reference.empty()) {
    auto ids = renamed_.find(path.field->reference);
    if (ids == renamed_.end()) return value.text;
    std::vector<std::string> all =
        path.list ? core::split_list(value.text) : std::vector{std::string(value.text)};
    for (std::string& one : all)
      if (auto found = ids->second.find(one); found != ids->second.end()) one = found->second;
    return changes_.arena.keep(path.list ? core::join_list(all) : all.front());
  }
  std::string text(value.text);
  for (const std::string& id : out_.ids) replace_all(text, id, out_.id);
  bool plain = path.field == nullptr || (path.field->type == model::Type::text && path.field->values.empty());
  if (related && plain) text = without_person(text);
  return text == value.text ? value.text : changes_.arena.keep(text);
}

std::string Forgetter::without_person(std::string_view text) const {
  return scrub(text, [&](std::string_view kind, const std::string& key) {
    bool known = identifiers_.count(identifier(request_.collection, kind, key)) != 0;
    return known ? std::string_view(out_.id) : std::string_view();
  });
}

void Forgetter::note_mention(const LoadedPart& part, const Record& record, const Value& value) {
  if (names_any(value.text, out_.words) || without_person(value.text) != value.text)
    out_.mentions.push_back(
        {part.file.file.path, std::string(record.id()), book_.paths(part.collection)[value.path].text});
}

void Forgetter::put(LoadedPart& part, const Record& record, const std::vector<Value>& values) {
  CollectionChanges& into = changes_.of(part.collection);
  std::uint32_t file = into.file(part.file.file.path, part.file.bytes.stamp());
  auto moved = renamed_[part.collection].find(record.id());
  if (moved != renamed_[part.collection].end()) {
    into.remove(file, record.index(), record.id());
    into.created.begin();
    for (const Value& value : values)
      into.created.add(value.path,
                       value.path == model::Paths::id ? changes_.arena.keep(moved->second) : value.text);
    into.created.end(0, 0);
    return;
  }
  std::vector<FieldEdit> edits;
  for (const Value& before : record.values()) {
    auto after = std::find_if(values.begin(), values.end(),
                              [&](const Value& value) { return value.path == before.path; });
    if (after == values.end())
      edits.push_back({before.path, before.text, {}});
    else if (after->text != before.text)
      edits.push_back({before.path, before.text, after->text});
  }
  if (!edits.empty()) into.update(file, record.index(), record.id(), edits);
}

void Forgetter::change_record(LoadedPart& part, const Record& record, Forgot::Count& count) {
  bool person = is_person(part, record), related = person || refers(part, record);
  bool tombstone = person && record.id() != out_.ids.front();
  if (tombstone || (part.collection == "links" && related)) {
    CollectionChanges& into = changes_.of(part.collection);
    into.remove(into.file(part.file.file.path, part.file.bytes.stamp()), record.index(), record.id());
    ++count.removed;
    return;
  }
  std::vector<Value> values;
  std::int64_t changed = 0;
  std::map<std::string, std::string_view> sources;
  model::Paths& paths = book_.paths(part.collection);
  for (const Value& value : record.values()) {
    if (related && erase(part, value, person)) {
      ++changed;
      const std::string& path = paths[value.path].text;
      if (person || !is_entry(path, ".key")) continue;
      // The row must not come back as a new record: its mark stands for the key.
      std::string entry = path.substr(0, path.size() - 3) + "source";
      std::string_view source = record.value(paths.intern(entry));
      auto moved = renamed_[part.collection].find(record.id());
      mark(part.collection,
           moved == renamed_[part.collection].end() ? std::string(record.id()) : moved->second,
           {key_identifier(part.collection, source, value.text)});
      continue;
    }
    Value after = value;
    after.text = value.path == model::Paths::id ? value.text : replaced(part, value, related);
    if (after.text != value.text) ++changed;
    if (!related) note_mention(part, record, after);
    values.push_back(after);
  }
  if (changed == 0 && renamed_[part.collection].count(record.id()) == 0) return;
  ++count.kept;
  count.values += changed;
  put(part, record, values);
}

void Forgetter::change(LoadedPart& part) {
  auto known = std::find_if(out_.collections.begin(), out_.collections.end(),
                            [&](const Forgot::Count& one) { return one.collection == part.collection; });
  if (known == out_.collections.end())
    known = out_.collections.insert(out_.collections.end(), {part.collection, 0, 0, 0});
  Forgot::Count before = *known;
  for (std::size_t row = 0; row < part.file.records.size(); ++row)
    change_record(part, part.file.records[row], *known);
  if (known->kept != before.kept || known->removed != before.removed)
    out_.files.push_back(part.file.file.path);
}

/// Segments, profiles, settings: they may name an id or a person in words of their own.
void Forgetter::note_in_plain_files() {
  std::vector<std::string> needles = out_.words;
  needles.insert(needles.end(), out_.ids.begin(), out_.ids.end());
  std::vector<std::string> files = {"flatcrm.yaml", "dedupe.yaml"};
  for (const char* folder : {"segments", "imports", "schemas"})
    for (const io::TreeEntry& entry : book_.tree().list(folder)) files.push_back(entry.path);
  for (const std::string& file : files)
    if (book_.tree().exists(file) && names_any(book_.tree().read(file).view(), needles))
      out_.mentions.push_back({file, "", ""});
}

Forgot Forgetter::run() {
  find_person();
  std::vector<std::string> needles = out_.ids;
  needles.insert(needles.end(), out_.words.begin(), out_.words.end());
  load(needles);
  rename_related();
  std::vector<std::string> moved;
  for (const auto& [collection, ids] : renamed_)
    for (const auto& [before, after] : ids) moved.push_back(before);
  load(moved);
  for (const std::shared_ptr<LoadedPart>& part : parts_) change(*part);
  note_in_plain_files();
  add_marks(book_, std::move(marks_), changes_);
  std::erase_if(out_.collections, [](const Forgot::Count& one) { return one.kept + one.removed == 0; });
  std::sort(out_.files.begin(), out_.files.end());
  auto place = [](const Forgot::Mention& one) { return std::tie(one.file, one.id, one.field); };
  std::sort(out_.mentions.begin(), out_.mentions.end(),
            [&](const auto& left, const auto& right) { return place(left) < place(right); });
  for (std::shared_ptr<LoadedPart>& part : parts_) changes_.keep.push_back(std::move(part));
  return std::move(out_);
}

}  // namespace

bool names_any(std::string_view text, const std::vector<std::string>& words) {
  std::string lower = core::lower_ascii(text);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return lower.find(core::lower_ascii(word)) != lower.npos;
  });
}

Forgot plan_forget(const Book& book, const ForgetRequest& request, Changes& changes) {
  return Forgetter(book, request, changes).run();
}

}  // namespace flatcrm::book
