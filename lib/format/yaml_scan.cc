#include "format/yaml_scan.h"

#include <array>

#include "format/yaml_scalar.h"

namespace flatcrm::format {
namespace {

enum : unsigned char {
  in_plain = 1,       // goes on in a plain scalar without a further look
  in_flow_plain = 2,  // the same inside [] and {}
  starts_plain = 4,   // may be the first of one
  in_comment = 8,     // a character that a comment or literal may hold
  in_quotes = 16,     // goes on in a quoted scalar of either kind
};

constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> classes{};
  for (std::size_t i = 0; i < 256; ++i) {
    bool printable = i >= 0x20 && i != 0x7F;
    unsigned char value = printable ? in_plain | in_flow_plain | starts_plain | in_comment | in_quotes : 0;
    classes[i] = value;
  }
  classes['\t'] = in_comment | in_quotes;
  for (char c : std::string_view(":#")) classes[static_cast<unsigned char>(c)] = in_comment | in_quotes;
  for (char c : std::string_view(",[]{}"))
    classes[static_cast<unsigned char>(c)] = in_plain | in_comment | in_quotes;
  for (char c : std::string_view("-?&*!|>%@` ")) {
    classes[static_cast<unsigned char>(c)] = in_plain | in_flow_plain | in_comment | in_quotes;
  }
  for (char c : std::string_view("'\"")) {
    classes[static_cast<unsigned char>(c)] = in_plain | in_flow_plain | in_comment;
  }
  classes['\\'] &= static_cast<unsigned char>(~in_quotes);
  return classes;
}
constexpr std::array<unsigned char, 256> classes = make_classes();

bool is(char character, unsigned char wanted) {
  return (classes[static_cast<unsigned char>(character)] & wanted) != 0;
}

void finish_plain(const char* end, YamlScalar& scalar) {
  while (end[-1] == ' ') --end;
  scalar.end = end;
  scalar.text = {scalar.begin, static_cast<std::size_t>(end - scalar.begin)};
  scalar.quoted = false;
}

}  // namespace

bool may_start_plain(char first) {
  return is(first, starts_plain) || first == '-';
}

/// Leaves `place` at the colon of a key, or at the blanks or the comment behind a value.
bool scan_plain(const char*& place, const char* stop, YamlScalar& scalar) {
  if (!is(*place, starts_plain) && (*place != '-' || place + 1 == stop || place[1] == ' ')) return false;
  scalar.begin = place;
  for (;; ++place) {
    while (place != stop && is(*place, in_plain)) ++place;
    if (place == stop) break;
    if (*place == ':') {
      if (place + 1 == stop || place[1] == ' ') break;
      if (place[1] == '\t') return false;
    } else if (*place != '#') {
      return false;
    } else if (place[-1] == ' ') {
      break;
    }
  }
  finish_plain(place, scalar);
  if (place == stop || *place == '#') place = scalar.end;
  return true;
}

bool scan_quoted(const char*& place, const char* stop, core::Arena& arena, YamlScalar& scalar) {
  char quote = *place;
  scalar.begin = place++;
  scalar.quoted = true;
  for (;; ++place) {
    while (place != stop && is(*place, in_quotes)) ++place;
    if (place == stop) return false;
    if (*place == quote) {
      if (quote == '"' || place + 1 == stop || place[1] != '\'') break;
      ++place;
    } else if (*place == '\\') {
      if (quote == '"' && ++place == stop) return false;
    } else if (*place != '"' && *place != '\'' && *place != ':' && *place != '#') {
      return false;
    }
  }
  std::string_view raw(scalar.begin + 1, static_cast<std::size_t>(place - scalar.begin - 1));
  scalar.end = ++place;
  if (quote == '"') return decode_double_quoted(raw, arena, scalar.text);
  scalar.text = decode_single_quoted(raw, arena);
  return true;
}

/// Nothing but blanks and a comment that a blank sets apart.
bool ends_line(const char* place, const char* stop) {
  const char* after = place;
  while (after != stop && *after == ' ') ++after;
  if (after == stop) return true;
  return *after == '#' && after != place && is_printable(after, stop);
}

bool is_printable(const char* place, const char* stop) {
  while (place != stop && is(*place, in_comment)) ++place;
  return place == stop;
}

/// Leaves `place` at the colon of a key, or behind the value.
bool scan_flow_plain(const char*& place, const char* stop, YamlScalar& scalar) {
  bool number = *place == '-' && place + 1 != stop && is(place[1], starts_plain);
  if (!(is(*place, starts_plain) && is(*place, in_flow_plain)) && !(number && is(place[1], in_flow_plain)))
    return false;
  scalar.begin = place;
  for (;; ++place) {
    while (place != stop && is(*place, in_flow_plain)) ++place;
    if (place == stop) return false;
    if (*place == ':') {
      if (place + 1 == stop) return false;
      if (place[1] == ' ') break;
      if (!is(place[1], in_flow_plain)) return false;
    } else if (*place == ',' || *place == ']' || *place == '}') {
      break;
    } else if (*place != '#' || place[-1] == ' ') {
      return false;
    }
  }
  finish_plain(place, scalar);
  return true;
}

}  // namespace flatcrm::format
