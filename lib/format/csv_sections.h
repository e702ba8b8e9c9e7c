// Cuts a text at row starts as split_rows does, in sections that may be looked at by several threads.
//
//   CsvSections sections(text, dialect, 8);
//   for (std::size_t i = 0; i < sections.size(); ++i) sections.look(i);     // each on any thread, once
//   std::vector<std::uint64_t> cuts = sections.cuts();                      // as split_rows has them
//
// Whether a section begins inside quotes is known only when all before it were looked at: so each finds out
// what it is if it does and what it is if it does not, and gives up the one that quotes contradict. Where an
// irregular quote leaves neither, cuts() goes through the text by itself.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "format/csv.h"

namespace flatcrm::format {

class CsvSections {
 public:
  /// Text and dialect must outlive it.
  CsvSections(std::string_view text, const CsvDialect& dialect, std::size_t parts);
  std::size_t size() const { return sections_.size(); }
  void look(std::size_t section);
  /// Offsets, 0 and the text's size among them; a section in which no row begins gives none.
  std::vector<std::uint64_t> cuts() const;

 private:
  /// A section, if it begins outside quotes or inside.
  struct Case {
    CsvContext context;
    bool possible = true;
    std::uint64_t row = 0;  // the first start of one; 0: none
  };
  struct Section {
    std::uint64_t begin = 0, end = 0;
    Case outside, inside;
  };
  CsvContext context_outside(std::uint64_t begin) const;
  void step(Case& one, std::uint64_t begin, std::size_t steps, CsvMasks* masks) const;

  std::string_view text_;
  const CsvDialect& dialect_;
  std::size_t parts_;
  CsvKernel kernel_;
  std::vector<Section> sections_;
};

}  // namespace flatcrm::format
