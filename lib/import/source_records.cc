#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "core/text.h"
#include "format/json_rows.h"
#include "format/ldif.h"
#include "format/vcard_rows.h"
#include "format/xlsx.h"
#include "format/yaml_rows.h"
#include "import/source_opener.h"
#include "io/threads.h"
#include "text/encoding.h"

namespace flatcrm::import {

namespace {

using format::FlatTable;

constexpr std::size_t piece_bytes = std::size_t{1} << 20;

/// Cuts at the first place that `next_cut` finds behind each so many bytes; npos from it says that there is none.
template <typename NextCut>
std::vector<std::string_view> cut(std::string_view text, const NextCut& next_cut) {
  std::vector<std::string_view> pieces;
  while (text.size() > piece_bytes) {
    const std::size_t end = next_cut(text, piece_bytes);
    if (end == std::string_view::npos || end >= text.size()) break;
    pieces.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  pieces.push_back(text);
  return pieces;
}

std::size_t behind_line(std::string_view text, std::size_t from) {
  const std::size_t end = text.find('\n', from);
  return end == std::string_view::npos ? end : end + 1;
}

/// Behind an empty line.
std::size_t behind_entry(std::string_view text, std::size_t from) {
  for (std::size_t end = behind_line(text, from); end != std::string_view::npos;
       end = behind_line(text, end)) {
    if (text.substr(end, 1) == "\n") return end + 1;
    if (text.substr(end, 2) == "\r\n") return end + 2;
  }
  return std::string_view::npos;
}

/// Behind an END:VCARD whose next line begins a card: one within a card has another line behind it.
std::size_t behind_card(std::string_view text, std::size_t from) {
  auto is_word = [&](std::size_t at, std::string_view word) {
    return core::equal_ignoring_ascii_case(text.substr(at, word.size()), word);
  };
  for (std::size_t line = behind_line(text, from); line != std::string_view::npos;
       line = behind_line(text, line)) {
    if (!is_word(line, "END:VCARD")) continue;
    std::size_t next = behind_line(text, line);
    while (next != std::string_view::npos && next < text.size() && (text[next] == '\r' || text[next] == '\n'))
      ++next;
    if (next == std::string_view::npos || is_word(next, "BEGIN:VCARD")) return next;
  }
  return std::string_view::npos;
}

bool has_quoted_bytes(std::string_view bytes) {
  static constexpr std::string_view sign = "QUOTED-PRINTABLE", small = "quoted-printable";
  return ::memmem(bytes.data(), bytes.size(), sign.data(), sign.size()) != nullptr ||
         ::memmem(bytes.data(), bytes.size(), small.data(), small.size()) != nullptr;
}

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The text with the bytes that quoted-printable stands for, in the lines that are written so.
std::string without_quoting(std::string_view text) {
  std::string out;
  bool quoted = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    quoted = quoted || has_quoted_bytes(line.substr(0, line.find(':')));
    for (std::size_t i = 0; i < line.size(); ++i) {
      const int high = quoted && line[i] == '=' && i + 2 < line.size() ? hexadecimal(line[i + 1]) : -1;
      const int low = high >= 8 ? hexadecimal(line[i + 2]) : -1;
      if (low >= 0) i += 2;
      out += low >= 0 ? static_cast<char>(high * 16 + low) : line[i];
    }
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    quoted = quoted && line.ends_with('=');
  }
  return out;
}

std::size_t count_lines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

bool has_first_columns(const FlatTable& table, const std::vector<std::string>& columns) {
  return std::equal(table.columns().begin(), table.columns().end(), columns.begin());
}

std::vector<std::string> all_columns(const std::vector<FlatTable>& tables) {
  FlatTable all;
  for (const FlatTable& table : tables)
    for (const std::string& name : table.columns()) all.column(name);
  return {all.columns().begin(), all.columns().end()};
}

}  // namespace

/// Each piece by itself, those again whose columns stand in another order than in the whole.
void SourceOpener::read_pieces(const std::vector<std::string_view>& pieces,
                               const std::vector<std::string>& columns, const ReadPiece& read) {
  std::vector<FlatTable> tables(pieces.size());
  const char* begin = pieces[0].data();
  auto read_one = [&](std::size_t i, const std::vector<std::string>& known) {
    tables[i] = FlatTable(known);
    try {
      read(pieces[i], static_cast<std::uint64_t>(pieces[i].data() - begin), tables[i]);
    } catch (const Error& error) {
      if (error.place().line == 0) throw;
      const std::size_t before = count_lines({begin, static_cast<std::size_t>(pieces[i].data() - begin)});
      throw Error(error.code(), error.message(), {"", error.place().line + before, error.place().column},
                  error.hint());
    }
  };
  read_one(0, columns);
  const std::vector<std::string> first(tables[0].columns().begin(), tables[0].columns().end());
  io::parallel_for(pieces.size() - 1, options_.threads, [&](std::size_t i) { read_one(i + 1, first); });
  source_.columns_ = all_columns(tables);
  if (source_.columns_.size() > format::most_columns) format::refuse_columns(source_.columns_.size());
  io::parallel_for(pieces.size(), options_.threads, [&](std::size_t i) {
    if (!has_first_columns(tables[i], source_.columns_)) read_one(i, source_.columns_);
  });
  take(tables, pieces);
}

void SourceOpener::take(std::vector<FlatTable>& tables, const std::vector<std::string_view>& pieces) {
  std::string rows;
  std::size_t size = 0;
  for (const FlatTable& table : tables) size += table.rows().size();
  rows.reserve(size);
  std::size_t line = 1;
  const char* counted = pieces[0].data();
  for (FlatTable& table : tables) {
    for (const FlatTable::Place& place : table.places()) {
      const char* at = pieces[0].data() + place.source;
      line += count_lines({counted, static_cast<std::size_t>(at - counted)});
      counted = at;
      source_.places_.push_back({rows.size() + place.row, line});
    }
    for (const FlatTable::Refusal& refusal : table.refusals())
      source_.refusals_.emplace_back(rows.size() + refusal.row, refusal.reason);
    rows += table.rows();
    table = FlatTable();
  }
  if (source_.places_.empty()) source_.places_.push_back({0, 1});
  source_.storage_ = std::move(rows);
  source_.bytes_ = io::Bytes();
  source_.text_ = source_.storage_;
  source_.line_end_.assign(1, '\n');
}

void SourceOpener::note_layout(const std::string& member, const std::vector<std::string>& beside) {
  if (member.empty()) return;
  std::string note = fmt::format("the records are those of '{}'", member);
  if (!beside.empty()) note += fmt::format("; not read: {}", fmt::join(beside, ", "));
  source_.report_.notes.push_back(note);
}

void SourceOpener::open_json() {
  decode();
  const std::string_view text = source_.text_;
  if (format::is_json_lines(text)) {
    const format::JsonLayout layout;
    auto read = [&](std::string_view piece, std::uint64_t base, FlatTable& table) {
      format::read_json_rows(piece, layout, base, table);
    };
    return read_pieces(cut(text, behind_line), {}, read);
  }
  const format::JsonLayout layout = format::find_json_layout(text);
  note_layout(layout.member, layout.beside);
  read_pieces({text}, {}, [&](std::string_view piece, std::uint64_t base, FlatTable& table) {
    format::read_json_rows(piece, layout, base, table);
  });
}

void SourceOpener::open_yaml() {
  decode();
  format::JsonLayout layout;
  read_pieces({source_.text_}, {}, [&](std::string_view piece, std::uint64_t, FlatTable& table) {
    layout = format::read_yaml_rows(piece, source_.name(), table);
  });
  note_layout(layout.member, layout.beside);
}

void SourceOpener::open_ldif() {
  decode();
  read_pieces(cut(source_.text_, behind_entry), {"dn"}, format::read_ldif_rows);
}

void SourceOpener::open_jcard() {
  decode();
  read_pieces(
      {source_.text_}, format::vcard_columns(),
      [](std::string_view piece, std::uint64_t, FlatTable& table) { format::read_jcard_rows(piece, table); });
}

void SourceOpener::open_xcard() {
  decode();
  read_pieces(
      {source_.text_}, format::vcard_columns(),
      [](std::string_view piece, std::uint64_t, FlatTable& table) { format::read_xcard_rows(piece, table); });
}

/// Each line may have a charset of its own, so that only UTF-16 is decoded as a whole.
void SourceOpener::open_vcards() {
  const std::string_view raw = source_.bytes_.view();
  std::string& encoding = source_.report_.encoding;
  sniff_encoding(raw);
  if (encoding.starts_with("UTF-16")) {
    decode();
  } else {
    source_.text_ = raw;
    if (options_.encoding.empty() && encoding == "UTF-8" && has_quoted_bytes(raw)) {
      const std::string plain = without_quoting(raw);
      if (!text::is_utf8(plain)) {
        const text::EncodingGuess guess = text::sniff_encoding(plain);
        encoding = guess.name;
        source_.report_.encoding_why = guess.why;
      }
    }
  }
  const std::string used = encoding.starts_with("UTF-16") ? "UTF-8" : encoding;
  auto read = [&](std::string_view piece, std::uint64_t base, FlatTable& table) {
    format::read_vcard_rows(piece, used, base, table);
  };
  read_pieces(cut(source_.text_, behind_card), format::vcard_columns(), read);
  if (source_.storage_.empty()) throw Error(Code::bad_input, "no card begins in this file", {}, "");
}

void SourceOpener::open_workbook() {
  format::XlsxSheet sheet = format::read_xlsx(source_.bytes_.view(), options_.sheet);
  SourceReport& report = source_.report_;
  report.sheet = sheet.name;
  report.encoding = "UTF-8";
  report.notes = std::move(sheet.notes);
  if (sheet.rows.empty())
    throw Error(Code::bad_input, fmt::format("the sheet '{}' is empty", sheet.name), {},
                "--sheet names another");
  for (const format::XlsxSheet::Row& row : sheet.rows) source_.places_.push_back({row.offset, row.row});
  source_.storage_ = std::move(sheet.csv);
  source_.text_ = source_.storage_;
  source_.bytes_ = io::Bytes();
  open_delimited();
}

}  // namespace flatcrm::import
