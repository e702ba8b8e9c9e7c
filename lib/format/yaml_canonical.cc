// The fast reader of YAML: one pass, line by line, a stack of open collections. Whatever it does not know for
// sure it leaves to the general reader, so that every rule here is about what may be accepted, never about
// what is wrong.
#include <algorithm>
#include <array>
#include <cstring>

#include "core/text.h"
#include "format/yaml.h"
#include "format/yaml_builder.h"
#include "format/yaml_scalar.h"
#include "format/yaml_scan.h"
#include "format/yaml_stream.h"

namespace flatcrm::format {
namespace {

constexpr std::ptrdiff_t longest_key = 1000;  // YAML allows 1024 characters up to the colon
constexpr int no_column = -1;

class CanonicalReader {
 public:
  CanonicalReader(std::string_view text, YamlFile& file)
      : builder_(file, text), begin_(text.data()), end_(text.data() + text.size()), next_(begin_) {}

  bool read() {
    if (std::string_view(begin_, text_size()).starts_with(byte_order_mark)) next_ += 3;
    body_ = next_;
    while (next_ != end_) {
      if (!read_line()) return false;
    }
    return end_document(end_);
  }
  void give_up() { builder_.clear(); }

 private:
  struct Frame {  // not set at first, as a reader is made for every record
    std::uint32_t node, last;
    int column;
    bool list;
  };

  std::size_t text_size() const { return static_cast<std::size_t>(end_ - begin_); }
  std::uint32_t offset(const char* place) const { return static_cast<std::uint32_t>(place - begin_); }
  Frame& top() { return frames_[depth_ - 1]; }
  int top_column() const { return depth_ == 0 ? no_column : frames_[depth_ - 1].column; }
  int column_of(const char* place) const { return static_cast<int>(place - line_); }

  void take_line();
  bool read_line();
  bool read_separator();
  bool end_document(const char* end);
  bool read_content(const char* place);
  bool read_entry(const char* place, bool dash);
  bool read_item(const char* dash);
  bool read_pair(const YamlScalar& key, const char* colon);
  bool read_key_or_scalar(std::uint32_t node, const char* place);
  bool read_value(std::uint32_t node, const char* place);
  bool read_literal(std::uint32_t node, const char* place);
  bool find_literal_lines(std::size_t& indent, const char*& last_end, bool keep);
  bool read_flow(std::uint32_t node, const char*& place);
  bool read_flow_entries(bool list, char close, const char*& place);
  bool read_flow_key(const char*& place, YamlScalar& key);
  bool read_flow_value(std::uint32_t node, const char*& place);

  bool scan_scalar(const char*& place, YamlScalar& scalar);
  const char* skip_blanks(const char* place) const {
    while (place != stop_ && *place == ' ') ++place;
    return place;
  }
  bool is_dash(const char* place) const { return *place == '-' && (place + 1 == stop_ || place[1] == ' '); }
  bool is_colon(const char* place) const {
    return place != stop_ && *place == ':' && (place + 1 == stop_ || place[1] == ' ');
  }

  bool open(std::uint32_t node, const char* place, bool list, bool flow = false);
  bool close();
  void set(std::uint32_t node, const YamlScalar& scalar);
  std::uint32_t add_empty(const char* place, std::string_view key = {}, std::uint32_t key_begin = 0);

  YamlBuilder builder_;
  const char* begin_;
  const char* end_;
  const char* next_;            // the line to come
  const char* body_ = nullptr;  // where the document at hand begins
  const char* line_ = nullptr;  // the line at hand
  const char* stop_ = nullptr;  // its end, without the line break
  std::array<Frame, YamlBuilder::max_depth> frames_;
  std::size_t depth_ = 0;
  std::uint32_t pending_ = 0;  // a node that has no value yet: the lines below may give it one
  bool in_document_ = false;
};

void CanonicalReader::take_line() {
  line_ = next_;
  const void* feed = std::memchr(line_, '\n', static_cast<std::size_t>(end_ - line_));
  stop_ = feed == nullptr ? end_ : static_cast<const char*>(feed);
  next_ = feed == nullptr ? end_ : stop_ + 1;
  if (feed != nullptr && stop_ != line_ && stop_[-1] == '\r') --stop_;
}

bool CanonicalReader::read_line() {
  take_line();
  const char* place = skip_blanks(line_);
  if (place == stop_) return true;
  if (*place == '#') return is_printable(place, stop_);
  if (place == line_ && stop_ - line_ >= 3 && (*place == '-' || *place == '.')) {
    std::string_view start(line_, 3);
    if (start == "---") return read_separator();
    if (start == "...") return false;
  }
  bool marked = stop_ - place >= 3 && std::string_view(place, 3) == byte_order_mark;
  return !marked && read_content(place);
}

bool CanonicalReader::read_separator() {
  if (!ends_line(line_ + 3, stop_)) return false;
  if (in_document_ && !end_document(line_)) return false;
  body_ = next_;
  pending_ = builder_.add_root(offset(body_));
  builder_.node(pending_).begin = builder_.node(pending_).end = offset(line_ + 3);
  in_document_ = true;
  return true;
}

bool CanonicalReader::end_document(const char* end) {
  while (depth_ > 0) {
    if (!close()) return false;
  }
  if (in_document_) builder_.end_document(static_cast<std::size_t>(end - begin_));
  in_document_ = false;
  pending_ = 0;
  return true;
}

bool CanonicalReader::read_content(const char* place) {
  if (!in_document_) {
    pending_ = builder_.add_root(offset(body_));
    in_document_ = true;
  }
  int column = column_of(place);
  bool dash = is_dash(place);
  while (depth_ > 0) {
    bool beyond = top().column == column && top().list && !dash;  // a list that is not indented below its key
    if (top().column <= column && !beyond) break;
    if (!close()) return false;
    pending_ = 0;
  }
  if (depth_ == 0 || top().column != column || top().list != dash) {
    bool fits = column > top_column() || (column == top_column() && dash);
    if (pending_ == 0 || !fits) return false;
    if (dash && !open(pending_, place, true)) return false;
  }
  return read_entry(place, dash);
}

/// A line in an open collection, or the first of a map that is about to open.
bool CanonicalReader::read_entry(const char* place, bool dash) {
  if (dash) {
    pending_ = 0;
    return read_item(place);
  }
  std::uint32_t waiting = column_of(place) > top_column() ? pending_ : 0;
  YamlScalar key;
  const char* after = place;
  if (!scan_scalar(after, key) || !is_colon(after)) return false;
  if (waiting != 0 && !open(waiting, place, false)) return false;
  pending_ = 0;
  return read_pair(key, after);
}

bool CanonicalReader::read_item(const char* dash) {
  std::uint32_t node = add_empty(dash + 1);
  const char* place = skip_blanks(dash + 1);
  if (place == stop_ || *place == '#') {
    pending_ = node;
    return is_printable(place, stop_);
  }
  if (!is_dash(place)) return read_key_or_scalar(node, place);
  return open(node, place, true) && read_item(place);
}

bool CanonicalReader::read_key_or_scalar(std::uint32_t node, const char* place) {
  if (!may_start_plain(*place) && *place != '"' && *place != '\'') return read_value(node, place);
  YamlScalar scalar;
  const char* after = place;
  if (!scan_scalar(after, scalar)) return false;
  if (is_colon(after)) return open(node, place, false) && read_pair(scalar, after);
  set(node, scalar);
  return ends_line(after, stop_);
}

bool CanonicalReader::read_pair(const YamlScalar& key, const char* colon) {
  if (colon - key.begin > longest_key) return false;
  if (!key.quoted && (key.text[0] == '<' || key.text == "~")) return false;
  std::uint32_t node = add_empty(colon + 1, key.text, offset(key.begin));
  const char* place = skip_blanks(colon + 1);
  if (place == stop_ || *place == '#') {
    pending_ = node;
    return is_printable(place, stop_);
  }
  return read_value(node, place);
}

bool CanonicalReader::read_value(std::uint32_t node, const char* place) {
  if (*place == '|') return read_literal(node, place);
  if (*place == '[' || *place == '{') return read_flow(node, place) && ends_line(place, stop_);
  YamlScalar scalar;
  if (!scan_scalar(place, scalar) || is_colon(place)) return false;
  set(node, scalar);
  return ends_line(place, stop_);
}

/// A scalar of either kind, and the blanks between a quoted key and its colon.
bool CanonicalReader::scan_scalar(const char*& place, YamlScalar& scalar) {
  if (*place != '"' && *place != '\'') return scan_plain(place, stop_, scalar);
  if (!scan_quoted(place, stop_, builder_.arena(), scalar)) return false;
  const char* after = skip_blanks(place);
  if (is_colon(after)) place = after;
  return true;
}

// ---- Literal blocks

bool CanonicalReader::read_literal(std::uint32_t node, const char* place) {
  const char* begin = place++;
  char chomp = place != stop_ && (*place == '-' || *place == '+') ? *place++ : ' ';
  if (!ends_line(place, stop_)) return false;
  const char* lines = next_;
  std::size_t indent = 0;
  const char* last_end = nullptr;
  if (!find_literal_lines(indent, last_end, chomp == '+')) return false;
  const char* after = next_;

  auto room = static_cast<std::size_t>(after - lines);
  char* out = builder_.arena().take(room);
  std::size_t size = 0;
  for (next_ = lines; next_ != after;) {
    take_line();
    auto length = static_cast<std::size_t>(stop_ - line_);
    if (length > indent) {
      std::memcpy(out + size, line_ + indent, length - indent);
      size += length - indent;
    }
    if (next_[-1] == '\n' && (chomp != '-' || next_ != after)) out[size++] = '\n';
  }
  builder_.arena().give_back(room - size);
  YamlNode& literal = builder_.node(node);
  literal.quoted = true;
  literal.text = {out, size};
  literal.begin = offset(begin);
  literal.end = offset(last_end);
  return true;
}

/// Steps over the lines of a literal block; next_ is then behind the last that belongs to its value.
bool CanonicalReader::find_literal_lines(std::size_t& indent, const char*& last_end, bool keep) {
  std::size_t longest_blank = 0;
  const char* after = nullptr;
  while (next_ != end_) {
    take_line();
    const char* place = skip_blanks(line_);
    auto blanks = static_cast<std::size_t>(place - line_);
    bool blank = place == stop_;
    if (indent == 0) {
      if (blank) {
        longest_blank = std::max(longest_blank, blanks);
      } else {
        if (column_of(place) <= top_column() || longest_blank > blanks) return false;
        indent = blanks;
      }
    }
    bool content = indent != 0 && blanks > indent;
    if (blank && !content && !keep) continue;
    if (!blank && blanks < indent) break;
    if (!blank && !is_printable(place, stop_)) return false;
    last_end = stop_;
    after = next_;
  }
  next_ = after;
  return indent != 0;
}

// ---- Flow collections on one line

bool CanonicalReader::read_flow(std::uint32_t node, const char*& place) {
  bool list = *place == '[';
  if (!open(node, place, list, true)) return false;
  ++place;
  if (!read_flow_entries(list, list ? ']' : '}', place)) return false;
  if (!close()) return false;
  builder_.node(node).end = offset(place);
  return true;
}

bool CanonicalReader::read_flow_entries(bool list, char closing, const char*& place) {
  while (true) {
    place = skip_blanks(place);
    if (place == stop_) return false;
    if (*place == closing) break;
    YamlScalar key;
    if (!list && !read_flow_key(place, key)) return false;
    std::uint32_t node = list ? add_empty(place) : add_empty(place, key.text, offset(key.begin));
    place = skip_blanks(place);
    if (place == stop_) return false;
    bool empty = !list && (*place == ',' || *place == closing);
    if (!empty && !read_flow_value(node, place)) return false;
    place = skip_blanks(place);
    if (place == stop_) return false;
    if (*place == ',') {
      ++place;
    } else if (*place != closing) {
      return false;
    }
  }
  ++place;
  return true;
}

/// Leaves `place` behind the colon.
bool CanonicalReader::read_flow_key(const char*& place, YamlScalar& key) {
  bool quoted = *place == '"' || *place == '\'';
  if (!(quoted ? scan_quoted(place, stop_, builder_.arena(), key) : scan_flow_plain(place, stop_, key)))
    return false;
  place = skip_blanks(place);
  if (!is_colon(place) || place + 1 == stop_ || place - key.begin > longest_key) return false;
  if (!quoted && (key.text[0] == '<' || key.text == "~")) return false;
  ++place;
  return true;
}

bool CanonicalReader::read_flow_value(std::uint32_t node, const char*& place) {
  if (*place == '[' || *place == '{') return read_flow(node, place);
  YamlScalar scalar;
  bool quoted = *place == '"' || *place == '\'';
  if (!(quoted ? scan_quoted(place, stop_, builder_.arena(), scalar) : scan_flow_plain(place, stop_, scalar)))
    return false;
  set(node, scalar);
  return true;
}

// ---- Nodes

bool CanonicalReader::open(std::uint32_t node, const char* place, bool list, bool flow) {
  if (depth_ == frames_.size()) return false;
  YamlNode& opened = builder_.node(node);
  opened.kind = list ? YamlKind::list : YamlKind::map;
  opened.flow = flow;
  opened.begin = offset(place);
  Frame& frame = frames_[depth_++];
  frame.node = node;
  frame.last = 0;
  frame.column = column_of(place);
  frame.list = list;
  return true;
}

bool CanonicalReader::close() {
  Frame& frame = top();
  --depth_;
  YamlNode& closed = builder_.node(frame.node);
  if (frame.last != 0) closed.end = builder_.node(frame.last).end;
  return frame.list || builder_.find_duplicate(frame.node) == 0;
}

void CanonicalReader::set(std::uint32_t node, const YamlScalar& scalar) {
  YamlNode& value = builder_.node(node);
  value.quoted = scalar.quoted;
  value.text = !scalar.quoted && is_null(scalar.text) ? std::string_view() : scalar.text;
  value.begin = offset(scalar.begin);
  value.end = offset(scalar.end);
}

std::uint32_t CanonicalReader::add_empty(const char* place, std::string_view key, std::uint32_t key_begin) {
  Frame& frame = top();
  std::uint32_t index = builder_.append(frame.node, frame.last);
  YamlNode& node = builder_.node(index);
  node.key = key;
  node.key_begin = key_begin;
  node.begin = node.end = offset(place);
  return index;
}

}  // namespace

bool parse_canonical_yaml(std::string_view text, YamlFile& into) {
  bool usable =
      text.size() <= YamlBuilder::max_text && core::find_invalid_utf8(text) == std::string_view::npos;
  CanonicalReader reader(usable ? text : std::string_view(), into);
  if (usable && reader.read()) return true;
  reader.give_up();
  return false;
}

}  // namespace flatcrm::format
