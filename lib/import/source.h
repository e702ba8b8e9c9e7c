// A delimited file that is to be imported, as UTF-8 with its columns known.
//
//   std::shared_ptr<const Source> source = Source::open("list.csv", io::read_file("list.csv"), {});
//   source->columns() == {"Name", "Ort"}      source->report().encoding == "windows-1252"
//   source->rows()                            // the text behind the header, for format::split_rows and
//   CsvScanner source->line(source->rows_begin()) == 2
//
// Shape    columns are named once each; one without a name is "" and can't be asked for. Without a header
// they are "1", "2", ...
//          The columns `flatcrm_line` and `flatcrm_reason` of a rejects file are no part of what is imported.
// Errors   Code::bad_input for an empty file and for a column named twice, Code::encoding for bytes that are
// no text or not valid in
//          their encoding (with line and column), Code::usage for an unknown encoding.
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
};

/// Options where they are given, the profile's words where not.
SourceOptions source_options(const SourceOptions& given, const Profile& profile);

/// What was found out about a file, for the summary.
struct SourceReport {
  std::string name;
  std::string encoding, encoding_why;
  std::string delimiter;        // "," or "tab"
  std::size_t header_line = 0;  // 0: none
  std::size_t preamble_lines = 0;
  std::size_t columns = 0;
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
  /// Is it one of the two that flatcrm adds to rejects?
  bool is_own_column(std::size_t column) const;

  /// Everything up to the first row of data: preamble and header, without a byte order mark.
  std::string_view head() const { return text_.substr(0, rows_begin_); }
  std::string_view rows() const { return text_.substr(rows_begin_); }
  std::uint64_t rows_begin() const { return rows_begin_; }
  std::string_view text() const { return text_; }
  const std::string& line_end() const { return line_end_; }
  /// The physical line of a byte of text().
  std::size_t line(std::uint64_t offset) const;

  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

 private:
  Source() = default;
  void find_header(const SourceOptions& options);
  void read_header(std::uint64_t begin, bool named);

  io::Bytes bytes_;
  std::string storage_;  // the text in UTF-8, where the file is in another encoding
  std::string_view text_;
  format::CsvDialect dialect_;
  std::string line_end_;
  std::vector<std::string> columns_;
  std::uint64_t rows_begin_ = 0;
  SourceReport report_;
};

}  // namespace flatcrm::import
