#include "import/forgotten_rows.h"

#include <algorithm>

#include "book/identifiers.h"
#include "book/scrub.h"
#include "core/text.h"
#include "io/threads.h"
#include "text/email.h"

namespace flatcrm::import {

namespace {

std::string_view by_words(const book::Forgotten& forgotten, const std::string& collection,
                          std::string_view text) {
  auto find = [&](std::string_view kind, const std::string& key) {
    return forgotten.find(book::identifier(collection, kind, key));
  };
  if (text.find('@') != text.npos)
    if (std::string_view id = find("email", text::email_key(text)); !id.empty()) return id;
  if (std::string tail = book::phone_tail(text); !tail.empty())
    if (std::string_view id = find("said-phone", tail); !id.empty()) return id;
  return find("said-name", book::name_key(text));
}

/// The collection of the forgotten one that a value refers to, or "".
std::string refers_to(const model::Path& path, std::string_view text, const book::Forgotten& forgotten) {
  if (path.field == nullptr || path.field->reference.empty() || text.empty()) return {};
  return forgotten.stands_for(path.field->reference, text) ? path.field->reference : std::string();
}

bool is_personal(const model::Path& path) {
  return path.field != nullptr && path.field->personal;
}

/// Text in which the person may be named, as `forget` looks through it.
bool may_name(const model::Path& path, model::PathId number) {
  if (number == model::Paths::id || path.text.starts_with("sources.")) return false;
  if (path.field == nullptr) return true;
  return path.field->type == model::Type::text && path.field->values.empty();
}

}  // namespace

std::string_view find_forgotten(const book::Forgotten& forgotten, const std::string& collection,
                                std::string_view source, std::string_view text) {
  if (auto id = forgotten.find(book::identifier(collection, "id", text)); !id.empty()) return id;
  if (auto id = forgotten.find(book::key_identifier(collection, source, text)); !id.empty()) return id;
  return by_words(forgotten, collection, text);
}

void find_forgotten(CollectionRun& run, const book::Forgotten& forgotten) {
  const std::vector<book::Mark>& marks = forgotten.marks();
  if (std::none_of(marks.begin(), marks.end(),
                   [&](const book::Mark& mark) { return mark.collection == run.collection; }))
    return;
  run.forgotten.assign(run.rows, {});
  io::parallel_for(run.batches.size(), run.book.threads(), [&](std::size_t number) {
    const Batch& batch = run.batches[number];
    book::Identifiers identifiers(run.paths);
    for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at)
      for (const std::string& one :
           identifiers.of(batch.set->records[at].values(), batch.set->rows[at].gives_id))
        if (std::string_view id = forgotten.find(one); !id.empty()) run.forgotten[batch.first + at] = id;
  });
}

namespace {

/// The forgotten one that a record refers to first.
struct Reference {
  std::string collection;  // "" for none
  std::string_view id;
};

Reference forgotten_of(const model::Record& record, const model::Paths& paths,
                       const book::Forgotten& forgotten) {
  for (const model::Value& value : record.values())
    if (std::string collection = refers_to(paths[value.path], value.text, forgotten); !collection.empty())
      return {collection, value.text};
  return {};
}

void scrub(model::RecordSet& records, std::uint32_t at, const model::Paths& paths,
           const std::string& collection, const book::Forgotten& forgotten) {
  records.drop(at, [&](const model::Value& value) { return is_personal(paths[value.path]); });
  auto whose = [&](std::string_view kind, const std::string& key) {
    return forgotten.find(book::identifier(collection, kind, key));
  };
  for (model::Value& value : records.edit(at)) {
    if (!may_name(paths[value.path], value.path)) continue;
    std::string text = book::scrub(value.text, whose);
    if (text != value.text) value.text = records.arena().keep(text);
  }
}

}  // namespace

void leave_out_personal(CollectionRun& run, const book::Forgotten& forgotten) {
  if (forgotten.empty()) return;
  for (const Batch& batch : run.batches)
    for (std::uint32_t at = 0; at < batch.set->rows.size(); ++at) {
      Reference found = forgotten_of(batch.set->records[at], run.paths, forgotten);
      if (found.collection.empty()) continue;
      if (run.collection != "links") {
        scrub(batch.set->records, at, run.paths, found.collection, forgotten);
        continue;
      }
      if (run.forgotten.empty()) run.forgotten.assign(run.rows, {});
      run.forgotten[batch.first + at] = found.id;
    }
}

}  // namespace flatcrm::import
