#include "format/yaml_stream.h"

#include <algorithm>

namespace flatcrm::format {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// Whether the line is a separator of that kind: three such characters, then white space or nothing.
bool is_separator(std::string_view line, std::string_view kind) {
  return line.starts_with(kind) && (line.size() == 3 || blanks.find(line[3]) != blanks.npos);
}

bool is_empty(std::string_view line) {
  std::size_t first = line.find_first_not_of(blanks);
  return first == line.npos || line[first] == '#';
}

/// Whether it is the first byte, a byte order mark not counted.
bool starts_text(std::string_view text, std::size_t offset) {
  return offset == 0 || (offset == byte_order_mark.size() && text.starts_with(byte_order_mark));
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<YamlPiece> split() {
    std::size_t begin = text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    piece_ = {};
    piece_.begin = begin;
    for (std::size_t next = begin; next < text_.size(); next = after_) {
      after_ = next_line(text_, next);
      take(next, text_.substr(next, after_ - next));
    }
    if (in_document_) close(text_.size(), text_.size());
    if (!in_document_ && piece_.directive != std::string_view::npos) close(text_.size(), text_.size());
    return std::move(pieces_);
  }

 private:
  void take(std::size_t offset, std::string_view line) {
    if (is_separator(line, "---")) {
      if (in_document_) close(offset, offset);
      piece_.marker = offset;
      piece_.content = is_empty(line.substr(3)) ? after_ : offset + 3;
      in_document_ = true;
    } else if (is_separator(line, "...")) {
      if (in_document_) close(offset, after_);
      in_document_ = false;
    } else if (!in_document_ && line.starts_with('%')) {
      piece_.directive = std::min(piece_.directive, offset);
    } else if (!in_document_ && !is_empty(line)) {
      piece_.content = piece_.begin;
      in_document_ = true;
    }
  }
  void close(std::size_t end, std::size_t after) {
    piece_.end = end;
    piece_.after = after;
    pieces_.push_back(piece_);
    piece_ = {};
    piece_.begin = after;
  }

  std::string_view text_;
  std::vector<YamlPiece> pieces_;
  YamlPiece piece_;
  std::size_t after_ = 0;  // where the line at hand ends
  bool in_document_ = false;
};

}  // namespace

std::vector<YamlPiece> split_yaml(std::string_view text) {
  return Splitter(text).split();
}

std::size_t next_line(std::string_view text, std::size_t offset) {
  std::size_t feed = text.find('\n', offset);
  return feed == text.npos ? text.size() : feed + 1;
}

std::size_t line_begin(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  std::size_t feed = text.rfind('\n', offset - 1);
  return feed == text.npos ? 0 : feed + 1;
}

std::size_t skip_yaml_space(std::string_view text, std::size_t offset) {
  while (offset < text.size()) {
    if (blanks.find(text[offset]) != blanks.npos) {
      ++offset;
    } else if (text[offset] == '#' &&
               (starts_text(text, offset) || blanks.find(text[offset - 1]) != blanks.npos)) {
      offset = next_line(text, offset);
    } else {
      break;
    }
  }
  return offset;
}

}  // namespace flatcrm::format
