#include "format/json_rows.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/error.h"
#include "core/path.h"
#include "core/text.h"

namespace flatcrm::format {
namespace {

/// What the members of one object are.
class Members : public JsonEvents {
 public:
  void object_begins(std::size_t) override {
    if (depth_ == 2 && !scalars_) objects_ = true;
    ++depth_;
  }
  void key(std::string_view name, std::size_t) override {
    if (depth_ == 1) name_ = name;
  }
  void object_ends() override { close(); }
  void array_begins(std::size_t) override {
    if (depth_ == 1) objects_ = scalars_ = false;
    if (depth_ == 0) list_ = true;
    ++depth_;
  }
  void array_ends() override {
    if (depth_ == 2 && !list_ && objects_ && !scalars_) lists_.push_back(name_);
    if (depth_ == 2 && !list_ && !(objects_ && !scalars_)) others_.push_back(name_);
    close(true);
  }
  void scalar(JsonKind, std::string_view, std::size_t) override {
    if (depth_ == 1) others_.push_back(name_);
    if (depth_ == 2) scalars_ = true;
  }

  bool is_list() const { return list_; }
  const std::vector<std::string>& lists() const { return lists_; }
  const std::vector<std::string>& others() const { return others_; }

 private:
  void close(bool array = false) {
    if (--depth_ == 1 && !array && !list_) others_.push_back(name_);
  }

  int depth_ = 0;
  bool list_ = false, objects_ = false, scalars_ = false;
  std::string name_;
  std::vector<std::string> lists_, others_;
};

class RowEvents : public JsonEvents {
 public:
  RowEvents(std::string_view text, const JsonLayout& layout, std::uint64_t base, FlatTable& table)
      : text_(text), layout_(layout), base_(base), table_(table) {
    row_depth_ = layout.shape == JsonShape::lines ? 0 : layout.shape == JsonShape::list ? 1 : 2;
  }

  void object_begins(std::size_t offset) override {
    if (in_row()) {
      step();
    } else if (is_row()) {
      table_.begin_row(base_ + offset);
      row_ = depth_;
      path_.clear();
    }
    open(false);
  }
  void key(std::string_view name, std::size_t offset) override {
    if (!in_row()) {
      if (depth_ == 1) selected_ = layout_.shape == JsonShape::member && name == layout_.member;
      return;
    }
    path_.resize(frames_.back().path);
    core::append_key(path_, name);
    key_offset_ = offset;
  }
  void object_ends() override {
    close();
    if (!in_row() || depth_ != row_) return;
    row_ = no_row;
    table_.end_row();
  }
  void array_begins(std::size_t offset) override {
    if (in_row())
      step();
    else if (depth_ >= row_depth_ && (depth_ > row_depth_ || is_row()))
      throw_json(text_, offset, "a record that is no object but a list");
    open(true);
  }
  void array_ends() override {
    if (in_row() && frames_.back().scalars > 0) {
      path_.resize(frames_.back().path);
      finish_list();
    }
    close();
  }
  void scalar(JsonKind kind, std::string_view value, std::size_t offset) override {
    if (!in_row()) {
      if (is_row()) throw_json(text_, offset, "a record that is no object");
      return;
    }
    Frame& frame = frames_.back();
    if (frame.array) {
      ++frame.index;
      if (kind == JsonKind::null) return;
      elements_.push_back(keep(value));
      ++frame.scalars;
      return;
    }
    if (kind != JsonKind::null) set(keep(value));
  }

 private:
  static constexpr int no_row = -1;
  struct Frame {
    std::size_t path = 0;  // its length
    bool array = false;
    std::size_t index = 0;
    std::size_t scalars = 0;
  };
  bool in_row() const { return row_ != no_row; }
  bool is_row() const { return depth_ == row_depth_ && (layout_.shape != JsonShape::member || selected_); }

  /// Into an element of a list: the path gets its number.
  void step() {
    Frame& frame = frames_.back();
    if (!frame.array) return;
    path_.resize(frame.path);
    core::append_number(path_, ++frame.index);
  }
  void open(bool array) {
    ++depth_;
    if (in_row()) frames_.push_back({path_.size(), array, 0, 0});
  }
  void close() {
    --depth_;
    if (!in_row()) return;
    path_.resize(frames_.back().path);
    frames_.pop_back();
  }
  /// Elements of lists within lists stand in one stack.
  void finish_list() {
    const std::size_t first = elements_.size() - frames_.back().scalars;
    const std::vector<std::string_view> mine(elements_.begin() + static_cast<std::ptrdiff_t>(first),
                                             elements_.end());
    elements_.resize(first);
    set(table_.arena().keep(core::join_list(mine)));
  }
  void set(std::string_view value) {
    if (!table_.set(table_.column(path_), value))
      throw_json(text_, key_offset_, fmt::format("the name '{}' stands twice in one object", path_));
  }
  /// What was decoded goes away with the next value.
  std::string_view keep(std::string_view value) {
    const bool in_place = value.data() >= text_.data() && value.data() <= text_.data() + text_.size();
    return in_place ? value : table_.arena().keep(value);
  }

  std::string_view text_;
  const JsonLayout& layout_;
  std::uint64_t base_;
  FlatTable& table_;
  int depth_ = 0, row_depth_ = 0, row_ = no_row;
  bool selected_ = false;
  std::string path_;
  std::size_t key_offset_ = 0;
  std::vector<Frame> frames_;
  std::vector<std::string_view> elements_;
};

}  // namespace

bool is_envelope(std::string_view list, const std::vector<std::string>& beside) {
  static constexpr std::array<std::string_view, 16> lists{
      "content", "data",    "elements", "entries", "features", "hits", "items", "list",
      "objects", "records", "response", "result",  "results",  "rows", "value", "values"};
  static constexpr std::array<std::string_view, 24> words{
      "count",  "cursor",   "done",     "error",   "has",    "last",    "limit", "links",
      "meta",   "metadata", "more",     "next",    "offset", "ok",      "page",  "pages",
      "paging", "prev",     "previous", "records", "status", "success", "total", "version"};
  const std::string name = core::lower_ascii(list);
  if (std::find(lists.begin(), lists.end(), name) != lists.end()) return true;
  return std::all_of(beside.begin(), beside.end(), [&](const std::string& other) {
    const std::string lower = core::lower_ascii(other);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
  });
}

JsonLayout find_json_layout(std::string_view text) {
  JsonLayout layout;
  const std::size_t begin = skip_json_space(text, 0);
  if (text.substr(begin, 1) == "[") {
    layout.shape = JsonShape::list;
    return layout;
  }
  Members members;
  const std::size_t end = read_json(text, begin, members);
  if (skip_json_space(text, end) < text.size() || members.lists().size() != 1) return layout;
  if (!is_envelope(members.lists()[0], members.others())) return layout;
  layout.shape = JsonShape::member;
  layout.member = members.lists()[0];
  layout.beside = members.others();
  return layout;
}

bool is_json_lines(std::string_view text) {
  const std::size_t begin = skip_json_space(text, 0);
  if (text.substr(begin, 1) != "{") return false;
  const std::size_t line_end = text.find('\n', begin);
  // One object alone may be what a service puts around its records, be it written on one line.
  if (line_end == std::string_view::npos || skip_json_space(text, line_end) == text.size()) return false;
  try {
    Members members;
    return skip_json_space(text.substr(0, line_end), read_json(text.substr(0, line_end), begin, members)) ==
           line_end;
  } catch (const Error&) {
    return false;  // said with its place by who reads the whole
  }
}

void read_json_rows(std::string_view text, const JsonLayout& layout, std::uint64_t base, FlatTable& table) {
  RowEvents events(text, layout, base, table);
  std::size_t at = skip_json_space(text, 0);
  while (at < text.size()) {
    at = skip_json_space(text, read_json(text, at, events));
    if (layout.shape != JsonShape::lines && at < text.size())
      throw_json(text, at, "something stands behind the end");
    // Some write a comma behind each line.
    if (layout.shape == JsonShape::lines && at < text.size() && text[at] == ',')
      at = skip_json_space(text, at + 1);
  }
}

}  // namespace flatcrm::format
