#include "format/csv_rows.h"

#include <algorithm>
#include <cstring>

namespace flatcrm::format {
namespace {

std::string_view without_blanks(std::string_view cell) {
  while (!cell.empty() && is_blank(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && is_blank(cell.back())) cell.remove_suffix(1);
  return cell;
}

/// Whether the byte at `place`, inside quotes, makes the next one a quote or an escape sign.
bool escapes(std::string_view text, std::size_t place, const CsvDialect& dialect) {
  if (place + 1 >= text.size()) return false;
  const char next = text[place + 1];
  if (dialect.escape != 0 && text[place] == dialect.escape)
    return next == dialect.quote || next == dialect.escape;
  return text[place] == dialect.quote && next == dialect.quote && !dialect.loose;
}

/// Whether a cell may end here: what makes a quote a closing one where quotes are loose.
bool ends_cell(std::string_view text, std::size_t place, const CsvDialect& dialect) {
  const std::string_view delimiter = delimiter_of(dialect);
  if (dialect.trim) {
    while (place < text.size() && is_blank(text[place]) && text[place] != delimiter[0]) ++place;
  }
  return place == text.size() || is_line_end(text[place]) ||
         text.substr(place, delimiter.size()) == delimiter;
}

}  // namespace

void throw_csv(Code code, const char* what, std::string_view text, std::size_t offset, const char* hint) {
  const core::Position place = core::position_of(text, offset);
  throw Error(code, what, {"", place.line, place.column}, hint);
}

std::size_t skip_comments(std::string_view text, std::size_t offset, const CsvDialect& dialect) {
  while (dialect.comment != 0 && offset < text.size() && text[offset] == dialect.comment) {
    while (offset < text.size() && !is_line_end(text[offset])) ++offset;
    offset = skip_line_end(text, offset);
  }
  return offset;
}

CsvQuoted skip_quoted(std::string_view whole, std::size_t offset, const CsvDialect& dialect) {
  // No cell is longer, and a gigabyte behind one stray quote need not be read to say so.
  const std::string_view text = whole.substr(0, offset + std::min(whole.size() - offset, most_cell_bytes));
  const char special[] = {dialect.quote, dialect.escape};
  const std::string_view specials(special, dialect.escape != 0 ? 2 : 1);
  bool escaped = false;
  for (std::size_t place = offset + 1;;) {
    place = specials.size() == 1 ? text.find(dialect.quote, place) : text.find_first_of(specials, place);
    if (place == std::string_view::npos) break;
    if (escapes(text, place, dialect)) {
      escaped = true;
      place += 2;
    } else if (text[place] != dialect.quote || (dialect.loose && !ends_cell(text, place + 1, dialect))) {
      ++place;
    } else {
      return {place + 1, escaped};
    }
  }
  if (text.size() < whole.size())
    throw_csv(Code::limit, "a quote that is not closed within 64 MiB", text, offset,
              "close it, or double it if it is part of the text");
  throw_csv(Code::bad_input, "a quote that is never closed", text, offset,
            "close it, or double it if it is part of the text");
}

std::size_t find_cell_end(std::string_view text, std::size_t offset, const CsvDialect& dialect,
                          std::string_view delimiter) {
  if (dialect.trim) {
    while (offset < text.size() && is_blank(text[offset]) && text[offset] != delimiter[0]) ++offset;
  }
  if (dialect.quote != 0 && offset < text.size() && text[offset] == dialect.quote) {
    offset = skip_quoted(text, offset, dialect).end;
  }
  const char first = delimiter[0];
  for (; offset < text.size(); ++offset) {
    const char byte = text[offset];
    if (is_line_end(byte)) break;
    if (byte == first && (delimiter.size() == 1 || text.substr(offset, delimiter.size()) == delimiter)) break;
  }
  return offset;
}

CsvValue open_cell(std::string_view outer, const CsvDialect& dialect) {
  const std::string_view cell = dialect.trim ? without_blanks(outer) : outer;
  if (dialect.quote == 0 || cell.empty() || cell[0] != dialect.quote) return {cell, cell};
  const CsvQuoted quoted = skip_quoted(cell, 0, dialect);
  if (quoted.end != cell.size()) return {cell, cell.substr(1), true, true};
  return {cell, cell.substr(1, cell.size() - 2), true, quoted.escaped};
}

std::size_t decode_cell(std::string_view raw, const CsvDialect& dialect, char* out) {
  char* next = out;
  for (std::size_t place = 0; place < raw.size(); ++place) {
    if (escapes(raw, place, dialect)) {
      ++place;
    } else if (raw[place] == dialect.quote && !dialect.loose) {  // the closing one, with text behind it
      const std::string_view tail = raw.substr(place + 1);
      std::memcpy(next, tail.data(), tail.size());
      return static_cast<std::size_t>(next - out) + tail.size();
    }
    *next++ = raw[place];
  }
  return static_cast<std::size_t>(next - out);
}

}  // namespace flatcrm::format
