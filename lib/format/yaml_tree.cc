#include "format/yaml_tree.h"

#include <algorithm>

#include "core/path.h"
#include "format/yaml_place.h"
#include "format/yaml_style.h"

namespace flatcrm::format {
namespace {

YamlTree* find_child(YamlTree& tree, const YamlStep& step) {
  if (tree.kind == YamlKind::list) {
    bool there = step.number >= 1 && step.number <= tree.children.size();
    return there ? &tree.children[step.number - 1] : nullptr;
  }
  auto found = std::find_if(tree.children.begin(), tree.children.end(),
                            [&](const YamlTree& child) { return child.key == step.key; });
  return found == tree.children.end() ? nullptr : &*found;
}

YamlTree make_leaf(const YamlEdit& edit) {
  YamlTree leaf;
  leaf.given = true;
  leaf.typed = edit.typed;
  if (edit.kind == YamlEdit::set) {
    leaf.text = edit.value;
    return leaf;
  }
  leaf.kind = YamlKind::list;
  for (const std::string& text : edit.list) {
    YamlTree& element = leaf.children.emplace_back();
    element.text = text;
    element.given = true;
    element.typed = edit.typed;
  }
  return leaf;
}

/// False when the child is gone and nothing else is left.
bool remove(YamlTree& tree, const std::vector<YamlStep>& steps, std::size_t level) {
  YamlTree* child = find_child(tree, steps[level]);
  if (child == nullptr) return true;
  if (level + 1 < steps.size() && remove(*child, steps, level + 1)) return true;
  tree.children.erase(tree.children.begin() + (child - tree.children.data()));
  return !tree.children.empty();
}

void set(YamlTree& tree, const std::vector<YamlStep>& steps, std::size_t level, const YamlEdit& edit) {
  if (level == steps.size()) {
    std::string key = std::move(tree.key);
    tree = make_leaf(edit);
    tree.key = std::move(key);
    return;
  }
  if (tree.kind == YamlKind::scalar) {  // a null
    std::string key = std::move(tree.key);
    tree = make_tree(key, steps, level, edit);
  } else if (YamlTree* child = find_child(tree, steps[level]); child != nullptr) {
    set(*child, steps, level + 1, edit);
  } else {
    tree.children.push_back(
        make_tree(tree.kind == YamlKind::list ? "" : steps[level].key, steps, level + 1, edit));
  }
}

struct Seen {
  bool map = false, block_list = false, flow_list = false;
};

void look(const YamlFile& file, const YamlNode& node, int column, YamlLayout& layout, Seen& seen) {
  for (const YamlNode* child = file.child(node); child != nullptr; child = file.next(*child)) {
    if (child->kind == YamlKind::scalar || child->aliased) continue;
    bool list = child->kind == YamlKind::list;
    if (child->flow) {
      seen.flow_list = seen.flow_list || list;
      continue;
    }
    int at = column_of(file.text(), child->begin);
    bool& before = list ? seen.block_list : seen.map;
    if (!before && node.kind == YamlKind::map && at >= column + (list ? 0 : 1)) {
      before = true;
      (list ? layout.list_indent : layout.map_indent) = static_cast<std::size_t>(at - column);
    }
    look(file, *child, at, layout, seen);
  }
}

bool has_scalars_only(const YamlTree& tree) {
  return std::all_of(tree.children.begin(), tree.children.end(),
                     [](const YamlTree& child) { return child.kind == YamlKind::scalar; });
}

void print_text(const YamlTree& tree, YamlSpot spot, std::string& out) {
  if (!tree.printed.empty()) {
    out += tree.printed;
    return;
  }
  bool null = !tree.given && !tree.quoted && tree.text.empty();
  if (null) {
    out += "null";
  } else if (!tree.given && tree.quoted) {
    print_double_quoted(tree.text, out);
  } else {  // what was read plain has the type that it looks like
    print_scalar(tree.text, tree.typed || !tree.given, spot, out);
  }
}

}  // namespace

YamlTree read_tree(const YamlFile& file, const YamlNode& node) {
  YamlTree tree;
  tree.kind = node.kind;
  tree.key = node.key;
  tree.text = node.text;
  tree.quoted = node.quoted;
  tree.children.reserve(node.children);
  for (const YamlNode* child = file.child(node); child != nullptr; child = file.next(*child)) {
    tree.children.push_back(read_tree(file, *child));
  }
  return tree;
}

std::vector<YamlStep> split_path(std::string_view path) {
  std::vector<YamlStep> steps;
  core::PathStep step;
  std::string buffer;
  while (core::next_step(path, step)) {
    steps.push_back({step.text, std::string(core::key_of(step, buffer)), step.number});
  }
  return steps;
}

YamlTree make_tree(std::string_view key, const std::vector<YamlStep>& steps, std::size_t first,
                   const YamlEdit& edit) {
  YamlTree tree = make_leaf(edit);
  for (std::size_t level = steps.size(); level-- > first;) {
    YamlTree above;
    above.kind = level > 0 && steps[level].number > 0 ? YamlKind::list : YamlKind::map;
    if (above.kind == YamlKind::map) tree.key = steps[level].key;
    above.children.push_back(std::move(tree));
    tree = std::move(above);
  }
  tree.key = key;
  return tree;
}

void apply(YamlTree& root, const YamlEdit& edit) {
  std::vector<YamlStep> steps = split_path(edit.path);
  if (edit.kind == YamlEdit::remove || (edit.kind == YamlEdit::set_list && edit.list.empty())) {
    if (root.kind != YamlKind::scalar) remove(root, steps, 0);
  } else {
    set(root, steps, 0, edit);
  }
}

bool same(const YamlTree& left, const YamlTree& right) {
  if (left.kind != right.kind || left.children.size() != right.children.size()) return false;
  if (left.kind == YamlKind::scalar) {
    bool typed = left.text.empty() || looks_typed(left.text);  // so that quotes make a difference
    return left.text == right.text && (!typed || left.given || right.given || left.quoted == right.quoted);
  }
  auto in_order = [](const YamlTree& tree) {
    std::vector<const YamlTree*> children;
    for (const YamlTree& child : tree.children) children.push_back(&child);
    if (tree.kind == YamlKind::map) {
      std::sort(children.begin(), children.end(),
                [](auto* one, auto* other) { return one->key < other->key; });
    }
    return children;
  };
  auto lefts = in_order(left), rights = in_order(right);
  return std::equal(lefts.begin(), lefts.end(), rights.begin(), [&](auto* one, auto* other) {
    return (left.kind == YamlKind::list || one->key == other->key) && same(*one, *other);
  });
}

YamlLayout layout_of(const YamlFile& file, const YamlNode& root, std::string_view line_break) {
  YamlLayout layout;
  layout.line_break = line_break;
  Seen seen;
  look(file, root, root.kind == YamlKind::scalar ? 0 : column_of(file.text(), root.begin), layout, seen);
  layout.flow_lists = seen.flow_list && !seen.block_list;
  return layout;
}

void print_inline(const YamlTree& tree, YamlSpot spot, std::string& out) {
  if (tree.kind == YamlKind::scalar) return print_text(tree, spot, out);
  bool map = tree.kind == YamlKind::map;
  out += map ? '{' : '[';
  bool first = true;
  for (const YamlTree& child : tree.children) {
    if (!first) out += ", ";
    first = false;
    if (map) {
      print_scalar(child.key, false, YamlSpot::flow, out);
      out += ": ";
    }
    print_inline(child, YamlSpot::flow, out);
  }
  out += map ? '}' : ']';
}

void print_value(const YamlTree& tree, std::size_t column, bool element, const YamlLayout& layout,
                 std::string& out) {
  if (tree.kind == YamlKind::scalar) {
    out += ' ';
    // A block that keeps its last breaks would keep the blank lines below it too.
    bool block = layout.blocks && tree.printed.empty() && tree.text.find('\n') != tree.text.npos &&
                 fits_literal(tree.text) && !tree.text.ends_with("\n\n");
    if (block) {
      print_block(tree.text, false, column + 2, layout.line_break, out);
    } else {
      print_text(tree, YamlSpot::block, out);
    }
    return;
  }
  bool list = tree.kind == YamlKind::list;
  if (tree.children.empty() || (list && layout.flow_lists && !element && has_scalars_only(tree))) {
    out += ' ';
    return print_inline(tree, YamlSpot::flow, out);
  }
  std::size_t below = column + (element ? 2 : list ? layout.list_indent : layout.map_indent);
  bool first = element;  // an element's first line is that of its dash
  for (const YamlTree& child : tree.children) {
    if (first) {
      out += ' ';
    } else {
      out.append(layout.line_break).append(below, ' ');
    }
    first = false;
    print_entry(child, below, list, layout, out);
  }
}

void print_entry(const YamlTree& tree, std::size_t column, bool element, const YamlLayout& layout,
                 std::string& out) {
  if (element) {
    out += '-';
  } else {
    print_scalar(tree.key, false, YamlSpot::block, out);
    out += ':';
  }
  print_value(tree, column, element, layout, out);
}

}  // namespace flatcrm::format
