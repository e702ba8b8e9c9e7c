// Reads YAML through yaml-cpp's events. The library says where a value begins; where it ends is found in the
// text again, and every gap between two values is looked at, so that what the library is lenient with is
// refused rather than guessed.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <optional>
#include <streambuf>

#include "core/error.h"
#include "core/text.h"
#include "format/yaml.h"
#include "format/yaml_block.h"
#include "format/yaml_builder.h"
#include "format/yaml_check.h"
#include "format/yaml_place.h"
#include "format/yaml_scalar.h"
#include "format/yaml_stream.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_aliased = 10'000;
constexpr std::string_view core_tag = "tag:yaml.org,2002:";

/// Turns yaml-cpp's events of one document into nodes.
class Handler final : public YAML::EventHandler {
 public:
  Handler(YamlBuilder& builder, std::string_view text, const std::string& name, const YamlPiece& piece)
      : builder_(builder), text_(text), name_(name), piece_(piece) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_)
      fail_at(place(mark), "more text behind the end of the document's value", "start a document with ---");
    started_ = true;
    root_ = builder_.add_root(piece_.content);
  }
  void OnDocumentEnd() override {
    std::size_t rest = skip_yaml_space(text_, builder_.node(root_).end);
    if (rest < piece_.end) fail_at(rest, "this does not belong to the value before it");
    builder_.end_document(piece_.end);
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, style, YamlKind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, style, YamlKind::map);
  }
  void OnMapEnd() override;

 private:
  struct Frame {
    std::uint32_t node = 0, last = 0;
    std::size_t begin = 0;
    int column = 0;
    bool list = false, flow = false, bracket = false;
    bool has_key = false;
    std::string_view key;
    std::size_t key_begin = 0, key_end = 0;
  };

  [[noreturn]] void fail_at(std::size_t offset, const std::string& what, const std::string& hint = {},
                            Code code = Code::book) const {
    fail_yaml(text_, name_, offset, what, hint, code);
  }
  std::size_t place(const YAML::Mark& mark) const {
    std::size_t relative = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
    return std::min(piece_.begin + relative, piece_.end);
  }
  bool wants_key() const { return !frames_.empty() && !frames_.back().list && !frames_.back().has_key; }
  bool in_flow() const { return !frames_.empty() && frames_.back().flow; }
  int parent_column() const { return frames_.empty() ? -1 : frames_.back().column; }

  std::size_t cursor();
  void check_gap(std::size_t from, std::size_t to) const;
  std::size_t skip_properties(std::size_t offset) const;
  std::size_t empty_place();
  bool is_written_null(std::size_t offset);
  void take_key(std::size_t offset, std::size_t end, std::string_view text);
  std::uint32_t add(YamlNode node, YAML::anchor_t anchor);
  std::size_t read_scalar(std::size_t begin, const std::string& value, YamlNode& node);
  void apply_tag(const std::string& tag, std::size_t offset, YamlNode& node) const;
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style, YamlKind kind);
  void close();
  void copy_children(std::uint32_t from, std::uint32_t to, std::size_t depth);

  YamlBuilder& builder_;
  std::string_view text_;
  const std::string& name_;
  const YamlPiece& piece_;
  std::vector<Frame> frames_;
  std::vector<std::uint32_t> anchors_;  // by yaml-cpp's number, 0: not known
  std::uint32_t root_ = 0;
  std::size_t aliased_ = 0;
  bool started_ = false, has_value_ = false;
};

/// Behind what was read last.
std::size_t Handler::cursor() {
  if (frames_.empty()) return piece_.marker == text_.npos ? piece_.content : piece_.marker + 3;
  const Frame& frame = frames_.back();
  if (frame.has_key) return frame.key_end;
  if (frame.last != 0) return builder_.node(frame.last).end;
  return frame.begin + (frame.bracket ? 1 : 0);
}

/// Between two values there is white space, comments and indicators; anything else means that a place was
/// lost.
void Handler::check_gap(std::size_t from, std::size_t to) const {
  if (from > to) fail_at(to, "this does not belong to the value before it");
  while (true) {
    from = skip_yaml_space(text_, from);
    if (from >= to) return;
    if (text_[from] == '#') fail_at(from, "a comment needs a blank before it");
    if (std::string_view("-?:,").find(text_[from]) == std::string_view::npos) {
      fail_at(from, "this does not belong to the value before it");
    }
    ++from;
  }
}

std::size_t Handler::skip_properties(std::size_t offset) const {
  while (offset < piece_.end && (text_[offset] == '&' || text_[offset] == '!')) {
    std::size_t end = end_of_property(text_, offset);
    offset = end;
    std::size_t next = skip_yaml_space(text_, end);
    if (next < piece_.end && (text_[next] == '&' || text_[next] == '!')) offset = next;
  }
  return offset;
}

/// Where a value stands that is not written: behind its colon or dash.
std::size_t Handler::empty_place() {
  if (frames_.empty()) return cursor();
  std::size_t from = cursor();
  std::size_t next = skip_yaml_space(text_, from);
  char indicator = frames_.back().list ? '-' : ':';
  if (next < piece_.end && text_[next] == indicator) return next + 1;
  if (!in_flow()) fail_at(from, "a colon is missing behind the key");
  return from;
}

/// yaml-cpp gives a null that is not written the place of the next token, which may be a key named null.
bool Handler::is_written_null(std::size_t offset) {
  if (null_word(text_.substr(0, piece_.end), offset).empty()) return false;
  if (offset < cursor()) return false;
  return frames_.empty() || in_flow() || column_of(text_, offset) > parent_column();
}

void Handler::take_key(std::size_t offset, std::size_t end, std::string_view text) {
  Frame& frame = frames_.back();
  check_gap(cursor(), offset);
  frame.has_key = true;
  frame.key = text;
  frame.key_begin = offset;
  frame.key_end = end;
}

std::uint32_t Handler::add(YamlNode node, YAML::anchor_t anchor) {
  std::uint32_t index = root_;
  node.anchored = anchor != YAML::NullAnchor;
  if (frames_.empty()) {
    if (has_value_) fail_at(node.begin, "more text behind the end of the document's value");
    has_value_ = true;
    builder_.node(root_) = node;
  } else {
    Frame& frame = frames_.back();
    node.key = frame.key;
    node.key_begin = static_cast<std::uint32_t>(frame.key_begin);
    index = builder_.append(frame.node, frame.last);
    builder_.node(index) = node;
    frame.has_key = false;
    frame.key = {};
    frame.key_begin = 0;
  }
  if (node.anchored) {
    if (anchors_.size() <= anchor) anchors_.resize(anchor + 1);
    anchors_[anchor] = index;
  }
  return index;
}

void Handler::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  std::size_t offset = place(mark);
  if (wants_key()) {
    std::string_view word = null_word(text_.substr(0, piece_.end), offset);
    if (word.empty() || anchor != YAML::NullAnchor) fail_at(offset, "a key is missing before the colon");
    return take_key(offset, offset + word.size(), word);
  }
  YamlNode node;
  std::size_t begin = offset, end = offset;
  if (anchor != YAML::NullAnchor) {
    check_gap(cursor(), offset);
    end = skip_properties(offset);
    begin = skip_yaml_space(text_, end);
  }
  if (is_written_null(begin)) {
    if (anchor == YAML::NullAnchor) check_gap(cursor(), begin);
    end = begin + null_word(text_, begin).size();
  } else if (in_flow() && frames_.back().list) {
    fail_at(cursor(), "an element is missing in a list");
  } else {
    begin = end = anchor != YAML::NullAnchor ? end : empty_place();
  }
  node.begin = static_cast<std::uint32_t>(begin);
  node.end = static_cast<std::uint32_t>(end);
  add(node, anchor);
}

void Handler::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  std::size_t offset = place(mark);
  if (wants_key()) fail_at(offset, "an alias can't be a key");
  check_gap(cursor(), offset);
  std::uint32_t source = anchor < anchors_.size() ? anchors_[anchor] : 0;
  for (const Frame& frame : frames_) {
    if (frame.node == source) fail_at(offset, "an alias inside what it stands for");
  }
  if (source == 0) fail_at(offset, "an alias of nothing");
  YamlNode node = builder_.node(source);
  node.first_child = node.next = node.children = 0;
  node.aliased = true;
  node.begin = static_cast<std::uint32_t>(offset);
  node.end = static_cast<std::uint32_t>(end_of_property(text_, offset));
  copy_children(source, add(node, YAML::NullAnchor), frames_.size() + 1);
}

void Handler::copy_children(std::uint32_t from, std::uint32_t to, std::size_t depth) {
  std::uint32_t last = 0;
  std::uint32_t begin = builder_.node(to).begin, end = builder_.node(to).end;
  if (++aliased_ > most_aliased) fail_at(begin, "aliases stand for more than 10,000 values", {}, Code::limit);
  if (builder_.node(from).kind != YamlKind::scalar && depth > YamlBuilder::max_depth) {
    fail_at(begin, "nested deeper than 64 levels", {}, Code::limit);
  }
  for (std::uint32_t child = builder_.node(from).first_child; child != 0; child = builder_.node(child).next) {
    YamlNode node = builder_.node(child);
    node.first_child = node.next = node.children = 0;
    node.aliased = true;
    node.anchored = false;
    node.key_begin = node.begin = begin;
    node.end = end;
    std::uint32_t copy = builder_.append(to, last);
    builder_.node(copy) = node;
    copy_children(child, copy, depth + 1);
  }
}

/// Finds where the scalar ends. What is quoted or a block is read here, as yaml-cpp takes liberties with line
/// breaks in it.
std::size_t Handler::read_scalar(std::size_t begin, const std::string& value, YamlNode& node) {
  std::string_view document = text_.substr(0, piece_.end);
  char first = begin < document.size() ? document[begin] : '\0';
  if (first == '"' || first == '\'') {
    std::size_t end = end_of_quoted(document, begin);
    if (end == document.npos) fail_at(begin, "a quote is not closed");
    std::string_view raw = document.substr(begin, end - begin);
    if (!decode_quoted(raw, builder_.arena(), node.text)) fail_at(begin, "an escape that YAML does not know");
    node.quoted = true;
    if (end < document.size() && document[end] == '#') fail_at(end, "a comment needs a blank before it");
    return end;
  }
  if (!in_flow() && (first == '|' || first == '>')) {
    std::optional<YamlBlock> block = read_block(document, begin, parent_column(), builder_.arena());
    if (!block) fail_at(begin, "a block with a wrong header or indentation");
    node.quoted = true;
    node.text = block->text;
    return block->end;
  }
  std::size_t end = end_of_plain(document, begin, value);
  if (end == document.npos) fail_at(begin, "this value can't be told from what follows it", "quote it");
  if (in_flow() && value == "-") fail_at(begin, "a dash alone", "quote it");
  node.text = builder_.arena().keep(value);
  return end;
}

void Handler::apply_tag(const std::string& tag, std::size_t offset, YamlNode& node) const {
  if (tag == "?") return;
  if (tag == "!") {
    node.quoted = true;
    return;
  }
  std::string_view rest = tag;
  bool known = rest.starts_with(core_tag);
  if (known) rest.remove_prefix(core_tag.size());
  if (known && node.kind == YamlKind::scalar) {
    node.quoted = rest == "str";
    known = node.quoted || rest == "int" || rest == "float" || rest == "bool" || rest == "null";
    if (rest == "null") node.text = {};
  } else {
    known = known && rest == (node.kind == YamlKind::map ? "map" : "seq");
  }
  if (!known) fail_at(offset, "the tag " + tag + " is not supported", "take it out");
}

void Handler::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
  std::size_t offset = place(mark);
  bool has_properties = offset < piece_.end && (text_[offset] == '&' || text_[offset] == '!');
  YamlNode node;
  if (wants_key()) {
    if (has_properties) fail_at(offset, "a key can't have an anchor or a tag");
    std::size_t end = read_scalar(offset, value, node);
    if (!node.quoted && value == "<<") fail_at(offset, "merge keys are not supported", "write the keys out");
    return take_key(offset, end, node.text);
  }
  check_gap(cursor(), offset);
  std::size_t properties_end = has_properties ? skip_properties(offset) : offset;
  std::size_t begin = has_properties ? skip_yaml_space(text_, properties_end) : offset;
  std::size_t end = properties_end;
  if (value.empty() && has_properties && !starts_quoted(text_.substr(0, piece_.end), begin)) {
    begin = end;  // !!str and nothing behind it
  } else {
    end = read_scalar(begin, value, node);
  }
  apply_tag(tag, offset, node);
  node.begin = static_cast<std::uint32_t>(begin);
  node.end = static_cast<std::uint32_t>(end);
  add(node, anchor);
}

void Handler::open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                   YAML::EmitterStyle::value style, YamlKind kind) {
  std::size_t offset = place(mark);
  if (wants_key()) fail_at(offset, "a key must be a scalar, not a list or map");
  if (frames_.size() == YamlBuilder::max_depth)
    fail_at(offset, "nested deeper than 64 levels", {}, Code::limit);
  check_gap(cursor(), offset);
  YamlNode node;
  node.kind = kind;
  node.flow = style == YAML::EmitterStyle::Flow;
  bool has_properties = anchor != YAML::NullAnchor || (tag != "?" && tag != "!") || tag == "!";
  std::size_t begin = has_properties ? skip_yaml_space(text_, skip_properties(offset)) : offset;
  apply_tag(tag == "!" ? "?" : tag, offset, node);
  node.begin = node.end = static_cast<std::uint32_t>(begin);
  Frame frame;
  frame.begin = begin;
  frame.column = node.flow ? parent_column() : column_of(text_, begin);
  frame.list = kind == YamlKind::list;
  frame.flow = node.flow;
  frame.bracket = node.flow && begin < piece_.end && (text_[begin] == '[' || text_[begin] == '{');
  frame.node = add(node, anchor);
  frames_.push_back(frame);
}

void Handler::close() {
  Frame frame = frames_.back();
  std::size_t end = cursor();
  if (frame.bracket) {
    while (true) {  // a comma may follow the last value, and a colon a key without one
      end = skip_yaml_space(text_, end);
      if (end >= piece_.end || std::string_view(",:?").find(text_[end]) == std::string_view::npos) break;
      ++end;
    }
    if (end >= piece_.end || text_[end] != (frame.list ? ']' : '}')) {
      fail_at(std::min(end, piece_.end), "this does not belong to the value before it");
    }
    ++end;
    if (end < piece_.end && text_[end] == '#') fail_at(end, "a comment needs a blank before it");
  }
  builder_.node(frame.node).end = static_cast<std::uint32_t>(end);
  frames_.pop_back();
}

void Handler::OnMapEnd() {
  if (std::uint32_t twice = builder_.find_duplicate(frames_.back().node); twice != 0) {
    const YamlNode& node = builder_.node(twice);
    fail_at(node.key_begin, "the key '" + std::string(node.key) + "' is given twice", "keep one of them");
  }
  close();
}

/// A stream over text that is not copied.
class ViewBuffer final : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a get area is never written to; putback compares
    setg(begin, begin, begin + text.size());
  }
};

std::string hint_for(const std::string& message) {
  if (message.find("tab") != message.npos) return "indent with blanks";
  if (message.find("anchor") != message.npos) return "define the anchor before it is used";
  return "check the indentation, and quote text that holds ': ' or ' #' or starts with a special character";
}

void read_piece(std::string_view text, const std::string& name, const YamlPiece& piece,
                YamlBuilder& builder) {
  check_yaml_piece(text, name, piece);
  ViewBuffer buffer(text.substr(piece.begin, piece.end - piece.begin));
  std::istream stream(&buffer);
  Handler handler(builder, text, name, piece);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(handler)) {
    }
  } catch (const YAML::Exception& error) {
    std::size_t first_line = core::position_of(text, piece.begin).line;
    bool placed = error.mark.line >= 0 && error.mark.column >= 0;
    std::size_t line = placed ? first_line + static_cast<std::size_t>(error.mark.line) : first_line;
    std::size_t column = placed ? static_cast<std::size_t>(error.mark.column) + 1 : 0;
    throw Error(Code::book, "not valid YAML: " + error.msg, {name, line, column}, hint_for(error.msg));
  }
}

}  // namespace

void parse_general_yaml(std::string_view text, const std::string& name, YamlFile& into) {
  YamlBuilder builder(into, text);
  try {
    check_yaml_text(text, name);
    for (const YamlPiece& piece : split_yaml(text)) read_piece(text, name, piece, builder);
  } catch (...) {
    builder.clear();
    throw;
  }
}

}  // namespace flatcrm::format
