// A file that is to be imported, whatever its format, as rows with named columns in UTF-8.
//
//   std::shared_ptr<const Source> source = Source::open("list.csv", io::read_file("list.csv"), {});
//   source->columns() == {"Name", "Ort"}      source->report().encoding == "windows-1252"
//   source->rows()                            // the text behind the header, for split_rows and CsvScanner
//   source->line(source->rows_begin()) == 2
//
// Formats  CSV and its kin, XLSX, JSON, JSON lines, YAML, vCard 2.1 to 4.0 (also as jCard and xCard), LDIF;
//          any of them packed by gzip or zstd. Found out from the bytes, for YAML from the file's name.
//          Delimited text is read in place. Every other format is turned into CSV (comma, doubled quotes, LF)
//          by its reader in lib/format; text() and rows() are that CSV, line() and the messages speak of the
//          file as it was given.
// Columns  each has one name. One without a name that holds values is "column 3"; one without values is "" and
//          can't be asked for. A name that stands twice is an error; below names of groups and in XLSX the
//          second is "Phone 2". Without a header they are "1", "2", ... The columns `flatcrm_line` and
//          `flatcrm_reason` of a rejects file are no part of what is imported.
//   CSV    the names of the header; those of several header rows joined by a blank. Where the first row names
//          groups ("Delivery" over "Street" and "Town"), the name of each stands before its columns'.
//   XLSX   as CSV, from the first sheet or the one named. Dates are 2026-11-22, 2026-11-22T10:30:00 or
//          10:30:00; numbers have the digits that Excel shows without a format (17850, 0.1); true and false;
//          a cell with an error is empty, and counted.
//   JSON   one row an object; "a.b" for a map in it (a dot in a key is "\."), lists of scalars in one cell,
//          joined as flatcrm joins lists, "a.1.b" for a list of maps. Numbers keep their digits; null is
//          empty. Columns in order of appearance. The rows are the elements of the list, the lines, or of one
//          object its only member that is a list of objects. YAML: the same.
//   LDIF   "dn" first, then the attributes in order of appearance, in their first spelling; several values
//          joined as a list; base64 decoded where it is text, else kept as it stands in a column
//          "NAME;base64".
//   vCard  always, in this order, and empty where no card has them:
//     key          UID, else FN with the first e-mail address or else number, else a hash of the card
//     KIND         as in vCard 4; "org" too for Apple's X-ABShowAs:COMPANY
//     FN           else made of N, ORG, NICKNAME or EMAIL
//     N.family, N.given, N.additional, N.prefix, N.suffix, NICKNAME, ORG, ORG.unit, TITLE, ROLE
//     EMAIL        all addresses, the preferred first
//     TEL          all numbers but those of fax and pager alone, the preferred first; then "TEL;CELL",
//                  "TEL;WORK", "TEL;HOME", "TEL;FAX", "TEL;PAGER": those of the type
//     ADR.1.label  "home", "work", else as X-ABLabel or the type says; then ADR.1.pobox, ADR.1.extended,
//                  ADR.1.street, ADR.1.city, ADR.1.region, ADR.1.postcode, ADR.1.country; the same for ADR.2
//                  and ADR.3
//     URL, SOCIAL  network:handle, from IMPP, X-SOCIALPROFILE, X-SKYPE and their kin
//     BDAY         1980-03-22, or --03-22 where the card has no year; then BDAY.month_day (03-22 in the latter
//                  case) and ANNIVERSARY
//     LANG, CATEGORIES, NOTE, REV (2026-11-22T10:30:00Z)
//     vcard        every property that the columns above don't give back in full (types, labels, photos,
//                  X-...), one vCard 4 content line a line of text. A book that keeps it in the field `vcard`
//                  exports the card with nothing lost.
//   then any other property that is text, by its name in capitals ("X-CUSTOMER-NO"), in order of appearance.
//   Several values of one column are joined as a list; of ORG, TITLE, ROLE, URL, NOTE, BDAY the first
//   (preferred) is taken, and the others stand in `vcard`.
// Rejects  are CSV with these columns whatever the format was, and import with the same profile as they
//          stand: a text whose header ends in flatcrm_line and flatcrm_reason is read as CSV with that
//          header, whatever options and profile say.
// Guards   an apostrophe that format::guard_cell puts before text that a spreadsheet would run is taken off
//          again (RowView::cell); the readers of other formats put it there, so that a cell means the same in
//          a rejects file.
// Errors   Code::bad_input for an empty file and for a column named twice, Code::encoding for bytes that are
//          no text or not valid in their encoding (with line and column), Code::usage for an unknown encoding
//          or sheet, Code::limit for more than 4,096 columns and what else is larger or deeper than a reader
//          takes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/csv.h"
#include "import/profile.h"
#include "io/bytes.h"

namespace flatcrm::import {

inline constexpr std::string_view line_column = "flatcrm_line";
inline constexpr std::string_view reason_column = "flatcrm_reason";

/// What is known beforehand; the rest is sniffed.
struct SourceOptions {
  std::string encoding;
  std::optional<std::string> delimiter;
  std::optional<char> quote;
  std::optional<std::size_t> header;  // 1-based line; 0: none
  std::string format = {};            // csv, xlsx, json, yaml, vcard or ldif; "": found out
  std::string sheet = {};             // of a workbook, by name; "": the first
  int threads = 1;                    // how many may read at once
};

/// Options where they are given, the profile's words where not.
SourceOptions source_options(const SourceOptions& given, const Profile& profile);

/// What was found out about a file, for the summary.
struct SourceReport {
  std::string name;
  std::string format;  // "csv", "xlsx", "json", "yaml", "vcard" or "ldif"
  std::string packed;  // "gzip", "zstd" or ""
  std::string sheet;   // of a workbook
  std::string encoding, encoding_why;
  std::string delimiter;        // "," or "tab"; "" for what is no delimited text
  std::size_t header_line = 0;  // 0: none
  std::size_t preamble_lines = 0;
  std::size_t columns = 0;
  std::vector<std::string> notes;  // what a person should know: no header, cells with errors
  std::string left_out;      // what of the file is not read: another table behind the first; "": nothing
  std::size_t end_rows = 0;  // totals, and notes below the last record: read, and skipped
};

class Source {
 public:
  static std::shared_ptr<const Source> open(const std::string& name, io::Bytes bytes,
                                            const SourceOptions& options);

  const std::string& name() const { return report_.name; }
  const SourceReport& report() const { return report_; }
  const format::CsvDialect& dialect() const { return dialect_; }
  const std::vector<std::string>& columns() const { return columns_; }
  /// Its number, or -1.
  int find_column(std::string_view name) const;
  /// Its name without that of its group, "Town" of "Delivery Town"; its name where there are no groups.
  const std::string& own_name(std::size_t column) const {
    return column < own_names_.size() && !own_names_[column].empty() ? own_names_[column] : columns_[column];
  }
  /// Is it one of the two that flatcrm adds to rejects?
  bool is_own_column(std::size_t column) const;

  std::string_view rows() const { return text_.substr(rows_begin_); }
  std::uint64_t rows_begin() const { return rows_begin_; }
  std::string_view text() const { return text_; }
  const std::string& line_end() const { return line_end_; }
  /// The line of the file, or the row of the sheet, that a row at this offset of text() comes from. It looks
  /// through what stands before: for many, keep a LineFinder.
  std::size_t line(std::uint64_t offset) const;

  /// Is a row that begins there the header once more, or the total of a group? Then it is no record.
  bool is_no_row(std::uint64_t offset) const;
  /// Why a row of so many bytes can't be taken: its format's reader says so, or it holds a control character
  /// (tab, line ends, vertical tab and form feed aside) or one that turns the direction of text around. ""
  /// for any other row.
  std::string refusal(std::uint64_t offset, std::uint64_t size) const;
  /// Can either of the two answer anything but no?
  bool has_special_rows() const { return !no_rows_.empty() || !refusals_.empty() || !controls_.empty(); }

  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

 private:
  friend class LineFinder;
  friend class SourceOpener;
  /// A row's beginning in text_, and its line in the file.
  struct Place {
    std::uint64_t offset = 0;
    std::size_t line = 0;
  };
  Source() = default;

  io::Bytes bytes_;
  std::string storage_;  // the text, where it is not the file as it stands
  std::string_view text_;
  format::CsvDialect dialect_;
  std::string line_end_;
  std::vector<std::string> columns_;
  std::vector<std::string> own_names_;  // of columns in groups
  std::uint64_t rows_begin_ = 0;
  std::vector<Place> places_;           // by offset; empty where text_ has the lines of the file
  std::vector<std::uint64_t> no_rows_;  // offsets, sorted
  std::vector<std::pair<std::uint64_t, std::string>> refusals_;  // by offset
  std::vector<std::uint64_t> controls_;                          // offsets of control characters
  SourceReport report_;
};

/// Lines of offsets that only grow.
class LineFinder {
 public:
  explicit LineFinder(const Source& source) : source_(source) {}
  std::size_t line(std::uint64_t offset);

 private:
  const Source& source_;
  std::uint64_t offset_ = 0;
  std::size_t line_ = 1;
};

}  // namespace flatcrm::import
