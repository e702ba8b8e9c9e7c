#include "format/yaml_block.h"

#include <algorithm>

#include "format/yaml_stream.h"

namespace flatcrm::format {
namespace {

struct Line {
  std::size_t begin = 0, stop = 0, next = 0;  // stop: without the line break
  int column = 0;                             // of its first byte that is no blank
  bool blank = false;
};

Line read_line(std::string_view text, std::size_t begin) {
  Line line;
  line.begin = begin;
  line.next = next_line(text, begin);
  line.stop = line.next > begin && text[line.next - 1] == '\n' ? line.next - 1 : line.next;
  if (line.stop < line.next && line.stop > begin && text[line.stop - 1] == '\r') --line.stop;
  std::size_t first = std::min(text.find_first_not_of(' ', begin), line.stop);
  line.column = static_cast<int>(first - begin);
  line.blank = first == line.stop;
  return line;
}

class BlockReader {
 public:
  BlockReader(std::string_view text, std::size_t begin, int parent_column)
      : text_(text), header_(read_line(text, begin)), parent_column_(parent_column) {
    block_.folded = text[begin] == '>';
  }

  std::optional<YamlBlock> read(core::Arena& arena) {
    if (!read_header() || !find_end()) return std::nullopt;
    // Folding puts at most as much in the place of a line break as stood there.
    std::size_t room = end_ - header_.next + 1;
    out_ = begin_ = arena.take(room);
    for (std::size_t at = header_.next; at < end_;) {
      Line line = read_line(text_, at);
      bool broken = line.stop != line.next;
      at = line.next;
      take(line, broken);
    }
    if (block_.chomp != '-') put_breaks(last_broken_ ? 1 : 0);
    if (block_.chomp == '+') put_breaks(blanks_);
    block_.text = {begin_, static_cast<std::size_t>(out_ - begin_)};
    arena.give_back(room - block_.text.size());
    return block_;
  }

 private:
  bool read_header() {
    std::size_t at = header_.begin + 1;
    for (; at < header_.stop && at < header_.begin + 3; ++at) {
      char c = text_[at];
      if ((c == '+' || c == '-') && block_.chomp == ' ') {
        block_.chomp = c;
      } else if (c >= '1' && c <= '9' && block_.indent < 0) {
        block_.indent = std::max(parent_column_, 0) + (c - '0');
      } else {
        break;
      }
    }
    std::size_t rest = at;
    while (rest < header_.stop && (text_[rest] == ' ' || text_[rest] == '\t')) ++rest;
    return rest == header_.stop || (text_[rest] == '#' && rest > at);
  }

  /// Finds the indentation and the last line.
  bool find_end() {
    int longest_blank = 0;
    end_ = header_.next;
    block_.end = header_.stop;
    for (std::size_t at = header_.next; at < text_.size();) {
      Line line = read_line(text_, at);
      at = line.next;
      if (line.blank && block_.indent < 0) longest_blank = std::max(longest_blank, line.column);
      if (!line.blank) {
        if (block_.indent < 0 && line.column > parent_column_) block_.indent = line.column;
        if (block_.indent < 0 || line.column < block_.indent) break;
        if (longest_blank > block_.indent) return false;
      } else if (block_.chomp != '+' && (block_.indent < 0 || line.column <= block_.indent)) {
        continue;
      }
      block_.end = line.stop;
      end_ = line.next;
    }
    return true;
  }

  void take(const Line& line, bool broken) {
    auto indent = static_cast<std::size_t>(std::max(block_.indent, 0));
    if (line.blank && (block_.indent < 0 || line.stop - line.begin <= indent)) {
      blanks_ += broken ? 1 : 0;
      return;
    }
    char first = text_[line.begin + indent];
    bool spaced = first == ' ' || first == '\t';
    if (!any_) {
      put_breaks(blanks_);
    } else if (block_.folded && !spaced && !last_spaced_) {
      if (blanks_ == 0) *out_++ = ' ';
      put_breaks(blanks_);
    } else {
      put_breaks(blanks_ + 1);
    }
    std::string_view content = text_.substr(line.begin + indent, line.stop - line.begin - indent);
    out_ = std::copy(content.begin(), content.end(), out_);
    blanks_ = 0;
    any_ = true;
    last_spaced_ = spaced;
    last_broken_ = broken;
  }

  void put_breaks(std::size_t count) { out_ = std::fill_n(out_, count, '\n'); }

  std::string_view text_;
  Line header_;
  int parent_column_;
  YamlBlock block_;
  std::size_t end_ = 0;
  char* begin_ = nullptr;
  char* out_ = nullptr;
  std::size_t blanks_ = 0;  // empty lines since the last with text
  bool any_ = false, last_spaced_ = false, last_broken_ = false;
};

}  // namespace

std::optional<YamlBlock> read_block(std::string_view text, std::size_t begin, int parent_column,
                                    core::Arena& arena) {
  return BlockReader(text, begin, parent_column).read(arena);
}

}  // namespace flatcrm::format
