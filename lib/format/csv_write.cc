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

template <typename Word>
std::uint64_t load(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// The bytes of a text shorter than eight, some of them twice, the rest 0.
std::uint64_t load_short(std::string_view text) {
  const char* last = text.data() + text.size();
  if (text.size() >= 4) return load<std::uint32_t>(text.data()) << 32 | load<std::uint32_t>(last - 4);
  if (text.size() >= 2) return load<std::uint16_t>(text.data()) << 16 | load<std::uint16_t>(last - 2);
  return text.empty() ? 0 : static_cast<std::uint8_t>(text[0]);
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

CsvWriter::CsvWriter(const CsvDialect& dialect) : dialect_(dialect) {
  // A delimiter of several bytes could also come about with the bytes around the cell: its first one is enough.
  specials_[0] = repeat(delimiter_of(dialect)[0]);
  specials_[1] = repeat('\n');
  specials_[2] = repeat('\r');
  specials_[3] = dialect.quote != 0 ? repeat(dialect.quote) : specials_[0];
}

/// Whether a delimiter, line end or quote is among the bytes, eight at a time.
bool CsvWriter::has_special(std::string_view value) const {
  const auto is_special = [this](std::uint64_t word) {
    return (has_zero(word ^ specials_[0]) | has_zero(word ^ specials_[1]) | has_zero(word ^ specials_[2]) |
            has_zero(word ^ specials_[3])) != 0;
  };
  if (value.size() < 8) return is_special(load_short(value));
  for (std::size_t place = 0; place + 8 < value.size(); place += 8) {
    if (is_special(load<std::uint64_t>(value.data() + place))) return true;
  }
  return is_special(load<std::uint64_t>(value.data() + value.size() - 8));
}

bool CsvWriter::needs_quotes(std::string_view value) const {
  if (value.empty()) return false;
  if (is_blank(value.front()) || is_blank(value.back())) return true;
  if (dialect_.comment != 0 && value.front() == dialect_.comment) return true;
  return has_special(value) || (value.front() == '\xef' && bom_size(value) != 0);
}

void CsvWriter::cell(std::string& out, std::string_view value, bool always) const {
  bool quotes = dialect_.quote != 0;
  bool needs = needs_quotes(value);
  if (quotes && (always || needs)) return write_quoted(out, value, dialect_);
  // Without quotes, blanks at the ends need none where nobody trims.
  bool plain = !needs || (!dialect_.trim && value.front() != dialect_.comment && !has_special(value));
  if (!plain) refuse();
  out += value;
}

void write_cell(std::string& out, std::string_view value, const CsvDialect& dialect, bool always) {
  CsvWriter(dialect).cell(out, value, always);
}

}  // namespace flatcrm::format
