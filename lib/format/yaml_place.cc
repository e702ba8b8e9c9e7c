#include "format/yaml_place.h"

#include <algorithm>

#include "format/yaml_scalar.h"
#include "format/yaml_stream.h"

namespace flatcrm::format {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return text.npos;
}

std::size_t end_of_plain(std::string_view text, std::size_t begin, std::string_view value) {
  std::size_t at = begin;
  for (std::size_t i = 0; i < value.size();) {
    if (at >= text.size()) return text.npos;
    std::size_t next = at;
    while (next < text.size() && is_space(text[next])) ++next;
    auto breaks =
        static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                            text.begin() + static_cast<std::ptrdiff_t>(next), '\n'));
    if (breaks > 0) {  // one reads as a blank, more as all but one of them
      std::string_view expected = value.substr(i, std::max<std::size_t>(breaks - 1, 1));
      if (expected.find_first_not_of(breaks == 1 ? ' ' : '\n') != value.npos) return text.npos;
      i += expected.size();
      at = next;
    } else if (value[i] == text[at]) {
      ++i;
      ++at;
    } else {
      return text.npos;
    }
  }
  return at;
}

std::size_t end_of_property(std::string_view text, std::size_t begin) {
  std::string_view ends = text.substr(begin).starts_with("!<") ? ">" : " \t\r\n,[]{}";
  std::size_t end = std::min(text.find_first_of(ends, begin + 1), text.size());
  return ends == ">" && end < text.size() ? end + 1 : end;
}

std::string_view null_word(std::string_view text, std::size_t begin) {
  if (begin >= text.size()) return {};
  std::size_t size = text[begin] == '~' ? 1 : 4;
  std::string_view word = text.substr(begin, size);
  bool whole = word.size() == size && is_null(word);
  std::size_t after = begin + size;
  bool ends = after >= text.size() || is_space(text[after]) ||
              std::string_view(",]}:").find(text[after]) != text.npos;
  return whole && ends ? word : std::string_view();
}

bool starts_quoted(std::string_view text, std::size_t begin) {
  return begin < text.size() && std::string_view("\"'|>").find(text[begin]) != std::string_view::npos;
}

int column_of(std::string_view text, std::size_t offset) {
  std::size_t begin = line_begin(text, offset);
  if (begin == 0 && text.starts_with(byte_order_mark)) begin = std::min(offset, byte_order_mark.size());
  return static_cast<int>(offset - begin);
}

}  // namespace flatcrm::format
