#include <array>
#include <cstring>

#include "format/csv_rows.h"

namespace flatcrm::format {
namespace {

constexpr std::uint64_t every = 0x0101010101010101;

std::uint64_t repeat(char byte) {
  return every * static_cast<std::uint8_t>(byte);
}

/// Not 0 when one of the eight bytes is 0.
std::uint64_t has_zero(std::uint64_t word) {
  return (word - every) & ~word & (every << 7);
}

/// Whether a byte is among the four, eight bytes at a time.
bool has_any(std::string_view text, char first, char second) {
  const char* next = text.data();
  std::size_t left = text.size();
  const std::uint64_t one = repeat(first), two = repeat(second), three = repeat('\n'), four = repeat('\r');
  for (; left >= 8; next += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, next, 8);
    if ((has_zero(word ^ one) | has_zero(word ^ two) | has_zero(word ^ three) | has_zero(word ^ four)) != 0)
      return true;
  }
  for (; left > 0; ++next, --left) {
    if (*next == first || *next == second || is_line_end(*next)) return true;
  }
  return false;
}

bool needs_quotes(std::string_view value, const CsvDialect& dialect) {
  if (value.empty()) return false;
  if (is_blank(value.front()) || is_blank(value.back()) || bom_size(value) != 0) return true;
  if (dialect.comment != 0 && value.front() == dialect.comment) return true;
  // A delimiter of several bytes could also come about with the bytes around the cell: its first one is
  // enough.
  return has_any(value, delimiter_of(dialect)[0], dialect.quote != 0 ? dialect.quote : '\n');
}

[[noreturn]] void refuse() {
  throw Error(Code::bad_input, "a value that can't be written in this dialect", {},
              "let the dialect have a quote, and double it");
}

/// Without doubling or an escape, a quote before what ends a cell would close.
bool closes_early(std::string_view value, const CsvDialect& dialect) {
  for (std::size_t place = value.find(dialect.quote); place != std::string_view::npos;
       place = value.find(dialect.quote, place + 1)) {
    const std::size_t next = value.find_first_not_of(" \t", place + 1);
    if (next == std::string_view::npos) continue;
    if (is_line_end(value[next]) || value[next] == delimiter_of(dialect)[0]) return true;
    if (is_blank(delimiter_of(dialect)[0]) && next > place + 1) return true;
  }
  return false;
}

void write_quoted(std::string& out, std::string_view value, const CsvDialect& dialect) {
  if (dialect.loose && dialect.escape == 0 && closes_early(value, dialect)) refuse();
  out += dialect.quote;
  for (const char byte : value) {
    if (dialect.escape != 0 && (byte == dialect.quote || byte == dialect.escape)) {
      out += dialect.escape;
    } else if (byte == dialect.quote && !dialect.loose) {
      out += byte;
    }
    out += byte;
  }
  out += dialect.quote;
}

}  // namespace

void write_cell(std::string& out, std::string_view value, const CsvDialect& dialect, bool always) {
  const bool needed = needs_quotes(value, dialect);
  if (!needed && (!always || dialect.quote == 0)) {
    out += value;
  } else if (dialect.quote != 0) {
    write_quoted(out, value, dialect);
  } else if (!dialect.trim && value.front() != dialect.comment &&
             !has_any(value, delimiter_of(dialect)[0], '\n')) {
    out += value;  // blanks need no quotes where nobody trims
  } else {
    refuse();
  }
}

}  // namespace flatcrm::format
