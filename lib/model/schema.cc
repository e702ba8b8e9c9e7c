#include "model/schema.h"

#include <algorithm>
#include <mutex>

#include "core/error.h"
#include "core/text.h"
#include "format/yaml.h"
#include "model/schema_reader.h"
#include "model/schema_texts.h"

namespace flatcrm::model {
namespace {

constexpr std::string_view reserved_folders[] = {"segments", "imports", "dedupe", "schemas"};

/// A folder's name that is safe everywhere, and none that a book uses for something else.
bool is_collection_name(std::string_view name) {
  if (name.empty() || name.size() > 40 || name[0] < 'a' || name[0] > 'z') return false;
  bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  return plain && std::find(std::begin(reserved_folders), std::end(reserved_folders), name) ==
                      std::end(reserved_folders);
}

std::string_view base_name(std::string_view file) {
  file = file.substr(file.rfind('/') + 1);
  return file.substr(0, file.rfind('.'));
}

}  // namespace

std::vector<std::string> Field::synonyms() const {
  return core::split_list(synonym_list);
}

struct Schemas::State {
  struct Entry {
    std::string collection;
    std::string_view text;           // of a built-in one
    std::unique_ptr<Schema> schema;  // null until asked for
  };
  std::vector<Entry> entries;
  std::vector<std::pair<std::string, std::string>>
      references;  // of additions: the collection, the file that names it
  std::mutex mutex;

  Entry* entry(std::string_view collection) {
    auto found = std::find_if(entries.begin(), entries.end(),
                              [&](const Entry& candidate) { return candidate.collection == collection; });
    return found == entries.end() ? nullptr : &*found;
  }
};

Schemas::Schemas() : state_(std::make_unique<State>()) {}
Schemas::Schemas(Schemas&&) noexcept = default;
Schemas& Schemas::operator=(Schemas&&) noexcept = default;
Schemas::~Schemas() = default;

Schemas Schemas::built_in() {
  Schemas schemas;
  for (std::size_t i = 0; i < schema_text_count; ++i) {
    schemas.state_->entries.push_back(
        {std::string(schema_texts[i].collection), schema_texts[i].text, nullptr});
  }
  return schemas;
}

const Schema* Schemas::find(const std::string& collection) const {
  std::lock_guard lock(state_->mutex);
  State::Entry* entry = state_->entry(collection);
  if (entry == nullptr) return nullptr;
  if (entry->schema == nullptr) {
    auto schema = std::make_unique<Schema>();
    schema->collection_ = collection;
    std::string name = "schemas/" + collection + ".yaml";
    format::YamlFile file = format::parse_yaml(entry->text, name);
    SchemaReader(file, name, *schema, SchemaOrigin::built_in).read();
    entry->schema = std::move(schema);
  }
  return entry->schema.get();
}

const Schema& Schemas::of(const std::string& collection) const {
  if (const Schema* schema = find(collection)) return *schema;
  std::vector<std::string> names = collections();
  std::string_view nearest = core::nearest(collection, {names.begin(), names.end()});
  std::string hint = "it is one of:";
  for (const std::string& name : names) hint += " " + name;
  if (!nearest.empty()) hint = "did you mean '" + std::string(nearest) + "'?";
  throw Error(Code::usage, "no collection '" + collection + "'", {}, hint);
}

std::vector<std::string> Schemas::collections() const {
  std::lock_guard lock(state_->mutex);
  std::vector<std::string> names;
  for (const State::Entry& entry : state_->entries) names.push_back(entry.collection);
  return names;
}

void Schemas::extend(std::string_view yaml, const std::string& file) {
  format::YamlFile parsed = format::parse_yaml(yaml, file);
  if (parsed.documents() != 1) throw Error(Code::book, "a schema is one YAML document", {file, 1, 1});
  const format::YamlNode* named = parsed.find(parsed.root(0), "x-collection");
  std::string collection(named != nullptr ? named->text : base_name(file));
  if (!is_collection_name(collection)) {
    fail_at(parsed, named != nullptr ? *named : parsed.root(0), file,
            "'" + collection + "' can't be the name of a collection",
            "take lower-case letters, digits and hyphens, and none of segments, imports, dedupe, schemas");
  }
  // Read into a copy, so that a schema with an error changes nothing.
  const Schema* old = find(collection);
  auto schema = std::make_unique<Schema>(old != nullptr ? *old : Schema());
  schema->collection_ = collection;
  SchemaReader(parsed, file, *schema, old != nullptr ? SchemaOrigin::addition : SchemaOrigin::collection)
      .read();
  std::lock_guard lock(state_->mutex);
  for (const Field& field : schema->fields()) {
    if (!field.reference.empty() && !field.built_in) state_->references.emplace_back(field.reference, file);
  }
  if (old == nullptr) {
    state_->entries.push_back({collection, {}, std::move(schema)});
  } else {
    *state_->entry(collection)->schema = std::move(*schema);
  }
}

void Schemas::check_references() const {
  for (const auto& [collection, file] : state_->references) {
    if (state_->entry(collection) != nullptr) continue;
    throw Error(Code::book, "x-reference names no collection: '" + collection + "'", {file});
  }
}

std::string_view Schemas::text_of(std::string_view collection) {
  for (std::size_t i = 0; i < schema_text_count; ++i) {
    if (schema_texts[i].collection == collection) return schema_texts[i].text;
  }
  return {};
}

}  // namespace flatcrm::model
