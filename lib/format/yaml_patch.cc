#include "format/yaml_patch.h"

#include <algorithm>

#include "format/yaml_block.h"
#include "format/yaml_place.h"
#include "format/yaml_stream.h"
#include "format/yaml_style.h"

namespace flatcrm::format {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_space(char c) {
  return is_blank(c) || c == '\r' || c == '\n';
}

std::size_t skip_blanks(std::string_view text, std::size_t offset) {
  while (offset < text.size() && is_blank(text[offset])) ++offset;
  return offset;
}

bool is_block_scalar(std::string_view text, const YamlNode& node) {
  return node.kind == YamlKind::scalar && node.begin < node.end &&
         (text[node.begin] == '|' || text[node.begin] == '>');
}

/// Behind the indicator of a block scalar and the signs that follow it.
std::size_t header_end(std::string_view text, std::size_t begin) {
  std::size_t end = text.find_first_not_of("+-123456789", begin + 1);
  return std::min(end, text.size());
}

}  // namespace

/// The end of the line, before its break.
std::size_t YamlPatch::line_stop(std::size_t offset) const {
  std::size_t stop = std::min(text_.find('\n', offset), text_.size());
  return stop > offset && stop < text_.size() && text_[stop - 1] == '\r' ? stop - 1 : stop;
}

bool YamlPatch::starts_line(std::size_t offset) const {
  return text_.find_first_not_of(' ', line_begin(text_, offset)) == offset;
}

/// Whether nothing but blanks and a comment follow.
bool YamlPatch::ends_line(std::size_t offset) const {
  std::size_t next = skip_blanks(text_, offset);
  return next >= line_stop(offset) || (text_[next] == '#' && next > offset);
}

const YamlNode* YamlPatch::before(const YamlNode& above, const YamlNode& node) const {
  const YamlNode* last = nullptr;
  for (const YamlNode* child = file_.child(above); child != nullptr && child != &node;
       child = file_.next(*child)) {
    last = child;
  }
  return last;
}

/// Where a key (or the ? before it), a dash, or an element of a flow list begins.
std::size_t YamlPatch::entry_begin(const YamlNode& above, const YamlNode& node) const {
  if (above.kind == YamlKind::map) {
    std::size_t begin = node.key_begin;
    std::size_t mark = begin;
    while (mark > 0 && is_space(text_[mark - 1])) --mark;
    bool explicit_key = mark > 0 && mark < begin && text_[mark - 1] == '?' &&
                        (starts_line(mark - 1) || (mark > 2 && text_.compare(mark - 3, 2, "- ") == 0));
    return explicit_key ? mark - 1 : begin;
  }
  const YamlNode* last = before(above, node);
  if (!above.flow) return last == nullptr ? above.begin : skip_yaml_space(text_, last->end);
  std::size_t comma = last == nullptr ? above.begin : skip_yaml_space(text_, last->end);
  return skip_yaml_space(text_, comma + 1);
}

std::size_t YamlPatch::key_end(const YamlNode& node) const {
  char first = text_[node.key_begin];
  bool quoted = first == '"' || first == '\'';
  std::size_t end =
      quoted ? end_of_quoted(text_, node.key_begin) : end_of_plain(text_, node.key_begin, node.key);
  return std::min(end, text_.size());
}

/// Behind the colon of a key.
std::size_t YamlPatch::key_behind(const YamlNode& node) const {
  return std::min(skip_yaml_space(text_, key_end(node)) + 1, text_.size());
}

bool YamlPatch::replace_block(const YamlNode& node, int parent_column, std::string_view value) {
  bool folded = text_[node.begin] == '>' && fits_folded(value);
  bool more_breaks = value.ends_with("\n\n");
  std::size_t below = next_line(text_, node.end);
  bool blank_below =
      below > node.end && below < text_.size() && skip_blanks(text_, below) == line_stop(below);
  if (!layout_.blocks || !fits_literal(value) || (more_breaks && blank_below)) return false;
  core::Arena arena;
  auto block = read_block(text_, node.begin, parent_column, arena);
  auto indent = static_cast<std::size_t>(block && block->indent >= 0 ? block->indent : parent_column + 2);
  std::string printed;
  print_block(value, folded, indent, layout_.line_break, printed);
  std::size_t header = header_end(printed, 0);
  std::size_t behind = header_end(text_, node.begin);
  printed.insert(header, text_.substr(behind, line_stop(behind) - behind));  // a comment
  bool unfinished = node.end == text_.size() && value.ends_with('\n');
  if (unfinished) printed += layout_.line_break;
  replace(node, printed);
  return true;
}

void YamlPatch::clear(const YamlNode& node) {
  std::size_t begin = node.begin;
  if (is_block_scalar(text_, node)) {
    std::size_t behind = header_end(text_, begin);
    std::string comment = text_.substr(behind, line_stop(behind) - behind);
    while (begin > 0 && is_blank(text_[begin - 1])) --begin;
    return replace(begin, node.end, comment);
  }
  while (begin > 0 && is_space(text_[begin - 1])) --begin;
  bool below = text_.find('\n', begin) < node.begin;
  if (node.kind == YamlKind::scalar || node.flow || !below) return replace(begin, node.end, "");
  // A block collection: its lines go, and the comments between them and the key.
  std::size_t key = begin;
  while (key > 0 && text_.find('#', line_begin(text_, key)) < key &&
         starts_line(text_.find('#', line_begin(text_, key)))) {
    key = line_begin(text_, key) - 1;
  }
  replace(line_stop(line_begin(text_, key)), line_stop(node.end), "");
}

void YamlPatch::fill(const YamlNode& above, const YamlNode& node, const YamlTree& tree) {
  std::string value;
  if (above.flow) {
    value = " ";
    print_inline(tree, YamlSpot::flow, value);
    std::size_t end = above.kind == YamlKind::map ? key_end(node) : node.begin;
    bool bare = above.kind == YamlKind::map && text_[skip_yaml_space(text_, end)] != ':';  // {key}
    if (bare) return replace(end, end, ":" + value);
    return replace(node.begin, node.begin, value);
  }
  auto column = static_cast<std::size_t>(column_of(text_, above.begin));
  print_value(tree, column, above.kind == YamlKind::list, layout_, value);
  std::size_t broken = std::min(value.find(layout_.line_break), value.size());
  bool ends = tree.kind == YamlKind::scalar && tree.text.ends_with('\n');
  if (broken < value.size()) {
    insert_lines(node.begin, std::string_view(value).substr(broken + layout_.line_break.size()), ends);
  }
  replace(node.begin, node.begin, std::string_view(value).substr(0, broken));
}

/// Lines below the one at hand. The last line of a text without a line break gets one, and the new last has none unless it `ends`.
void YamlPatch::insert_lines(std::size_t offset, std::string_view lines, bool ends) {
  std::size_t below = next_line(text_, offset);
  bool broken = below > 0 && text_[below - 1] == '\n';
  std::string inserted(lines);
  if (broken || ends) inserted += layout_.line_break;
  if (!broken) inserted.insert(0, layout_.line_break);
  replace(below, below, inserted);
}

void YamlPatch::fill_root(const YamlTree& tree) {
  std::string lines;
  for (const YamlTree& child : tree.children) {
    print_entry(child, 0, false, layout_, lines);
    lines += layout_.line_break;
  }
  if (!text_.empty() && text_.back() != '\n') text_ += layout_.line_break;
  text_ += lines;
}

/// Comments below an entry that are indented deeper than its collection are about what is in it.
std::size_t YamlPatch::behind_deeper_comments(std::size_t stop, std::size_t column) const {
  for (std::size_t next = next_line(text_, stop); next < text_.size(); next = next_line(text_, next)) {
    std::size_t first = skip_blanks(text_, next);
    if (first >= text_.size() || text_[first] != '#' || first - next <= column) break;
    stop = line_stop(next);
  }
  return stop;
}

void YamlPatch::insert(const YamlNode& above, const YamlNode* after, const YamlTree& entry) {
  if (above.flow) return insert_in_flow(above, after, entry);
  auto column = static_cast<std::size_t>(column_of(text_, above.begin));
  std::string indentation(column, ' '), lines;
  print_entry(entry, column, above.kind == YamlKind::list, layout_, lines);
  if (after == nullptr) {
    std::size_t begin = entry_begin(above, *file_.child(above));
    return replace(begin, begin, lines.append(layout_.line_break) + indentation);
  }
  bool ends = entry.kind == YamlKind::scalar && entry.text.ends_with('\n');
  insert_lines(behind_deeper_comments(line_stop(after->end), column), indentation + lines, ends);
}

void YamlPatch::insert_in_flow(const YamlNode& above, const YamlNode* after, const YamlTree& entry) {
  std::string value;
  if (above.kind == YamlKind::map) {
    print_scalar(entry.key, false, YamlSpot::flow, value);
    value += ": ";
  }
  print_inline(entry, YamlSpot::flow, value);
  if (after != nullptr) return replace(after->end, after->end, ", " + value);
  std::size_t begin = above.begin + 1;
  if (above.children > 0) {
    begin = skip_yaml_space(text_, begin);
    value += ", ";
  }
  replace(begin, begin, value);
}

/// Whether the line is right below a block that keeps its last line breaks, so that blank lines there would be part of it.
bool YamlPatch::follows_keeping_block(const YamlNode& node, std::size_t line) const {
  if (node.aliased) return false;
  if (is_block_scalar(text_, node)) {
    std::string_view header =
        std::string_view(text_).substr(node.begin, header_end(text_, node.begin) - node.begin);
    return header.find('+') != header.npos && next_line(text_, node.end) == line;
  }
  for (const YamlNode* child = file_.child(node); child != nullptr; child = file_.next(*child)) {
    if (follows_keeping_block(*child, line)) return true;
  }
  return false;
}

void YamlPatch::remove(const YamlNode& above, const YamlNode& node) {
  if (above.flow) return remove_in_flow(above, node);
  std::size_t begin = entry_begin(above, node);
  if (starts_line(begin)) {
    std::size_t line = line_begin(text_, begin), below = next_line(text_, node.end);
    while (follows_keeping_block(file_.root(0), line) && below < text_.size() &&
           skip_blanks(text_, below) == line_stop(below)) {
      below = next_line(text_, below);
    }
    return replace(line, below, "");
  }
  // The first entry behind a dash: the next one takes its place, or the dash stays alone above what comments it.
  std::size_t next = entry_begin(above, *file_.next(node));
  if (next_line(text_, node.end) == line_begin(text_, next)) return replace(begin, next, "");
  while (is_blank(text_[begin - 1])) --begin;
  replace(begin, line_stop(node.end), "");
}

void YamlPatch::remove_in_flow(const YamlNode& above, const YamlNode& node) {
  std::size_t begin = entry_begin(above, node);
  std::size_t comma = skip_yaml_space(text_, node.end);
  bool has_comma = comma < text_.size() && text_[comma] == ',';
  std::size_t behind = has_comma ? comma + 1 : node.end;
  if (starts_line(begin) && ends_line(behind)) {
    replace(line_begin(text_, begin), next_line(text_, behind), "");
  } else if (file_.next(node) != nullptr) {
    replace(begin, skip_blanks(text_, behind), "");
  } else {
    replace(before(above, node)->end, node.end, "");
  }
}

void end_last_line(std::string& text, const std::string& name, std::string_view line_break) {
  if (text.empty() || text.back() == '\n') return;
  YamlFile file = parse_yaml(text, name);
  if (file.documents() == 0) return;
  const YamlNode* last = &file.root(file.documents() - 1);
  while (last->kind != YamlKind::scalar && !last->flow && !last->aliased && last->children > 0) {
    const YamlNode* child = file.child(*last);
    while (file.next(*child) != nullptr) child = file.next(*child);
    last = child;
  }
  if (is_block_scalar(text, *last) && last->end == text.size()) {
    std::size_t behind = header_end(text, last->begin);
    std::string header = text.substr(last->begin, behind - last->begin);
    std::erase(header, '+');
    if (header.find('-') == header.npos) header += '-';
    text.replace(last->begin, behind - last->begin, header);
  }
  text += line_break;
}

}  // namespace flatcrm::format
