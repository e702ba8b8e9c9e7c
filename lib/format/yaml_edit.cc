#include "format/yaml_edit.h"

#include <algorithm>
#include <optional>

#include "core/error.h"
#include "core/text.h"
#include "format/yaml_alias.h"
#include "format/yaml_patch.h"
#include "format/yaml_place.h"
#include "format/yaml_scalar.h"
#include "format/yaml_stream.h"
#include "format/yaml_style.h"
#include "format/yaml_tree.h"

namespace flatcrm::format {
namespace {

/// Where a path leads: the nodes from the root on, as far as they exist.
struct Target {
  std::vector<YamlStep> steps;
  std::vector<const YamlNode*> nodes;
  bool found() const { return nodes.size() == steps.size() + 1; }
  const YamlNode& last() const { return *nodes.back(); }
  const YamlNode& above() const { return *nodes[nodes.size() - 2]; }
  std::size_t level() const { return nodes.size() - 1; }
  const YamlStep& step() const { return steps[level()]; }  // the first that leads nowhere
};

/// What an edit wrote can't be read again.
struct Unreadable {};

struct Writing {
  std::string_view line_break;
  bool blocks = true;  // several lines as a literal block, where they are not in quotes
};

YamlTree make_value(std::string_view key, const YamlEdit& edit) {
  return make_tree(key, {}, 0, edit);
}

class Editor {
 public:
  Editor(std::string text, const Place& place, const KeyOrder& order, const Writing& writing)
      : text_(std::move(text)), place_(place), order_(order), writing_(writing) {
    read();
  }

  void apply(const YamlEdit& edit) {
    if (edit.path.empty()) throw Error(Code::usage, "an edit needs the path of a value", {place_.file});
    Target target = find(edit.path);
    if (changes_nothing(target, edit)) return;
    if (write_aliases_out(text_, file_, target.nodes, target.found(), may_stand_for_alias(target, edit))) {
      read_again();
      target = find(edit.path);
    }
    bool removes = edit.kind == YamlEdit::remove || (edit.kind == YamlEdit::set_list && edit.list.empty());
    if (removes) {
      remove(target);
    } else if (!target.found()) {
      add(target, edit);
    } else if (edit.kind == YamlEdit::set_list) {
      set_list(target, edit);
    } else {
      set(target, edit);
    }
    read_again();
  }
  const std::string& text() const { return text_; }
  YamlTree tree() const { return read_tree(file_, root()); }

 private:
  const YamlNode& root() const { return file_.root(0); }
  YamlPatch patch() { return {text_, file_, layout_}; }

  void read() {
    parse_yaml(text_, place_.file, file_);
    if (file_.documents() != 1)
      throw Error(Code::book, "a document has become more or less than one", {place_.file});
    layout_ = layout_of(file_, root(), writing_.line_break);
    layout_.blocks = writing_.blocks;
  }
  void read_again() try { read(); } catch (const Error&) {
    throw Unreadable();
  }
  [[noreturn]] void fail(const YamlNode& node, const std::string& what) const {
    core::Position position = core::position_of(text_, node.begin);
    throw Error(Code::book, what, {place_.file, place_.line + position.line - 1, position.column});
  }

  Target find(std::string_view path) const {
    Target target{split_path(path), {&root()}};
    for (const YamlStep& step : target.steps) {
      const YamlNode* next = file_.find_path(target.last(), step.text);
      if (next == nullptr || target.last().kind == YamlKind::scalar) break;
      target.nodes.push_back(next);
    }
    return target;
  }

  bool changes_nothing(const Target& target, const YamlEdit& edit) const;
  static bool may_stand_for_alias(const Target& target, const YamlEdit& edit) {
    return target.found() && (edit.kind == YamlEdit::remove ||
                              (edit.kind == YamlEdit::set && target.last().kind == YamlKind::scalar));
  }
  bool holds(const YamlNode& list, const std::vector<std::string>& texts) const;
  void remove(Target target);
  const YamlNode* last_child(const YamlNode& list) const;
  void check_new(const Target& target, const YamlEdit& edit) const;
  void add(const Target& target, const YamlEdit& edit);
  void put(const Target& target, const YamlTree& tree);
  void set(const Target& target, const YamlEdit& edit);
  void set_scalar(const Target& target, const YamlEdit& edit);
  void set_list(const Target& target, const YamlEdit& edit);
  void put_element(const std::string& path, std::size_t at, const YamlEdit& edit, const std::string& value);
  const YamlNode* place_of_key(const Target& target) const;
  std::string map_path(const Target& target) const;

  std::string text_;
  const Place& place_;  // where the document begins
  const KeyOrder& order_;
  Writing writing_;
  YamlFile file_;
  YamlLayout layout_;
};

bool Editor::holds(const YamlNode& list, const std::vector<std::string>& texts) const {
  if (list.kind != YamlKind::list || list.children != texts.size()) return false;
  const YamlNode* element = file_.child(list);
  for (const std::string& text : texts) {
    if (element->kind != YamlKind::scalar || element->text != text) return false;
    element = file_.next(*element);
  }
  return true;
}

bool Editor::changes_nothing(const Target& target, const YamlEdit& edit) const {
  bool empty_list = edit.kind == YamlEdit::set_list && edit.list.empty();
  if (!target.found()) return edit.kind == YamlEdit::remove || empty_list;
  const YamlNode& node = target.last();
  if (edit.kind == YamlEdit::set_list) return !empty_list && holds(node, edit.list);
  return edit.kind == YamlEdit::set && node.kind == YamlKind::scalar && node.text == edit.value;
}

/// Takes the entry out, and with it every collection that would be left empty.
void Editor::remove(Target target) {
  while (target.nodes.size() > 2 && target.above().children == 1) target.nodes.pop_back();
  const YamlNode& above = target.above();
  if (above.children > 1) return patch().remove(above, target.last());
  std::size_t begin = above.flow ? above.begin : target.last().key_begin;  // the root stays a map
  text_.replace(begin, above.end - begin, "{}");
}

std::string Editor::map_path(const Target& target) const {
  std::string path;
  for (std::size_t i = 1; i < target.nodes.size(); ++i) {
    if (i > 1) path += '.';
    path += target.nodes[i - 1]->kind == YamlKind::list ? "*" : target.steps[i - 1].text;
  }
  return path;
}

/// The last key that ranks before the new one.
const YamlNode* Editor::place_of_key(const Target& target) const {
  std::string path = map_path(target);
  const YamlNode* after = nullptr;
  for (const YamlNode* child = file_.child(target.last()); child != nullptr; child = file_.next(*child)) {
    if (!order_ || order_(path, child->key, target.step().key)) after = child;
  }
  return after;
}

const YamlNode* Editor::last_child(const YamlNode& list) const {
  const YamlNode* last = file_.child(list);
  while (last != nullptr && file_.next(*last) != nullptr) last = file_.next(*last);
  return last;
}

/// A list grows by its next element, and one that an edit makes begins with its first.
void Editor::check_new(const Target& target, const YamlEdit& edit) const {
  const YamlNode& deepest = target.last();
  std::size_t level = target.level();
  const std::vector<YamlStep>& steps = target.steps;
  if (deepest.kind == YamlKind::map && level > 0 && steps[level].number > 0)
    fail(deepest, "'" + edit.path + "' needs a list here, and this is a map");
  bool list = deepest.kind == YamlKind::list;
  if (list && steps[level].number != deepest.children + 1)
    fail(deepest, "there is no element " + std::string(steps[level].text) + " in this list");
  for (level += list || level == 0 ? 1 : 0; level < steps.size(); ++level) {
    if (steps[level].number > 1) fail(deepest, "'" + edit.path + "' is in a list that is not there yet");
  }
}

void Editor::add(const Target& target, const YamlEdit& edit) {
  const YamlNode& deepest = target.last();
  if (deepest.kind == YamlKind::scalar && (deepest.quoted || !deepest.text.empty()))
    fail(deepest, "'" + edit.path + "' runs through a value that is neither a map nor a list");
  check_new(target, edit);
  if (deepest.kind == YamlKind::scalar) {
    if (target.nodes.size() > 1)
      return put(target, make_tree(deepest.key, target.steps, target.level(), edit));
    if (deepest.begin != deepest.end) fail(deepest, "this document is no map");
    return patch().fill_root(make_tree("", target.steps, 0, edit));
  }
  bool map = deepest.kind == YamlKind::map;
  YamlTree entry = make_tree(map ? target.step().key : "", target.steps, target.level() + 1, edit);
  patch().insert(deepest, map ? place_of_key(target) : last_child(deepest), entry);
}

/// In the place of what is there.
void Editor::put(const Target& target, const YamlTree& tree) {
  bool written = target.last().begin != target.last().end;
  if (target.above().flow && written) {
    std::string value;
    print_inline(tree, YamlSpot::flow, value);
    return patch().replace(target.last(), value);
  }
  if (written) {
    std::string path;
    for (std::size_t i = 0; i + 1 < target.nodes.size(); ++i)
      path += (i > 0 ? "." : "") + std::string(target.steps[i].text);
    patch().clear(target.last());
    read_again();
    Target cleared = find(path);
    return patch().fill(cleared.above(), cleared.last(), tree);
  }
  patch().fill(target.above(), target.last(), tree);
}

void Editor::set(const Target& target, const YamlEdit& edit) {
  const YamlNode& node = target.last();
  bool null = node.kind == YamlKind::scalar && !node.quoted && node.text.empty();
  if (node.kind == YamlKind::scalar && !null) return set_scalar(target, edit);
  put(target, make_value(node.key, edit));
}

/// Prints a value in the style that another has; false when it can't be had on one line.
bool print_alike(std::string_view like, bool like_typed, const YamlEdit& edit, std::string_view value,
                 YamlSpot spot, bool blocks, std::string& out) {
  bool several = value.find('\n') != value.npos && spot == YamlSpot::block && fits_literal(value);
  if (several && blocks && !like.starts_with('"')) return false;
  if (like.starts_with('\'') && fits_single_quoted(value)) {
    print_single_quoted(value, out);
  } else if (like.starts_with('"') || like.starts_with('\'')) {
    print_double_quoted(value, out);
  } else {
    print_scalar(value, edit.typed || like_typed, spot, out);
  }
  return true;
}

bool needs_quotes(std::string_view text, YamlSpot spot) {
  return looks_typed(text) || !fits_plain(text, spot);
}

/// Are the quotes no one's style but the value's need? Then they go with it, and the file is as it would have been with the new one from
/// the start. Whoever put quotes around a neighbour that needs none writes all of them.
bool quoted_of_need(const YamlFile& file, const YamlNode& node, const YamlNode& above, YamlSpot spot) {
  if (!needs_quotes(node.text, spot)) return false;
  for (const YamlNode* child = file.child(above); child != nullptr; child = file.next(*child))
    if (child->kind == YamlKind::scalar && child->quoted && !needs_quotes(child->text, spot)) return false;
  return true;
}

void Editor::set_scalar(const Target& target, const YamlEdit& edit) {
  const YamlNode& node = target.last();
  std::string_view written =
      node.aliased ? std::string_view() : std::string_view(text_).substr(node.begin, 1);
  bool block = !target.above().flow && (written == "|" || written == ">");
  if (block && patch().replace_block(node, column_of(text_, target.above().begin), edit.value)) return;
  bool like_typed = !node.quoted && looks_typed(node.text);
  YamlSpot spot = target.above().flow ? YamlSpot::flow : YamlSpot::block;
  if (written == "\"" && quoted_of_need(file_, node, target.above(), spot)) written = {};
  std::string value;
  bool inline_value =
      !block && print_alike(written, like_typed, edit, edit.value, spot, layout_.blocks, value);
  if (inline_value) return patch().replace(node, value);
  put(target, make_value(node.key, edit));
}

/// Which elements of one list stay, in order, in another: pairs of places.
std::vector<std::pair<std::size_t, std::size_t>> common_elements(const std::vector<std::string>& from,
                                                                 const std::vector<std::string>& to) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::size_t begin = 0;
  while (begin < from.size() && begin < to.size() && from[begin] == to[begin])
    pairs.emplace_back(begin, begin), ++begin;
  std::size_t rows = from.size() - begin, columns = to.size() - begin;
  constexpr std::size_t most = 4'000'000;  // beyond, all but the common beginning is taken for new
  if (rows == 0 || columns == 0 || rows > most / columns) return pairs;
  std::vector<std::uint32_t> lengths((rows + 1) * (columns + 1));
  auto length = [&](std::size_t row, std::size_t column) -> std::uint32_t& {
    return lengths[row * (columns + 1) + column];
  };
  for (std::size_t row = rows; row-- > 0;) {
    for (std::size_t column = columns; column-- > 0;) {
      bool equal = from[begin + row] == to[begin + column];
      length(row, column) = equal ? length(row + 1, column + 1) + 1
                                  : std::max(length(row + 1, column), length(row, column + 1));
    }
  }
  for (std::size_t row = 0, column = 0; row < rows && column < columns;) {
    if (from[begin + row] == to[begin + column]) {
      pairs.emplace_back(begin + row++, begin + column++);
    } else {
      ++(length(row + 1, column) >= length(row, column + 1) ? row : column);
    }
  }
  return pairs;
}

void Editor::put_element(const std::string& path, std::size_t at, const YamlEdit& edit,
                         const std::string& value) {
  Target target = find(path);
  const YamlNode* after = nullptr;
  const YamlNode* next = file_.child(target.last());
  for (std::size_t i = 0; i < at; ++i) after = next, next = file_.next(*next);
  const YamlNode* like = after != nullptr ? after : next;
  YamlTree element = make_value("", {"", YamlEdit::set, value, {}, edit.typed});
  YamlSpot spot = target.last().flow ? YamlSpot::flow : YamlSpot::block;
  std::string printed;
  std::string_view written =
      like->aliased ? std::string_view() : std::string_view(text_).substr(like->begin, 1);
  bool like_typed = !like->quoted && !like->text.empty() && looks_typed(like->text);
  element.typed = edit.typed || like_typed;
  if ((written == "'" || written == "\"") &&
      print_alike(written, like_typed, edit, value, spot, layout_.blocks, printed)) {
    element.printed = printed;
  }
  patch().insert(target.last(), after, element);
  read_again();
}

/// New elements first, from the last place to the first, so that the list is never empty and places stay right.
void Editor::set_list(const Target& target, const YamlEdit& edit) {
  const YamlNode& list = target.last();
  std::vector<std::string> before;
  for (const YamlNode* element = file_.child(list); element != nullptr; element = file_.next(*element)) {
    if (element->kind != YamlKind::scalar) return put(target, make_value(list.key, edit));
    before.emplace_back(element->text);
  }
  if (list.kind != YamlKind::list || before.empty()) return put(target, make_value(list.key, edit));
  auto pairs = common_elements(before, edit.list);
  pairs.emplace_back(before.size(), edit.list.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    auto [old_end, new_end] = pairs[i];
    std::size_t old_begin = i == 0 ? 0 : pairs[i - 1].first + 1,
                new_begin = i == 0 ? 0 : pairs[i - 1].second + 1;
    for (std::size_t at = new_end; at-- > new_begin;) put_element(edit.path, old_end, edit, edit.list[at]);
    for (std::size_t at = old_end; at-- > old_begin;) {
      remove(find(edit.path + "." + std::to_string(at + 1)));
      read_again();
    }
  }
}

std::string_view line_break_of(std::string_view text) {
  std::size_t feed = text.find('\n');
  return feed != text.npos && feed > 0 && text[feed - 1] == '\r' ? "\r\n" : "\n";
}

/// Nothing when the result does not say what was meant.
std::optional<std::string> edit_document(std::string text, const Place& place,
                                         const std::vector<YamlEdit>& edits, const KeyOrder& order,
                                         const Writing& writing) try {
  Editor editor(std::move(text), place, order, writing);
  YamlTree meant = editor.tree();
  for (const YamlEdit& edit : edits) {
    editor.apply(edit);
    apply(meant, edit);
  }
  if (!same(meant, editor.tree())) return std::nullopt;
  return editor.text();
} catch (const Unreadable&) {
  return std::nullopt;
}

}  // namespace

std::string edit_yaml(std::string_view text, const std::string& name, std::size_t document,
                      const std::vector<YamlEdit>& edits, const KeyOrder& order) {
  parse_yaml(text, name);  // errors carry the lines of the whole text
  std::vector<YamlPiece> pieces = split_yaml(text);
  if (document >= pieces.size())
    throw Error(Code::book, "there is no document " + std::to_string(document + 1), {name});
  const YamlPiece& piece = pieces[document];
  std::size_t begin = piece.marker == text.npos ? piece.content : piece.marker;
  Place place{name, core::position_of(text, begin).line};
  std::string_view line_break = line_break_of(text);
  std::string content(text.substr(begin, piece.end - begin));
  std::optional<std::string> edited;
  for (bool blocks : {true, false}) {
    if (!edited) edited = edit_document(content, place, edits, order, {line_break, blocks});
    if (edited || content.ends_with('\n')) continue;
    // A block that ends without a line break can't be followed by anything.
    std::string ended = content;
    end_last_line(ended, name, line_break);
    edited = edit_document(ended, place, edits, order, {line_break, blocks});
  }
  if (!edited) {
    throw Error(Code::book, "can't be changed without changing something else", {name},
                "change this document by hand");
  }
  return std::string(text.substr(0, begin)) + *edited + std::string(text.substr(piece.end));
}

}  // namespace flatcrm::format
