#include "format/yaml_scalar.h"

#include <charconv>
#include <cstdint>
#include <string>

namespace flatcrm::format {
namespace {

char* put_utf8(std::uint32_t point, char* out) {
  auto put = [&](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3F));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
  return out;
}

bool is_character(std::uint32_t point) {
  return point < 0xD800 || (point > 0xDFFF && point <= 0x10FFFF);
}

/// The escapes of one letter; npos for the others.
constexpr std::uint32_t no_escape = 0xFFFFFFFF;
std::uint32_t short_escape(char letter) {
  switch (letter) {
    case '0':
      return 0;
    case 'a':
      return 7;
    case 'b':
      return 8;
    case 't':
    case '\t':
      return 9;
    case 'n':
      return 10;
    case 'v':
      return 11;
    case 'f':
      return 12;
    case 'r':
      return 13;
    case 'e':
      return 27;
    case ' ':
    case '"':
    case '/':
    case '\\':
      return static_cast<unsigned char>(letter);
    case 'N':
      return 0x85;
    case '_':
      return 0xA0;
    case 'L':
      return 0x2028;
    case 'P':
      return 0x2029;
    default:
      return no_escape;
  }
}

std::size_t hex_digits(char letter) {
  return letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
}

/// Reads the escape behind a backslash and steps over it.
std::uint32_t read_escape(const char*& next, const char* stop) {
  if (next == stop) return no_escape;
  char letter = *next++;
  std::size_t digits = hex_digits(letter);
  if (digits == 0) return short_escape(letter);
  if (static_cast<std::size_t>(stop - next) < digits) return no_escape;
  std::uint32_t point = 0;
  auto [end, failure] = std::from_chars(next, next + digits, point, 16);
  if (failure != std::errc() || end != next + digits || !is_character(point)) return no_escape;
  next = end;
  return point;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/// Whether the line ends in a backslash that is not escaped itself.
bool is_continued(std::string_view line) {
  std::size_t count = 0;
  while (count < line.size() && line[line.size() - 1 - count] == '\\') ++count;
  return count % 2 == 1;
}

std::string_view without_blanks_behind(std::string_view line, bool escapes) {
  std::size_t size = line.size();
  while (size > 0 && is_blank(line[size - 1])) --size;
  bool escaped = escapes && size < line.size() && line[size] != '\r' && is_continued(line.substr(0, size));
  return line.substr(0, size + (escaped ? 1 : 0));
}

/// Joins the lines of a quoted scalar; escapes stay as they are.
std::string fold_lines(std::string_view raw, bool escapes) {
  std::string out;
  std::size_t breaks = 0;
  bool continued = false;
  for (bool first = true, last = false; !last; first = false) {
    std::size_t feed = raw.find('\n');
    last = feed == raw.npos;
    std::string_view line = raw.substr(0, feed);
    raw.remove_prefix(last ? raw.size() : feed + 1);
    if (!last && line.ends_with('\r')) line.remove_suffix(1);
    std::size_t begin = 0;
    while (!first && begin < line.size() && is_blank(line[begin])) ++begin;
    line.remove_prefix(begin);
    bool escaped_break = !last && escapes && is_continued(line);
    if (escaped_break) line.remove_suffix(1);
    if (!last && !escaped_break) line = without_blanks_behind(line, escapes);
    if (line.empty() && !first && !last && !escaped_break) {
      ++breaks;
      continue;
    }
    if (!first && breaks == 0 && !continued) out += ' ';
    out.append(breaks, '\n');
    out += line;
    breaks = 0;
    continued = escaped_break;
  }
  return out;
}

}  // namespace

bool decode_double_quoted(std::string_view raw, core::Arena& arena, std::string_view& text) {
  if (raw.find('\\') == raw.npos) {
    text = raw;
    return true;
  }
  std::size_t room = raw.size() + raw.size() / 2;  // \\L, the one that grows most, makes three bytes of two
  char* begin = arena.take(room);
  char* out = begin;
  const char* stop = raw.data() + raw.size();
  for (const char* next = raw.data(); next != stop;) {
    if (*next != '\\') {
      *out++ = *next++;
      continue;
    }
    std::uint32_t point = read_escape(++next, stop);
    if (point == no_escape) return false;
    out = put_utf8(point, out);
  }
  text = {begin, static_cast<std::size_t>(out - begin)};
  arena.give_back(room - text.size());
  return true;
}

std::string_view decode_single_quoted(std::string_view raw, core::Arena& arena) {
  if (raw.find('\'') == raw.npos) return raw;
  char* begin = arena.take(raw.size());
  char* out = begin;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    *out++ = raw[i];
    if (raw[i] == '\'') ++i;
  }
  std::string_view text{begin, static_cast<std::size_t>(out - begin)};
  arena.give_back(raw.size() - text.size());
  return text;
}

/// YAML 1.2.2 section 7.3: blanks around a line break go, one break is a blank, more are all but the first;
/// in double quotes an escaped break is nothing, and blanks before it stay.
bool decode_quoted(std::string_view raw, core::Arena& arena, std::string_view& text) {
  char quote = raw.front();
  raw = raw.substr(1, raw.size() - 2);
  std::string folded;
  if (raw.find('\n') != raw.npos) {
    folded = fold_lines(raw, quote == '"');
    raw = arena.keep(folded);
  }
  if (quote == '"') return decode_double_quoted(raw, arena, text);
  text = decode_single_quoted(raw, arena);
  return true;
}

}  // namespace flatcrm::format
