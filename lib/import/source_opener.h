// Makes a Source of bytes: unpacks, decodes, reads the format, finds the header. Internal to source.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/text_look.h"
#include "format/csv_sniff.h"
#include "format/flat_table.h"
#include "import/source.h"
#include "import/source_format.h"
#include "import/table_end.h"

namespace flatcrm::import {

class SourceOpener {
 public:
  SourceOpener(Source& source, const SourceOptions& options) : source_(source), options_(options) {}
  void run();

 private:
  /// Reads a piece of the text that begins at an offset of the whole.
  using ReadPiece = std::function<void(std::string_view piece, std::uint64_t base, format::FlatTable& table)>;

  void unpack();
  void decode();
  void sniff_encoding(std::string_view raw);
  void note_utf8(std::string_view raw, bool whole);
  core::TextLook look_at(std::string_view text) const;
  void find_controls();

  // Delimited text: source_delimited.cc.
  bool is_rejects_file() const;
  void open_rejects_file();
  void open_delimited();
  void read_header(const format::CsvGuess& guess, std::uint64_t begin, std::size_t header_rows);
  void name_columns(const std::vector<std::string>& names, const std::vector<std::uint64_t>& places,
                    std::size_t header_line);
  bool has_values(std::size_t column) const;
  void find_headers_again(std::string_view header);
  void note_headers_again();
  bool has_names_of_header(std::uint64_t begin) const;
  void cut_at_other_table(format::CsvGuess guess);
  void note_subtotals(const std::vector<EndRow>& rows);
  void cut_at_table_end();
  std::uint64_t begin_of_line(std::size_t line) const;

  // Records: source_records.cc.
  void open_workbook();
  void open_json();
  void open_jcard();
  void open_yaml();
  void open_vcards();
  void open_xcard();
  void open_ldif();
  void note_layout(const std::string& member, const std::vector<std::string>& beside);
  void read_pieces(const std::vector<std::string_view>& pieces, const std::vector<std::string>& columns,
                   const ReadPiece& read);
  void take(std::vector<format::FlatTable>& tables, const std::vector<std::string_view>& pieces);

  Source& source_;
  const SourceOptions& options_;
  InputFormat format_ = InputFormat::csv;
  core::TextLook look_;  // at the bytes of delimited text
};

}  // namespace flatcrm::import
