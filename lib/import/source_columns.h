// The columns of a source that a profile asks for: by its names, by other names that it knows for them, and with a star for a
// number; and which of them are used.
//
//   SourceColumns columns(profile, source);
//   columns.find("E-mail 1 - Value")            // its number, -1 where there is none
//   columns.use({"Name", place})                // the same, noted as used; else an Error with the nearest name
//   columns.without_stars(spec)                 // "E-mail * - Value" -> a field of all such columns, or one an element
//
// Errors  Code::bad_input at the profile's line for a column that the file lacks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "import/mapping.h"
#include "import/profile.h"
#include "import/source.h"

namespace flatcrm::import {

class SourceColumns {
 public:
  SourceColumns(const Profile& profile, const Source& source)
      : profile_(profile), source_(source), used_(source.columns().size(), false) {}

  int find(const std::string& name) const;
  std::uint32_t use(const Word& name);
  std::vector<PatternPart> pattern(const Template& parts);

  std::vector<FieldSpec> without_stars(const FieldSpec& spec) const;
  FieldSpec with_present(const FieldSpec& spec) const;
  /// Can the field be made from none of the columns?
  bool lacks(const FieldSpec& spec) const;

  bool is_used(std::size_t column) const { return used_[column]; }
  /// Columns behind the last one, of a wide table, are nobody's.
  void note_used(std::size_t column) {
    if (column < used_.size()) used_[column] = true;
  }

 private:
  std::vector<std::uint32_t> star_numbers(const std::string& name) const;
  std::optional<std::vector<std::uint32_t>> numbers_of(const FieldSpec& spec) const;
  bool is_starred(const TemplatePart& part) const;
  bool has_any(const Template& parts) const;

  const Profile& profile_;
  const Source& source_;
  std::vector<bool> used_;  // a field, a key or a rule asks for it
};

}  // namespace flatcrm::import
