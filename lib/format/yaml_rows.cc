#include "format/yaml_rows.h"

#include "core/error.h"
#include "core/path.h"
#include "core/text.h"
#include "format/yaml.h"

namespace flatcrm::format {
namespace {

class Rows {
 public:
  Rows(const YamlFile& file, const std::string& name, FlatTable& table)
      : file_(file), name_(name), table_(table) {}

  JsonLayout run() {
    JsonLayout layout;
    const YamlNode* list = file_.documents() == 1 ? find_list(layout) : nullptr;
    if (list != nullptr) {
      each(*list);
      return layout;
    }
    for (std::size_t i = 0; i < file_.documents(); ++i) {
      const YamlNode& root = file_.root(i);
      if (root.kind == YamlKind::scalar && root.text.empty()) continue;  // a separator with nothing behind it
      if (root.kind == YamlKind::list) {
        layout.shape = JsonShape::list;
        each(root);
      } else {
        row(root);
      }
    }
    return layout;
  }

 private:
  bool is_list_of_maps(const YamlNode& node) const {
    if (node.kind != YamlKind::list || node.children == 0) return false;
    for (const YamlNode* child = file_.child(node); child != nullptr; child = file_.next(*child))
      if (child->kind != YamlKind::map) return false;
    return true;
  }
  /// The only member of a single map that is a list of maps.
  const YamlNode* find_list(JsonLayout& layout) const {
    const YamlNode& root = file_.root(0);
    if (root.kind != YamlKind::map) return nullptr;
    const YamlNode* found = nullptr;
    std::vector<std::string> beside;
    for (const YamlNode* child = file_.child(root); child != nullptr; child = file_.next(*child)) {
      if (!is_list_of_maps(*child)) {
        beside.emplace_back(child->key);
        continue;
      }
      if (found != nullptr) return nullptr;
      found = child;
    }
    if (found == nullptr || !is_envelope(found->key, beside)) return nullptr;
    layout = {JsonShape::member, std::string(found->key), std::move(beside)};
    return found;
  }
  void each(const YamlNode& list) {
    for (const YamlNode* child = file_.child(list); child != nullptr; child = file_.next(*child)) row(*child);
  }
  void row(const YamlNode& node) {
    if (node.kind != YamlKind::map) {
      const core::Position position = core::position_of(file_.text(), node.begin);
      throw Error(Code::bad_input, "a record that is no map", {name_, position.line, position.column},
                  "give a map, or a list of maps");
    }
    table_.begin_row(node.begin);
    members(node);
    table_.end_row();
  }
  void members(const YamlNode& node) {
    const std::size_t length = path_.size();
    for (const YamlNode* child = file_.child(node); child != nullptr; child = file_.next(*child)) {
      core::append_key(path_, child->key);
      value(*child);
      path_.resize(length);
    }
  }
  void value(const YamlNode& node) {
    if (node.kind == YamlKind::map) return members(node);
    if (node.kind == YamlKind::scalar) {
      const bool null = !node.quoted && node.text.empty();
      if (!null) table_.set(table_.column(path_), node.text);
      return;
    }
    std::vector<std::string_view> scalars;
    const std::size_t length = path_.size();
    std::size_t index = 0;
    for (const YamlNode* child = file_.child(node); child != nullptr; child = file_.next(*child)) {
      ++index;
      if (child->kind == YamlKind::scalar) {
        scalars.push_back(child->text);
        continue;
      }
      core::append_number(path_, index);
      value(*child);
      path_.resize(length);
    }
    if (!scalars.empty()) table_.set(table_.column(path_), table_.arena().keep(core::join_list(scalars)));
  }

  const YamlFile& file_;
  const std::string& name_;
  FlatTable& table_;
  std::string path_;
};

}  // namespace

JsonLayout read_yaml_rows(std::string_view text, const std::string& name, FlatTable& table) {
  try {
    const YamlFile file = parse_yaml(text, name);
    return Rows(file, name, table).run();
  } catch (const Error& error) {
    if (error.code() != Code::book) throw;
    throw Error(Code::bad_input, error.message(), error.place(), error.hint());
  }
}

}  // namespace flatcrm::format
