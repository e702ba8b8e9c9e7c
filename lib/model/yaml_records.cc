// YAML documents as records, and back.
#include <algorithm>
#include <string>

#include "core/error.h"
#include "core/path.h"
#include "core/text.h"
#include "format/yaml_edit.h"
#include "model/contradiction.h"
#include "model/list_text.h"
#include "model/record_set.h"

namespace flatcrm::model {
namespace {

using format::YamlKind;
using format::YamlNode;

/// Walks a document and adds each scalar, and each list of scalars, with its path.
class Flattener {
 public:
  Flattener(const format::YamlFile& file, Paths& paths, RecordSet& into)
      : file_(file), paths_(paths), into_(into) {}

  void add_document(const YamlNode& root, std::uint32_t index) {
    begin_ = root.begin;
    into_.begin();
    prefix_.clear();
    add_map(root);
    into_.end(root.begin, index);
  }

 private:
  void add_map(const YamlNode& map) {
    for (const YamlNode* node = file_.child(map); node != nullptr; node = file_.next(*node)) {
      std::size_t size = prefix_.size();
      core::append_key(prefix_, node->key);
      add(*node);
      prefix_.resize(size);
    }
  }

  void add(const YamlNode& node) {
    switch (node.kind) {
      case YamlKind::scalar:
        if (!node.text.empty()) add_scalar(node);
        break;
      case YamlKind::map:
        add_map(node);
        break;
      case YamlKind::list:
        add_list(node);
        break;
    }
  }

  void add_scalar(const YamlNode& node) {
    PathId path = paths_.intern(prefix_);
    std::string_view text = kept(node.text);
    if (paths_[path].list && !is_plain_element(text)) text = join_elements({text}, into_.arena());
    add_value(path, text, node);
  }

  void add_list(const YamlNode& list) {
    elements_.clear();
    bool scalars = true;
    for (const YamlNode* node = file_.child(list); node != nullptr && scalars; node = file_.next(*node)) {
      scalars = node->kind == YamlKind::scalar;
      if (!node->text.empty()) elements_.push_back(kept(node->text));
    }
    if (scalars) {
      add_scalars(list);
    } else {
      add_elements(list);
    }
  }

  void add_scalars(const YamlNode& list) {
    std::string_view text = join_elements(elements_, into_.arena());
    if (text.empty()) return;
    PathId path = paths_.intern(prefix_);
    if (!paths_[path].list) path = paths_.intern(prefix_ + "[]");
    add_value(path, text, list);
  }

  void add_elements(const YamlNode& list) {
    std::size_t number = 0;
    for (const YamlNode* node = file_.child(list); node != nullptr; node = file_.next(*node)) {
      std::size_t size = prefix_.size();
      core::append_number(prefix_, ++number);
      add(*node);
      prefix_.resize(size);
    }
  }

  void add_value(PathId path, std::string_view text, const YamlNode& node) {
    into_.add(path, text, node.begin < begin_ ? 0 : node.begin - begin_);
  }

  /// Decoded text is in the file's buffers, which are used again.
  std::string_view kept(std::string_view text) {
    std::string_view source = file_.text();
    bool in_source = text.data() >= source.data() && text.data() <= source.data() + source.size();
    return in_source ? text : into_.arena().keep(text);
  }

  const format::YamlFile& file_;
  Paths& paths_;
  RecordSet& into_;
  std::uint32_t begin_ = 0;
  std::string prefix_;
  std::vector<std::string_view> elements_;
};

void report_document(const format::YamlFile& yaml, const YamlNode& root, const std::string& file,
                     core::Problems& problems) {
  core::Position place = core::position_of(yaml.text(), root.begin);
  problems.push_back({"bad-document",
                      Severity::error,
                      {file, place.line, place.column},
                      "a record is a map of fields",
                      "",
                      ""});
}

void refuse_contradictions(const std::vector<const Value*>& values, const Paths& paths) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    const Path& one = paths[values[i - 1]->path];
    const Path& other = paths[values[i]->path];
    if (one.steps.front().text != other.steps.front().text || !contradict(one.text, other.text)) continue;
    throw Error(Code::book,
                "the fields '" + one.header() + "' and '" + other.header() + "' contradict each other", {},
                "rename one of them");
  }
}

}  // namespace

void read_yaml_records(std::string_view text, const std::string& file, Paths& paths, RecordSet& into,
                       core::Problems& problems) {
  format::YamlFile buffers;
  read_yaml_records(text, file, paths, into, problems, buffers);
}

void read_yaml_records(std::string_view text, const std::string& file, Paths& paths, RecordSet& into,
                       core::Problems& problems, format::YamlFile& buffers) {
  format::parse_yaml(text, file, buffers);
  Flattener flattener(buffers, paths, into);
  for (std::size_t i = 0; i < buffers.documents(); ++i) {
    const YamlNode& root = buffers.root(i);
    if (root.kind == YamlKind::map) {
      flattener.add_document(root, static_cast<std::uint32_t>(i));
    } else if (root.kind == YamlKind::list || root.quoted || !root.text.empty()) {
      report_document(buffers, root, file, problems);
    }
  }
}

void write_yaml_record(std::string& out, const Record& record, const Paths& paths) {
  std::vector<const Value*> values;
  for (const Value& value : record.values()) {
    if (!value.text.empty()) values.push_back(&value);
  }
  std::sort(values.begin(), values.end(),
            [&](const Value* one, const Value* other) { return paths.before(one->path, other->path); });
  refuse_contradictions(values, paths);
  std::vector<std::vector<std::string>> lists;
  lists.reserve(values.size());
  std::vector<format::YamlField> fields;
  for (const Value* value : values) {
    const Path& path = paths[value->path];
    if (path.list) lists.push_back(core::split_list(value->text));
    bool typed = path.type() != Type::text && path.type() != Type::reference;
    fields.push_back({path.text, path.list ? std::string_view{} : value->text,
                      path.list ? &lists.back() : nullptr, typed});
  }
  format::write_yaml(out, fields);
}

}  // namespace flatcrm::model
