#include "book/rewrite_documents.h"

#include <map>

#include "core/path.h"
#include "core/text.h"
#include "format/yaml.h"
#include "format/yaml_edit.h"

namespace flatcrm::book {

namespace {

using format::YamlEdit;

/// Schema order of two keys of one map, whose own path may name a list's elements by '*'.
format::KeyOrder key_order(const model::Schema& schema) {
  return [&schema](std::string_view map_path, std::string_view first, std::string_view second) {
    std::string one, other;
    core::PathStep step;
    while (core::next_step(map_path, step)) {
      if (!one.empty()) one += '.';
      one += step.text == "*" ? "1" : step.text;
    }
    other = one;
    core::append_key(one, first);
    core::append_key(other, second);
    return schema.before(one, other);
  };
}

std::vector<YamlEdit> edits_of(const FilePlan& plan, const RecordUpdate& update, const model::Paths& paths) {
  std::vector<YamlEdit> edits;
  for (std::uint32_t i = 0; i < update.count; ++i) {
    const FieldEdit& edit = plan.changes->edits[update.first + i];
    const model::Path& path = paths[edit.path];
    bool typed = path.type() != model::Type::text && path.type() != model::Type::reference;
    if (edit.after.empty())
      edits.push_back({path.text, YamlEdit::remove, "", {}, typed});
    else if (path.list)
      edits.push_back({path.text, YamlEdit::set_list, "", core::split_list(edit.after), typed});
    else
      edits.push_back({path.text, YamlEdit::set, std::string(edit.after), {}, typed});
  }
  return edits;
}

void add_created(std::string& text, const CreatedRows& created, const model::Paths& paths) {
  for (std::size_t row = 0; row < created.size(); ++row) {
    std::string document;
    model::write_yaml_record(document, created[row], paths);
    text = text.empty() ? std::move(document) : format::append_document(text, document);
  }
}

}  // namespace

void new_documents(std::string& out, const CreatedRows& created, const model::Paths& paths) {
  add_created(out, created, paths);
}

std::string edit_documents(const LoadedFile& loaded, const FilePlan& plan, const CreatedRows& created,
                           const model::Paths& paths) {
  const std::string& name = plan.path;
  std::string_view before = loaded.bytes.view();
  format::YamlFile yaml = format::parse_yaml(before, name);
  std::map<std::uint32_t, const RecordUpdate*> by_document;
  for (std::uint32_t number : plan.updates) {
    const RecordUpdate& update = plan.changes->updates[number];
    by_document[update.index] = &update;
  }
  format::KeyOrder order = key_order(paths.schema());
  std::string text;
  text.reserve(before.size() + 256);
  std::size_t copied = 0;
  std::vector<std::uint32_t> removed;
  for (const auto& [document, update] : by_document) {
    if (update->remove) {
      removed.push_back(document);
      continue;
    }
    std::string_view old = yaml.document_text(document);
    auto begin = static_cast<std::size_t>(old.data() - before.data());
    text.append(before.substr(copied, begin - copied));
    text += format::edit_yaml(old, name, 0, edits_of(plan, *update, paths), order);
    copied = begin + old.size();
  }
  text.append(before.substr(copied));
  if (removed.size() == yaml.documents())
    text.clear();
  else
    for (auto document = removed.rbegin(); document != removed.rend(); ++document)
      text = format::remove_document(text, name, *document);
  add_created(text, created, paths);
  return text;
}

}  // namespace flatcrm::book
